"""Puts a thing into its picture: backdrop, light, shadow, and the view that the gallery asks for."""

from random import Random

from domains.catalog.illustration import (  # noqa: F401  they enter their kinds
    accessories,
    apparel,
    bags,
    bottoms,
    ceramics,
    decor,
    footwear,
    furniture,
    goods,
    kitchen,
    outdoor,
    textiles,
)
from domains.catalog.illustration.canvas import FLOOR, HEIGHT, WIDTH, Canvas
from domains.catalog.illustration.kinds import KINDS, Brush, Kind, Stance
from domains.catalog.illustration.palette import Palette, darken, lighten

VIEWS = 3  # whole, detail, staged


def draw(kind: str, colours: tuple[str, ...], *, seed: int = 0, view: int = 0) -> str:
    """A portrait picture (800 by 1000) as SVG text.

    `kind` may name a finish, as in "shirt/check"; without one the seed chooses. `colours` are #rrggbb with
    the main one first; none gives kraft brown. View 0 shows the whole thing, 1 a detail, 2 the thing on a
    coloured ground; higher views begin again.

    Raises ValueError for an unknown kind or finish and for a colour that is not hexadecimal.
    """
    what, finish = resolve(kind, seed)
    palette = Palette.of(colours)
    canvas = Canvas(f"{kind} {colours} {seed} {view}")
    view %= VIEWS
    if view == 2:
        _stage(canvas, what, palette.ground(seed))
    else:
        _studio(canvas, what, palette.backdrop)
    with canvas.group(transform=_camera(what, view)):
        place(Brush(canvas, palette, finish, Random(f"{kind}{seed}")), what)  # noqa: S311  decoration
    return canvas.svg(kind.replace("/", ", "))


def resolve(kind: str, seed: int) -> tuple[Kind, str]:
    """What is meant by "shirt" or "shirt/check", and its finish."""
    name, _, finish = kind.partition("/")
    if name not in KINDS:
        raise ValueError(f"There is no kind {name!r}; the kinds are {', '.join(sorted(KINDS))}.")
    what = KINDS[name]
    if finish and finish not in what.finishes:
        raise ValueError(f"A {name} is {' or '.join(what.finishes)}, not {finish!r}.")
    return what, finish or what.finishes[seed % len(what.finishes)]


def place(brush: Brush, kind: Kind) -> None:
    """Draws the thing with its shadow, where it lies or stands in a portrait."""
    if kind.stance is Stance.FLAT:
        with brush.canvas.group(filter=brush.canvas.drop_shadow()):
            kind.paint(brush)
        return
    centre, half = kind.foot
    brush.canvas.shadow(centre, FLOOR - 4, half, min(max(20, half * 0.16), 34))
    kind.paint(brush)


def _camera(kind: Kind, view: int) -> str | None:
    if view == 1:
        x, y = kind.focus
        return f"translate(400,500) scale(1.9) translate({-x:g},{-y:g})"
    if view == 0:
        return f"translate(0,{-kind.lift:g})" if kind.lift else None
    if kind.stance is Stance.FLAT:
        return "translate(400,500) rotate(-5) scale(.9) translate(-400,-500)"
    return f"translate(400,{FLOOR - kind.lift / 2:g}) scale(.92) translate(-400,{-FLOOR})"


def _studio(c: Canvas, kind: Kind, wall: str) -> None:
    c.rect(0, 0, WIDTH, HEIGHT, wall)
    if kind.stance is Stance.STANDING:
        far = darken(wall, 0.07)
        floor = c.linear((0, far, 0), (0.35, far, 1), (1, lighten(wall, 0.01), 1), along=(0, 0, 0, 1))
        c.rect(0, 640 - kind.lift, WIDTH, 360 + kind.lift, floor)
    c.rect(0, 0, WIDTH, HEIGHT, c.radial((0, "#fff", 0.75), (1, "#fff", 0), cx=0.24, cy=0.16, r=0.75))
    c.rect(0, 0, WIDTH, HEIGHT, c.radial((0.6, "#4a3b30", 0), (1, "#4a3b30", 0.1), cx=0.4, cy=0.42, r=0.85))


def _stage(c: Canvas, kind: Kind, wall: str) -> None:
    c.rect(0, 0, WIDTH, HEIGHT, wall)
    panel = lighten(wall, 0.07)
    if kind.stance is Stance.FLAT:
        c.ellipse(400, 500, 372, 372, panel)
    else:
        c.path("M90 1000V400A310 310 0 0 1 710 400V1000Z", panel)
        c.rect(0, FLOOR - 36 - kind.lift / 2, WIDTH, 330, darken(wall, 0.06))
    c.rect(0, 0, WIDTH, HEIGHT, c.radial((0, "#fff", 0.4), (1, "#fff", 0), cx=0.2, cy=0.1, r=0.8))
