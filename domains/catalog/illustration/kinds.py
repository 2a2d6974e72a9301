"""The register of what can be drawn: each painter enters itself under its kind."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from random import Random

from domains.catalog.illustration.canvas import Canvas
from domains.catalog.illustration.palette import Palette


class Stance(StrEnum):
    FLAT = "flat"  # laid out or hung, seen straight on
    STANDING = "standing"  # on the ground, with a contact shadow


@dataclass(frozen=True, slots=True)
class Brush:
    """What a painter works with."""

    canvas: Canvas
    palette: Palette
    finish: str
    chance: Random


Painter = Callable[[Brush], None]


@dataclass(frozen=True, slots=True)
class Kind:
    """How one sort of thing is drawn, and what the detail picture looks at."""

    paint: Painter
    finishes: tuple[str, ...]
    stance: Stance
    focus: tuple[float, float]
    foot: tuple[float, float]  # centre and half width of what touches the ground
    lift: float  # low things stand further back, so that they sit in the middle of the picture


KINDS: dict[str, Kind] = {}


def flat(name: str, *finishes: str, focus: tuple[float, float] = (400, 420)) -> Callable[[Painter], Painter]:
    """Registers a painter of something that lies flat; the first finish is the usual one."""

    def register(paint: Painter) -> Painter:
        KINDS[name] = Kind(paint, finishes or ("plain",), Stance.FLAT, focus, (400, 0), 0)
        return paint

    return register


def standing(
    name: str,
    *finishes: str,
    foot: tuple[float, float],
    focus: tuple[float, float] = (400, 560),
    lift: float = 0,
) -> Callable[[Painter], Painter]:
    """Registers a painter of something that stands on the ground line."""

    def register(paint: Painter) -> Painter:
        KINDS[name] = Kind(paint, finishes or ("plain",), Stance.STANDING, focus, foot, lift)
        return paint

    return register
