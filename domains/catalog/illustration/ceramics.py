"""Things thrown on a wheel: table ware, vases, pots."""
# ruff: noqa: E501  an outline is one string

from domains.catalog.illustration import materials
from domains.catalog.illustration.canvas import Canvas
from domains.catalog.illustration.kinds import Brush, flat, standing
from domains.catalog.illustration.palette import LEAF, darken, is_dark, lighten, mix
from domains.catalog.illustration.shapes import TILT, oval, rounded, turned

_BISQUE = "#d8bd9a"


def opening(
    c: Canvas, y: float, radius: float, colour: str, inside: str, *, cx: float = 400, lip: float = 9
) -> None:
    """The mouth of a vessel: a lit lip around the shaded inside."""
    c.ellipse(
        cx,
        y,
        radius,
        radius * TILT,
        c.linear((0, lighten(colour, 0.12), 1), (1, darken(colour, 0.1), 1), along=(0, 0, 1, 0.4)),
    )
    hollow = c.linear((0, darken(inside, 0.42), 1), (1, inside, 1), along=(0.1, 0, 0.9, 1))
    c.ellipse(cx, y + 2, radius - lip, (radius - lip) * TILT - 1, hollow)


def tube(c: Canvas, d: str, colour: str, width: float) -> None:
    """A round bar: handles, rails, legs."""
    c.line(d, darken(colour, 0.3), width)
    c.line(d, colour, width * 0.78)
    with c.group(transform=f"translate({-width * 0.12:.3g},{-width * 0.12:.3g})"), c.soft(2.5):
        c.line(d, lighten(colour, 0.16), width * 0.26, opacity=0.8)


def _glaze(b: Brush, top: float, foot: float) -> None:
    """What the potter did to the surface, between the heights given."""
    c, main, second = b.canvas, b.palette.main, b.palette.second
    if b.finish == "speckle":
        materials.speckle(c, main, (100, top, 600, foot - top), b.chance, count=90)
    elif b.finish == "dipped":
        y = foot - (foot - top) * 0.36
        c.path(
            f"M0 {y}C200 {y + 40} 300 {y + 8} 400 {y + 34}S600 {y + 20} 800 {y}V1000H0Z", c.turned(_BISQUE)
        )
    elif b.finish == "stripe":
        for share in (0.24, 0.36, 0.48):
            y = top + (foot - top) * share
            c.line(f"M0 {y}Q400 {y + 120} 800 {y}", second, 10)
    elif b.finish == "ridged":
        for step in range(1, 12):
            y = top + (foot - top) * step / 12
            c.line(f"M0 {y}Q400 {y + 90} 800 {y}", darken(main, 0.3), 4, opacity=0.4)
    elif b.finish == "enamel":
        materials.speckle(c, main, (100, top, 600, foot - top), b.chance, count=16)


def _sheen(c: Canvas, d: str, colour: str, width: float = 24) -> None:
    c.shine(d, width=width, opacity=0.34 if is_dark(colour) else 0.6, blur=8)


@standing("mug", "plain", "speckle", "dipped", "enamel", "stripe", foot=(380, 176), focus=(420, 560), lift=70)
def mug(b: Brush) -> None:
    c, main = b.canvas, b.palette.main
    rim = b.palette.second if b.finish == "enamel" else main
    tube(c, "M540 540C690 510 700 740 528 730", main, 44)
    body = turned([(446, 188), (520, 190), (680, 186), (770, 172), (808, 146)], cx=372)
    with c.solid(body, main, fill=c.turned(main), depth=0.5, rim=0.5):
        _glaze(b, 446, 830)
    _sheen(c, "M234 500C230 580 234 650 244 720", main)
    opening(
        c, 446, 188, rim, "#efe8da" if b.finish != "enamel" else main, cx=372, lip=16 if rim != main else 9
    )


@standing("bowl", "plain", "speckle", "dipped", "stripe", foot=(400, 190), focus=(400, 600), lift=120)
def bowl(b: Brush) -> None:
    c, main = b.canvas, b.palette.main
    body = turned([(540, 310), (600, 304), (680, 268), (750, 204), (792, 140), (806, 128), (818, 126)])
    with c.solid(body, main, fill=c.turned(main), depth=0.6, rim=0.5):
        _glaze(b, 540, 840)
    _sheen(c, "M150 620C176 680 212 730 250 760", main)
    opening(c, 540, 310, main, main if b.finish != "dipped" else lighten(main, 0.06), lip=12)
    with c.soft(8, opacity=0.4):
        c.line("M190 552C260 578 400 584 480 578", lighten(main, 0.25), 9)


@flat("plate", "plain", "speckle", "rimmed", focus=(300, 380))
def plate(b: Brush) -> None:
    c, main = b.canvas, b.palette.main
    for radius, shade in ((326, 0.05), (244, 0.0)):
        cx, cy = (400, 500) if radius > 300 else (396, 496)
        with c.solid(oval(cx, cy, radius, radius), darken(main, shade), depth=0.7):
            if b.finish == "speckle":
                materials.speckle(c, main, (74, 174, 652, 652), b.chance, count=60)
        if b.finish == "rimmed":
            c.ellipse(cx, cy, radius - 5, radius - 5, "none", stroke=b.palette.second, stroke_width=9)
        c.ellipse(
            cx,
            cy,
            radius * 0.79,
            radius * 0.79,
            "none",
            stroke=darken(main, 0.22),
            stroke_width=5,
            opacity=0.4,
        )
        c.ellipse(
            cx + 2,
            cy + 3,
            radius * 0.775,
            radius * 0.775,
            "none",
            stroke=lighten(main, 0.2),
            stroke_width=5,
            opacity=0.6,
        )
        c.shine(
            f"M{cx - radius * 0.62:g} {cy - radius * 0.1:g}A{radius * 0.64:g} {radius * 0.64:g} 0 0 1 {cx - radius * 0.1:g} {cy - radius * 0.62:g}",
            width=18,
            opacity=0.5,
            blur=9,
        )


@standing("teapot", "plain", "speckle", foot=(400, 190), focus=(330, 600), lift=60)
def teapot(b: Brush) -> None:
    c, main = b.canvas, b.palette.main
    tube(c, "M596 560C740 520 730 760 570 740", main, 36)
    c.plain(
        "M230 640C170 640 160 560 96 520L136 490C190 520 200 560 270 560L260 740C240 720 240 660 230 640Z",
        main,
        fill=c.lit(main),
    )
    c.ellipse(116, 505, 27, 12, darken(main, 0.45), transform="rotate(-38 116 505)")
    body = turned([(490, 130), (530, 178), (600, 224), (690, 232), (770, 190), (812, 140)])
    with c.solid(body, main, fill=c.turned(main), depth=0.7, rim=0.6):
        _glaze(b, 480, 830)
    with c.solid(turned([(452, 36), (472, 90), (500, 128)]), main, fill=c.turned(main), depth=0.4):
        pass
    c.plain(oval(400, 434, 34, 28), "#9a6b43", depth=0.6)
    _sheen(c, "M212 600C198 660 216 720 250 760", main)


@standing("vase", "bottle", "round", "ridged", "speckle", foot=(400, 130), focus=(400, 640))
def vase(b: Brush) -> None:
    c, main = b.canvas, b.palette.main
    profile = {
        "bottle": [(400, 58), (430, 50), (500, 54), (580, 120), (680, 158), (770, 140), (812, 112)],
        "round": [(470, 90), (500, 84), (560, 150), (660, 212), (760, 180), (810, 126)],
        "ridged": [(360, 100), (420, 120), (560, 142), (700, 136), (790, 112), (812, 104)],
        "speckle": [(420, 110), (450, 96), (540, 150), (620, 182), (720, 160), (800, 108), (812, 102)],
    }[b.finish]
    top, mouth = profile[0]
    _stems(b, top)
    with c.solid(turned(profile), main, fill=c.turned(main), depth=0.6, rim=0.6):
        _glaze(b, top + 40, 830)
    _sheen(c, "M300 640C290 690 300 740 316 770", main)
    c.ellipse(400, top, mouth, mouth * TILT, darken(main, 0.45))
    c.path(
        f"M{400 - mouth} {top}A{mouth} {mouth * TILT:g} 0 0 0 {400 + mouth} {top}",
        stroke=lighten(main, 0.12),
        stroke_width=7,
    )


def _stems(b: Brush, foot: float) -> None:
    """A few dried stems or leafy twigs, so that the vase has a use."""
    c = b.canvas
    leaf = mix(LEAF, b.palette.second, 0.25)
    for tip, height, lean in ((250, 190, -30), (360, 120, -12), (470, 150, 20), (566, 220, 40)):
        c.line(
            f"M400 {foot + 20}C{400 + lean} {foot - 80} {tip} {height + 190} {tip} {height}",
            darken(leaf, 0.25),
            5,
        )
        for step in range(6):
            t = 0.3 + step * 0.135
            x = 400 + (tip - 400) * t**1.5
            y = foot + (height - foot) * t
            side = 1 if step % 2 else -1
            c.path(
                f"M0 0C{16 * side} -30 {52 * side} -36 {70 * side} -30C{56 * side} -4 {24 * side} 8 0 0Z",
                c.lit(leaf),
                transform=f"translate({x:.0f},{y:.0f})",
            )
        c.path(
            "M0 6C-20 -14 -14 -44 0 -62C14 -44 20 -14 0 6Z",
            c.lit(lighten(leaf, 0.05)),
            transform=f"translate({tip},{height})",
        )


@standing("planter", "plain", "speckle", "ridged", "cactus", foot=(400, 150), focus=(400, 660))
def planter(b: Brush) -> None:
    c, main = b.canvas, b.palette.main
    c.plain(
        turned([(782, 190), (812, 176)]), darken(main, 0.06), fill=c.turned(darken(main, 0.06)), depth=0.3
    )
    (_cactus if b.finish == "cactus" else _foliage)(b)
    with c.solid(turned([(560, 186), (700, 164), (796, 142)]), main, fill=c.turned(main), depth=0.6, rim=0.5):
        _glaze(b, 600, 830)
    with c.solid(turned([(540, 198), (596, 194)]), main, fill=c.turned(lighten(main, 0.02)), depth=0.35):
        pass
    c.path("M202 540A198 29.7 0 0 0 598 540A198 16 0 0 1 202 540Z", lighten(main, 0.12))
    _sheen(c, "M250 640C254 690 264 730 272 760", main)


def _foliage(b: Brush) -> None:
    c = b.canvas
    c.ellipse(400, 540, 192, 28, "#3d2e24")
    leaves = (
        (-64, 1.0),
        (60, 1.02),
        (-96, 0.72),
        (94, 0.74),
        (-38, 1.22),
        (34, 1.26),
        (-16, 1.1),
        (14, 1.42),
        (-80, 0.5),
        (76, 0.54),
    )
    blade = (
        "M0 0C-16 -90 -84 -170 -62 -260C-50 -304 -20 -330 0 -352C20 -330 50 -304 62 -260C84 -170 16 -90 0 0Z"
    )
    for index, (turn, size) in enumerate(leaves):
        tone = lighten(LEAF, 0.05 * (index % 3) - 0.07)
        with c.group(
            transform=f"translate({400 + turn * 0.6:.0f},546) rotate({turn * 0.75:.0f}) scale({size:.2f})"
        ):
            c.path(
                blade,
                c.linear(
                    (0, lighten(tone, 0.1), 1),
                    (0.5, tone, 1),
                    (0.51, darken(tone, 0.16), 1),
                    (1, darken(tone, 0.3), 1),
                    along=(0, 0, 1, 0.1),
                ),
            )
            c.line("M0 0V-330", lighten(tone, 0.16), 3, opacity=0.7)


def _cactus(b: Brush) -> None:
    c, green = b.canvas, "#5d8a63"
    c.ellipse(400, 540, 192, 28, "#c9b798")
    spines = f'<path d="M14 8l-6 -7M14 8l7 -6M14 8v9" stroke="{lighten(green, 0.3)}" stroke-width="2"/>'
    for d in (
        rounded(214, 300, 96, 160, 46),
        rounded(500, 240, 90, 180, 44),
        rounded(320, 150, 160, 420, 80),
    ):
        with c.solid(d, green, depth=0.9):
            c.rect(0, 0, 800, 700, c.tile(36, 44, spines), opacity=0.8)
    c.plain(rounded(250, 410, 110, 60, 30), green, depth=0.8)
    c.plain(rounded(450, 370, 100, 60, 30), green, depth=0.8)
    for turn in range(0, 360, 72):
        c.ellipse(400, 128, 17, 26, "#e2849a", transform=f"rotate({turn} 400 150)")
