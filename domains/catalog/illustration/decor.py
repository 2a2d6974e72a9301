"""Small things that make a room: candles, soap, bottles, mirrors, clocks, pictures."""
# ruff: noqa: E501  an outline is one string

import math

from domains.catalog.illustration import materials
from domains.catalog.illustration.canvas import Canvas
from domains.catalog.illustration.kinds import Brush, flat, standing
from domains.catalog.illustration.palette import OAK, PAPER, STEEL, darken, is_dark, lighten, mix
from domains.catalog.illustration.shapes import oval, rounded, turned


def _label(c: Canvas, box: tuple[float, float, float, float], ink: str) -> None:
    x, y, width, height = box
    c.plain(rounded(x, y, width, height, 6), PAPER, depth=0.2)
    middle = x + width / 2
    c.path(f"M{middle - 26:g} {y + height * 0.42:g}l20 -30l12 16l10 -12l16 26z", ink)
    for share, half in ((0.58, 0.34), (0.7, 0.24), (0.8, 0.28)):
        c.line(
            f"M{middle - width * half:g} {y + height * share:g}H{middle + width * half:g}",
            ink,
            4,
            opacity=0.65,
        )


def _flame(c: Canvas, x: float, y: float) -> None:
    c.ellipse(x, y - 50, 210, 210, c.radial((0, "#ffe3a1", 0.75), (1, "#ffe3a1", 0)))
    c.line(f"M{x} {y + 6}V{y - 24}", "#3b2c22", 6)
    c.path(
        f"M{x} {y - 116}C{x + 34} {y - 64} {x + 30} {y - 20} {x} {y - 12}C{x - 30} {y - 20} {x - 34} {y - 56} {x} {y - 116}Z",
        "#f5a63a",
    )
    c.path(
        f"M{x} {y - 76}C{x + 16} {y - 48} {x + 14} {y - 22} {x} {y - 16}C{x - 14} {y - 22} {x - 16} {y - 46} {x} {y - 76}Z",
        "#fff4cd",
    )


@standing("candle", "glass", "pillar", "tapers", foot=(400, 160), focus=(400, 600), lift=10)
def candle(b: Brush) -> None:
    c, main = b.canvas, b.palette.main
    if b.finish == "tapers":
        for x, top, colour in ((290, 250, main), (510, 310, b.palette.second)):
            _flame(c, x, top)
            c.plain(turned([(top, 18), (740, 26)], cx=x), colour, fill=c.turned(colour), depth=0.4)
            c.plain(
                turned([(700, 40), (740, 44), (770, 60), (812, 96), (818, 96)], cx=x),
                "#c9a25a",
                fill=c.turned("#c9a25a"),
                depth=0.4,
            )
    elif b.finish == "pillar":
        c.plain(turned([(796, 210), (814, 200)]), OAK, depth=0.3)
        c.plain(turned([(400, 136), (790, 140)]), main, fill=c.turned(main, depth=0.7), depth=0.5)
        c.ellipse(400, 400, 136, 20, lighten(main, 0.08))
        c.ellipse(400, 404, 84, 11, "#ffedc0", opacity=0.8)
        _flame(c, 400, 400)
    else:
        wax = mix(PAPER, main, 0.2)
        c.plain(turned([(520, 156), (800, 160)]), wax, fill=c.turned(wax), depth=0.4)
        _flame(c, 400, 516)
        c.ellipse(400, 520, 158, 24, "#fff1cf", opacity=0.8)
        c.path(
            turned([(440, 170), (780, 170), (814, 156)]),
            c.linear(
                (0, main, 0.95),
                (0.25, lighten(main, 0.12), 0.72),
                (0.6, main, 0.82),
                (1, darken(main, 0.3), 1),
                along=(0, 0, 1, 0),
            ),
        )
        c.ellipse(400, 440, 170, 25, "none", stroke=lighten(main, 0.18), stroke_width=7)
        c.shine("M256 500V750", width=20, opacity=0.5, blur=7)
        _label(c, (312, 590, 176, 150), darken(main, 0.3))


@flat("soap", "bar", "wrapped", focus=(380, 460))
def soap(b: Brush) -> None:
    c, main = b.canvas, b.palette.main
    for place in ("translate(70,-120) rotate(14 400 500)", "translate(-30,90) rotate(-10 400 500)"):
        with c.group(transform=place):
            with c.solid(rounded(190, 370, 420, 260, 56), main, depth=1.1):
                materials.speckle(c, main, (190, 370, 420, 260), b.chance, count=40)
                if b.finish == "wrapped":
                    c.rect(286, 360, 228, 290, PAPER)
            if b.finish == "wrapped":
                c.path("M372 520l34 -52l20 28l16 -18l28 42z", darken(main, 0.35))
                c.line("M330 556H470M356 584H444", darken(main, 0.35), 5, opacity=0.7)
            else:
                c.path(rounded(236, 414, 328, 172, 34), stroke=darken(main, 0.2), stroke_width=6, opacity=0.6)
                c.path("M340 530l44 -68l26 36l20 -22l34 54z", darken(main, 0.17))


@standing("dispenser", "pump", "pair", "dropper", foot=(400, 130), focus=(400, 620))
def dispenser(b: Brush) -> None:
    c = b.canvas
    if b.finish == "pair":
        with c.group(transform="translate(150,-10) scale(.9) translate(0,92)"):
            _pump(b, b.palette.second)
        with c.group(transform="translate(-120,0)"):
            _pump(b, b.palette.main)
    else:
        _pump(b, b.palette.main)


def _pump(b: Brush, colour: str) -> None:
    c = b.canvas
    with c.solid(
        turned([(400, 50), (430, 60), (490, 126), (540, 136), (790, 136), (816, 124)]),
        colour,
        fill=c.turned(colour),
        depth=0.6,
        rim=0.6,
    ):
        c.path("M240 500H560V560H240Z", lighten(colour, 0.08), opacity=0.4)
    c.shine("M294 540V760", width=18, opacity=0.55, blur=6)
    dark = "#2c2a29" if not is_dark(colour) else STEEL
    c.plain(turned([(350, 56), (404, 56)]), dark, fill=c.turned(dark), depth=0.3)
    if b.finish == "dropper":
        c.plain("M372 230C372 190 428 190 428 230L436 350H364Z", dark, fill=c.turned(dark), depth=0.4)
    else:
        c.rect(388, 270, 24, 84, c.turned(dark))
        c.plain(
            "M356 236H444C456 236 460 250 456 270H290C276 270 262 290 262 310H246C246 270 262 240 290 240Z",
            dark,
            depth=0.4,
        )
    _label(c, (306, 560, 188, 190), darken(colour, 0.35) if not is_dark(colour) else "#4a4038")


@flat("mirror", "round", "arch", focus=(300, 320))
def mirror(b: Brush) -> None:
    c, wood = b.canvas, b.palette.main
    outer, inner = (
        (oval(400, 500, 320, 320), oval(400, 500, 284, 284))
        if b.finish == "round"
        else (
            "M160 880V400C160 250 260 130 400 130C540 130 640 250 640 400V880Z",
            "M192 850V400C192 270 280 162 400 162C520 162 608 270 608 400V850Z",
        )
    )
    with c.solid(outer, wood, depth=0.6):
        materials.grain(c, wood, (80, 130, 640, 760), b.chance, lines=20, upright=b.finish != "round")
    glass = c.linear(
        (0, "#dfe8ea", 1), (0.45, "#f6fafa", 1), (0.5, "#cfdadd", 1), (1, "#e6eeef", 1), along=(0, 0, 1, 0.9)
    )
    c.plain(inner, "#dfe8ea", fill=glass, depth=0.45)
    c.line("M280 560L520 300M330 620L560 370", "#ffffff", 16, opacity=0.5)


@flat("clock", "wall", focus=(400, 420))
def clock(b: Brush) -> None:
    c, main = b.canvas, b.palette.main
    c.plain(oval(400, 500, 310, 310), main, depth=0.9)
    c.plain(oval(400, 500, 270, 270), PAPER, fill=c.lit(PAPER), depth=0.5)
    for hour in range(12):
        turn = hour * math.pi / 6
        near = 216 if hour % 3 else 200
        x, y = math.sin(turn), -math.cos(turn)
        c.line(
            f"M{400 + x * near:.0f} {500 + y * near:.0f}L{400 + x * 240:.0f} {500 + y * 240:.0f}",
            "#3b3530",
            7 if hour % 3 else 12,
        )
    c.line("M400 500L306 404", "#2d2926", 14)
    c.line("M400 500L504 340", "#2d2926", 10)
    c.line("M376 556L440 300", b.palette.second, 4)
    c.ellipse(400, 500, 15, 15, c.lit(main))


@flat("frame", "hills", "abstract", "botanical", focus=(400, 520))
def frame(b: Brush) -> None:
    c, main, second = b.canvas, b.palette.main, b.palette.second
    c.plain("M160 140H640V860H160Z", OAK, depth=0.6)
    c.path("M186 166H614V834H186Z", "#f7f3ea")
    c.path("M186 166H614V178H198V834H186Z", "#5b4a38", opacity=0.28)
    with c.solid("M240 226H560V774H240Z", "#efe4d0", depth=0.1):
        if b.finish == "hills":
            c.ellipse(470, 380, 56, 56, mix(main, "#f6c778", 0.6))
            for y, colour in (
                (470, lighten(main, 0.2)),
                (550, main),
                (640, darken(main, 0.22)),
                (710, second),
            ):
                c.path(
                    f"M220 {y + 60}C300 {y - 60} 360 {y} 430 {y + 30}S540 {y - 40} 580 {y + 10}V800H220Z",
                    colour,
                )
        elif b.finish == "abstract":
            c.ellipse(350, 400, 96, 96, main)
            c.path("M300 774V560A110 110 0 0 1 520 560V774Z", second)
            c.line("M330 640C380 600 450 680 500 620", "#f7f3ea", 10)
        else:
            c.line("M400 740C404 600 396 460 410 300", darken(main, 0.2), 6)
            for index in range(6):
                y, side = 660 - index * 62, 1 if index % 2 else -1
                c.path(
                    f"M402 {y}C{402 + 50 * side} {y - 70} {402 + 110 * side} {y - 70} {402 + 130 * side} {y - 90}C{402 + 120 * side} {y - 20} {402 + 60 * side} {y + 6} 402 {y}Z",
                    main if index % 3 else second,
                )
    c.path("M186 700L500 166H614L340 834H186Z", "#ffffff", opacity=0.1)
