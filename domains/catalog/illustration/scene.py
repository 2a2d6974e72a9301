"""Several things in one wide picture: still lifes for the front page and for categories."""

from collections.abc import Iterable
from dataclasses import dataclass
from random import Random

from domains.catalog.illustration.canvas import FLOOR, Canvas
from domains.catalog.illustration.drawing import place, resolve
from domains.catalog.illustration.kinds import Brush, Kind, Stance
from domains.catalog.illustration.palette import OAK, Palette, darken, lighten

BANNER = (1600, 640)


@dataclass(frozen=True, slots=True)
class Placed:
    """A thing in a scene; (x, y) is where it stands, or for what hangs, the middle of its upper edge."""

    kind: str
    colours: tuple[str, ...]
    x: float
    y: float
    scale: float
    mirrored: bool = False


def still_life(
    things: Iterable[Placed],
    *,
    wall: str,
    size: tuple[int, int],
    floor: float,
    rail: float | None = None,
    seed: int = 0,
) -> str:
    """A room's corner in morning light as SVG text: what comes first stands furthest back.

    `floor` is the height where the wall ends; `rail` that of a peg rail, if things hang. The seed chooses the
    finish of what names none.
    """
    things = tuple(things)
    width, height = size
    c = Canvas(f"{things} {wall} {size} {seed}", width=width, height=height)
    _room(c, wall, floor)
    if rail is not None:
        _peg_rail(c, rail, tuple(thing.x for thing in things if _hangs(thing)))
    for index, thing in enumerate(things):
        what, finish = resolve(thing.kind, seed + index)
        if rail is not None and what.stance is Stance.FLAT:
            loop = f"M{thing.x - 5:g} {rail:g}L{thing.x:g} {thing.y + 60:g}L{thing.x + 5:g} {rail:g}"
            c.line(loop, "#5b4a38", 4)
        with c.group(transform=_move(thing, what)):
            place(Brush(c, Palette.of(thing.colours), finish, Random(seed + index)), what)  # noqa: S311  decoration
    return c.svg("Things from the shop in a quiet room")


def _move(thing: Placed, what: Kind) -> str:
    flip = "scale(-1,1) " if thing.mirrored else ""
    x, y = (400, 150) if what.stance is Stance.FLAT else (400, FLOOR)
    return f"translate({thing.x:g},{thing.y:g}) {flip}scale({thing.scale:g}) translate({-x},{-y})"


def banner(kinds: tuple[str, ...], colours: tuple[str, ...], *, seed: int = 0) -> str:
    """A wide picture (1600 by 640) of up to six things side by side; the first colour paints the wall.

    The other colours go to the things in turn. Raises ValueError for an unknown kind or a wrong colour.
    """
    width, height = BANNER
    wall, *paints = Palette.of(colours).main, *colours[1:]
    step = width / (len(kinds) + 0.4)
    things = []
    for index, kind in enumerate(kinds):
        flat = resolve(kind, index)[0].stance is Stance.FLAT
        one = paints[index % len(paints)] if paints else Palette.of(()).main
        two = paints[(index + 2) % len(paints)] if paints else one
        x = step * (index + 0.7)
        scale = min(0.52, step / 560) if flat else min(0.56, step / 510)
        things.append(Placed(kind, (one, two), x, 118 if flat else height - 74, scale))
    rail = 84 if any(_hangs(thing) for thing in things) else None
    return still_life(things, wall=wall, size=BANNER, floor=height - 150, rail=rail, seed=seed)


def _hangs(thing: Placed) -> bool:
    return resolve(thing.kind, 0)[0].stance is Stance.FLAT


def _room(c: Canvas, wall: str, floor: float) -> None:
    c.rect(
        0,
        0,
        c.width,
        c.height,
        c.linear((0, lighten(wall, 0.03), 1), (1, darken(wall, 0.05), 1), along=(0, 0, 1, 1)),
    )
    ground = darken(wall, 0.15)
    c.rect(
        0,
        floor,
        c.width,
        c.height - floor,
        c.linear((0, ground, 1), (1, lighten(ground, 0.05), 1), along=(0, 0, 0, 1)),
    )
    c.rect(0, floor - 18, c.width, 18, lighten(wall, 0.05))
    c.rect(0, floor - 2, c.width, 5, darken(wall, 0.3), opacity=0.4)
    with c.soft(9, opacity=0.28):
        for column in range(2):
            for row in range(3):
                x = c.width * (0.16 + 0.115 * column) + row * 46
                y = c.height * (0.05 + 0.2 * row) + column * 20
                w, h = c.width * 0.1, c.height * 0.18
                c.path(f"M{x:.0f} {y:.0f}l{w:.0f} 18l40 {h:.0f}l{-w:.0f} -18Z", "#fff8e6")


def _peg_rail(c: Canvas, y: float, pegs: tuple[float, ...]) -> None:
    c.rect(0, y - 8, c.width, 34, "#3a2f2a", opacity=0.12)
    c.rect(0, y - 16, c.width, 32, c.lit(OAK))
    c.rect(0, y - 16, c.width, 4, lighten(OAK, 0.12))
    peg = lighten(OAK, 0.06)
    for x in pegs:
        c.ellipse(x + 5, y + 7, 16, 16, darken(OAK, 0.4), opacity=0.5)
        c.ellipse(
            x,
            y,
            15,
            15,
            c.radial((0, lighten(peg, 0.1), 1), (1, darken(peg, 0.2), 1), cx=0.35, cy=0.3, r=0.8),
        )
