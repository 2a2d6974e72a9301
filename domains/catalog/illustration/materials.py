"""Surfaces: cloth, knit, wood and clay, painted over whatever the current shape is."""
# ruff: noqa: E501  a tile is one string

from random import Random

from domains.catalog.illustration.canvas import Canvas, number
from domains.catalog.illustration.palette import darken, is_dark, lighten


def _thread(colour: str, strength: float = 0.16) -> str:
    return lighten(colour, strength) if is_dark(colour) else darken(colour, strength)


def stripes(c: Canvas, colour: str, *, gap: float = 44, width: float = 16, turn: float = 0) -> None:
    bar = f'<rect width="{gap:g}" height="{width:g}" fill="{colour}"/>'
    c.rect(-100, -100, 1000, 1200, c.tile(gap, gap, bar, turn=turn), opacity=0.92)


def check(c: Canvas, colour: str, accent: str, *, size: float = 84) -> None:
    """Woven check: bands that cross darker, and a fine line of the accent."""
    band = size * 0.42
    markup = (
        f'<g fill="{colour}" opacity=".4"><rect width="{size:g}" height="{band:g}"/>'
        f'<rect width="{band:g}" height="{size:g}"/></g><g fill="{accent}" opacity=".7">'
        f'<rect y="{size * 0.7:g}" width="{size:g}" height="4"/><rect x="{size * 0.7:g}" width="4" height="{size:g}"/></g>'
    )
    c.rect(-100, -100, 1000, 1200, c.tile(size, size, markup))


def weave(c: Canvas, colour: str, *, size: float = 7, opacity: float = 0.35) -> None:
    """Linen and canvas: fine threads over and under."""
    half = size / 2
    markup = (
        f'<path d="M0 {half:g}H{half:g}M{half:g} {size:g}H{size:g}M{half * 1.5:g} 0V{half:g}M{half / 2:g} {half:g}V{size:g}" '
        f'stroke="{_thread(colour)}" stroke-width="1.4"/>'
    )
    c.rect(-100, -100, 1000, 1200, c.tile(size, size, markup), opacity=opacity)


def twill(c: Canvas, colour: str, *, size: float = 7, opacity: float = 0.3) -> None:
    """Denim and drill: a fine diagonal."""
    markup = f'<path d="M0 {size / 2:g}H{size:g}" stroke="{_thread(colour)}" stroke-width="2"/>'
    c.rect(-100, -100, 1000, 1200, c.tile(size, size, markup, turn=-55), opacity=opacity)


def knit(c: Canvas, colour: str, *, size: float = 15, opacity: float = 0.42) -> None:
    """Stocking stitch: columns of small Vs."""
    tall = size * 0.86
    markup = (
        f'<path d="M1 1L{size / 2:g} {tall * 0.8:g}L{size - 1:g} 1" fill="none" stroke="{_thread(colour, 0.2)}" '
        f'stroke-width="{size / 5:g}" stroke-linecap="round"/>'
    )
    c.rect(-100, -100, 1000, 1200, c.tile(size, tall, markup), opacity=opacity)


def rib(c: Canvas, colour: str, *, size: float = 13, turn: float = 0, opacity: float = 0.5) -> None:
    """Ribbing: upright ridges, turned for collars that run across."""
    markup = (
        f'<rect width="{size * 0.4:g}" height="{size:g}" fill="{darken(colour, 0.28)}"/>'
        f'<rect x="{size * 0.6:g}" width="{size * 0.25:g}" height="{size:g}" fill="{lighten(colour, 0.1)}"/>'
    )
    c.rect(-100, -100, 1000, 1200, c.tile(size, size, markup, turn=turn), opacity=opacity)


def grain(
    c: Canvas,
    colour: str,
    box: tuple[float, float, float, float],
    chance: Random,
    *,
    lines: int = 9,
    upright: bool = False,
) -> None:
    """Wood: long lines that wander a little, closer here and wider there."""
    x, y, width, height = box
    across, along = (width, height) if upright else (height, width)
    d = []
    for index in range(lines):
        at = across * (index + chance.uniform(0.15, 0.85)) / lines
        bend = [chance.uniform(-0.35, 0.35) * across / lines for _ in range(3)]
        spots = [(along * t, at + b) for t, b in zip((0, 0.34, 0.67), bend, strict=True)] + [
            (along, at + bend[0])
        ]
        points = [(x + b, y + a) if upright else (x + a, y + b) for a, b in spots]
        (p, q, r, s) = (f"{number(px)} {number(py)}" for px, py in points)
        d.append(f"M{p}C{q} {r} {s}")
    c.line("".join(d), darken(colour, 0.3), 2.2, opacity=0.38)


def speckle(
    c: Canvas, colour: str, box: tuple[float, float, float, float], chance: Random, *, count: int = 46
) -> None:
    """Iron flecks in a glaze."""
    x, y, width, height = box
    d = []
    for _ in range(count):
        at = f"M{number(x + chance.random() * width)} {number(y + chance.random() * height)}"
        d.append(f"{at}h{number(chance.uniform(0.1, 2))}")
    c.line("".join(d), darken(colour, 0.55), 4.2, opacity=0.55)


def marl(c: Canvas, colour: str, chance: Random, *, opacity: float = 0.4) -> None:
    """Flecked yarn: short strokes of a lighter thread in a repeating field."""
    strokes = "".join(
        f"M{chance.randint(0, 60)} {chance.randint(0, 60)}l{chance.randint(-4, 4)} {chance.randint(4, 9)}"
        for _ in range(16)
    )
    markup = f'<path d="{strokes}" stroke="{_thread(colour, 0.24)}" stroke-width="2" stroke-linecap="round"/>'
    c.rect(-100, -100, 1000, 1200, c.tile(64, 64, markup), opacity=opacity)
