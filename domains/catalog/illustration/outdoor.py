"""For days out and for the garden."""
# ruff: noqa: E501  an outline is one string

from domains.catalog.illustration import materials
from domains.catalog.illustration.canvas import Canvas
from domains.catalog.illustration.ceramics import tube
from domains.catalog.illustration.kinds import Brush, flat, standing
from domains.catalog.illustration.palette import BRASS, LEAF, OAK, STEEL, darken, is_dark, lighten
from domains.catalog.illustration.shapes import mirrored, oval, rounded, turned


def _tufts(b: Brush, spots: tuple[int, ...]) -> None:
    for x in spots:
        blades = "".join(
            f"M{x + dx} 838Q{x + dx + lean} 806 {x + dx + 2 * lean} {790 - abs(dx)}"
            for dx, lean in ((-14, -8), (-4, -3), (4, 2), (14, 8))
        )
        b.canvas.line(blades, b.chance.choice((LEAF, darken(LEAF, 0.2), lighten(LEAF, 0.08))), 6)


@standing("tent", "ridge", "dome", "bell", foot=(400, 360), focus=(420, 620), lift=90)
def tent(b: Brush) -> None:
    c, main = b.canvas, b.palette.main
    {"ridge": _ridge, "dome": _dome, "bell": _bell}[b.finish](c, main, b.palette.second)
    _tufts(b, (60, 200, 560, 730))


def _lantern_light(c: Canvas, d: str, x: float, y: float) -> None:
    """The inside of a tent at dusk."""
    with c.solid(d, "#3b3026", fill="#4a3a2a", depth=0.3):
        c.ellipse(x, y, 190, 230, c.radial((0, "#ffe7ae", 0.95), (0.5, "#f0b765", 0.6), (1, "#f0b765", 0)))


def _ridge(c: Canvas, main: str, second: str) -> None:
    c.line("M300 330L50 838M560 400L756 838", "#e6dcc8", 4)
    c.plain("M300 340L560 396L716 820L520 836Z", darken(main, 0.16), depth=0.9)
    c.plain("M300 340L96 832H540Z", main, depth=0.8)
    _lantern_light(c, "M304 420L220 832H416Z", 316, 800)
    c.plain("M304 420L236 832H150L296 400Z", lighten(main, 0.03), depth=0.7)
    c.plain("M306 420L404 832H488L312 400Z", darken(main, 0.06), depth=0.7)
    tube(c, "M300 836V316", OAK, 13)
    c.line("M300 340L560 396", lighten(main, 0.12), 6, opacity=0.7)
    c.stitch("M300 356L106 824M560 408L706 812", main)
    c.path("M300 318L360 300L300 284Z", second)


def _dome(c: Canvas, main: str, second: str) -> None:
    c.line("M150 640L30 838M650 640L770 838", "#e6dcc8", 4)
    with c.solid("M60 832C80 560 230 380 400 376C570 380 720 560 740 832Z", main, depth=1.2):
        c.path("M400 370C300 420 240 600 230 840L60 840L60 376Z", lighten(main, 0.04))
        c.path("M400 370C520 430 590 600 610 840L760 840V376Z", second)
    _lantern_light(c, "M400 476C330 500 284 640 276 832H540C532 640 480 500 400 476Z", 410, 800)
    c.plain("M400 476C330 500 284 640 276 832H350C352 690 372 560 404 478Z", lighten(main, 0.03), depth=0.7)
    tube(c, "M62 830C90 560 240 384 400 376C560 384 710 560 738 830", darken(second, 0.2), 12)
    tube(c, "M226 832C240 600 300 420 400 376C520 420 600 600 612 832", darken(second, 0.2), 10)


def _bell(c: Canvas, main: str, second: str) -> None:
    c.line("M130 640L20 838M670 640L780 838M400 250L400 210", "#e6dcc8", 4)
    c.plain("M96 660L704 660L720 832H80Z", darken(main, 0.04), depth=0.7)
    with c.solid(
        "M400 250C430 420 560 590 726 672C560 700 240 700 74 672C240 590 370 420 400 250Z", main, depth=1.1
    ):
        c.line(
            "M400 250C380 430 330 590 270 690M400 250C420 430 470 590 530 690",
            darken(main, 0.25),
            4,
            opacity=0.6,
        )
        materials.weave(c, main)
    _lantern_light(c, "M400 470C390 600 330 700 320 832H480C470 700 410 600 400 470Z", 400, 800)
    for side in (str, mirrored):
        c.plain(
            side("M400 470C390 600 330 700 320 832H250C290 700 380 600 400 470Z"),
            lighten(main, 0.03),
            depth=0.7,
        )
    c.line("M74 672C240 700 560 700 726 672", second, 10)
    c.path("M400 212L470 190L400 170Z", second)


@standing("flask", "screw", "sport", "tumbler", foot=(400, 96), focus=(400, 420))
def flask(b: Brush) -> None:
    c, main, second = b.canvas, b.palette.main, b.palette.second
    lid = {"screw": STEEL, "sport": darken(second, 0.1), "tumbler": STEEL}[b.finish]
    if b.finish == "tumbler":
        profile = [(330, 136), (420, 134), (700, 112), (800, 100), (816, 94)]
    else:
        profile = [(300, 62), (330, 72), (390, 116), (460, 122), (780, 120), (816, 108)]
    with c.solid(turned(profile), main, fill=c.turned(main), depth=0.6, rim=0.5):
        materials.speckle(c, main, (260, 300, 280, 540), b.chance, count=34)
        c.line("M380 640L420 570L446 610L470 580L500 640Z", "#ffffff", 7, opacity=0.75)
        c.path("M200 760Q400 800 600 760V850H200Z", darken(main, 0.25), opacity=0.5)
    c.shine("M306 470V740" if b.finish != "tumbler" else "M292 400L316 720", width=20, opacity=0.5, blur=7)
    if b.finish == "tumbler":
        c.plain(turned([(306, 142), (334, 138)]), lid, fill=c.turned(lid), depth=0.3)
        c.ellipse(400, 306, 142, 21, lighten(lid, 0.08))
        c.plain(rounded(440, 160, 22, 150, 10), second, depth=0.4)
        return
    tube(c, "M340 250C340 160 460 160 460 250", lid, 22)
    c.plain(turned([(220, 66), (304, 68)]), lid, fill=c.turned(lid), depth=0.4)
    c.ellipse(400, 220, 66, 10, lighten(lid, 0.12))
    for y in (244, 262, 280):
        c.line(f"M336 {y}Q400 {y + 20} 464 {y}", darken(lid, 0.3), 3, opacity=0.5)


@standing("lantern", "camp", foot=(400, 150), focus=(400, 540))
def lantern(b: Brush) -> None:
    c, main = b.canvas, b.palette.main
    c.line("M236 420C236 130 564 130 564 420", STEEL, 10)
    c.ellipse(400, 560, 330, 330, c.radial((0, "#ffe2a0", 0.6), (1, "#ffe2a0", 0)))
    c.path(
        turned([(430, 112), (560, 138), (690, 116)]),
        c.linear((0, "#f7e3b4", 0.75), (0.4, "#fffdf4", 0.55), (1, "#d9b878", 0.75), along=(0, 0, 1, 0)),
    )
    c.path("M400 500C430 550 440 590 426 620C416 642 384 642 374 620C360 590 374 560 400 500Z", "#f6a93b")
    c.path("M400 556C416 590 416 610 408 624C404 630 396 630 392 624C384 610 386 590 400 556Z", "#fff3c4")
    for x in (270, 530):
        c.line(f"M{x} 430V700", darken(main, 0.1), 12)
    c.shine("M310 480C300 540 304 600 318 650", width=12, opacity=0.9)
    for profile in (
        [(300, 50), (330, 56), (372, 130), (400, 150), (436, 152)],
        [(684, 150), (730, 156), (800, 150), (816, 146)],
        [(640, 36), (690, 40)],
    ):
        c.plain(turned(profile), main, fill=c.turned(main), depth=0.5, rim=0.7)
    c.plain(oval(440, 756, 16, 16), BRASS, depth=0.3)


@standing("sleepingbag", "roll", foot=(400, 290), focus=(260, 640), lift=120)
def sleepingbag(b: Brush) -> None:
    c, main, second = b.canvas, b.palette.main, b.palette.second
    with c.solid("M240 490H620C690 500 720 580 720 660C720 750 690 826 620 832H240Z", main, depth=1.2):
        for x in (330, 430, 530, 630):
            c.fold(f"M{x} 490C{x + 40} 580 {x + 40} 740 {x} 832", main, width=14, opacity=0.45)
    c.plain(oval(240, 661, 132, 171), lighten(main, 0.03))
    for size in (0.78, 0.56, 0.34):
        c.ellipse(240, 661, 132 * size, 171 * size, "none", stroke=second, stroke_width=13, opacity=0.85)
        c.ellipse(
            243, 665, 132 * size, 171 * size, "none", stroke=darken(main, 0.35), stroke_width=4, opacity=0.5
        )
    for x in (400, 590):
        c.line(f"M{x} 488C{x + 44} 580 {x + 44} 740 {x} 834", darken(second, 0.1), 22)
        c.plain(rounded(x + 10, 610, 44, 60, 8), "#2d2d2d", depth=0.3)


@flat("snowboard", "peaks", "stripe", "plain", focus=(400, 380))
def snowboard(b: Brush) -> None:
    c, main, second = b.canvas, b.palette.main, b.palette.second
    with (
        c.group(transform="rotate(10 400 500)"),
        c.solid(
            "M300 160C310 60 490 60 500 160C484 340 484 660 500 840C490 940 310 940 300 840C316 660 316 340 300 160Z",
            main,
            depth=0.9,
        ),
    ):
        if b.finish == "peaks":
            c.path("M280 420L360 280L410 360L450 300L530 440V600H280Z", second)
            c.path(
                "M360 280L330 334L352 326L366 342L384 318ZM450 300L428 334L446 330L456 344L472 334Z",
                "#ffffff",
            )
            c.path("M280 600L340 520L400 580L470 500L530 590V960H280Z", darken(second, 0.2))
            c.ellipse(440, 196, 34, 34, b.palette.trim if b.palette.trim != second else "#f2d08a")
        elif b.finish == "stripe":
            for shift, colour in ((0, second), (60, lighten(second, 0.12)), (120, darken(second, 0.15))):
                c.path(f"M280 {420 + shift}L520 {280 + shift}V{330 + shift}L280 {470 + shift}Z", colour)
        for y in (360, 390, 610, 640):
            for x in (384, 416):
                c.ellipse(x, y, 5, 5, darken(main, 0.5))
        c.shine("M330 180C344 340 344 600 334 760", width=16, opacity=0.35, blur=6)


@standing("wateringcan", "metal", foot=(430, 190), focus=(450, 560), lift=40)
def wateringcan(b: Brush) -> None:
    c, main = b.canvas, b.palette.main
    tube(c, "M580 520C740 500 740 760 590 740", main, 28)
    tube(c, "M310 760L120 440", main, 40)
    c.plain("M60 430L150 376L168 408L96 470Z", main, depth=0.4)
    c.ellipse(102, 402, 64, 20, c.lit(BRASS), transform="rotate(-32 102 402)")
    tube(c, "M330 470C330 330 560 330 560 470", main, 24)
    c.plain(
        turned([(460, 148), (640, 172), (810, 186), (816, 186)], cx=440),
        main,
        fill=c.turned(main),
        depth=0.7,
        rim=0.7,
    )
    for y in (500, 770):
        c.line(
            f"M{440 - 150 - (y - 460) * 0.1:g} {y}Q440 {y + 44} {440 + 150 + (y - 460) * 0.1:g} {y}",
            darken(main, 0.25),
            6,
            opacity=0.7,
        )
    c.path("M292 460A148 22 0 0 1 588 460A148 22 0 0 1 440 480C380 482 300 480 292 460Z", darken(main, 0.45))
    c.path("M440 438A148 22 0 0 1 588 460A148 22 0 0 1 440 482Z", main)
    c.shine("M320 540C312 640 308 700 308 760", width=22, opacity=0.4, blur=8)


@flat("trowel", "set", focus=(330, 380))
def trowel(b: Brush) -> None:
    c, main = b.canvas, b.palette.main
    metal = c.linear(
        (0, "#f1f3f4", 1), (0.5, "#b4bbc0", 1), (0.52, "#8f989e", 1), (1, "#cfd5d9", 1), along=(0, 0, 1, 0)
    )
    for cx, fork in ((280, False), (520, True)):
        if fork:
            for x in (-54, 0, 54):
                c.line(f"M{cx} 420C{cx + x} 400 {cx + x} 380 {cx + x} 340V170", "#aab1b6", 20)
                c.line(f"M{cx + x - 4} 340V174", "#eef1f2", 6)
        else:
            c.plain(
                f"M{cx} 130C{cx + 70} 200 {cx + 90} 300 {cx + 80} 400C{cx + 40} 440 {cx - 40} 440 {cx - 80} 400C{cx - 90} 300 {cx - 70} 200 {cx} 130Z",
                STEEL,
                fill=metal,
                depth=0.5,
            )
        c.line(f"M{cx} 420V580", "#8f989e", 24)
        c.line(f"M{cx - 5} 420V580", "#e5e9eb", 7)
        handle = f"M{cx - 26} 570H{cx + 26}C{cx + 44} 660 {cx + 24} 720 {cx + 36} 800C{cx + 40} 880 {cx - 40} 880 {cx - 36} 800C{cx - 24} 720 {cx - 44} 660 {cx - 26} 570Z"
        with c.solid(handle, main, depth=0.7):
            materials.grain(c, main, (cx - 44, 570, 88, 300), b.chance, lines=6, upright=True)
        c.ellipse(cx, 830, 10, 10, darken(main, 0.6) if not is_dark(main) else "#e6dcc8")
