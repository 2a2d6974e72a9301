"""What cooks and cuts: kettles, pans, knives, boards, jars."""
# ruff: noqa: E501  an outline is one string

from domains.catalog.illustration import materials
from domains.catalog.illustration.canvas import Canvas
from domains.catalog.illustration.ceramics import tube
from domains.catalog.illustration.kinds import Brush, flat, standing
from domains.catalog.illustration.palette import (
    BRASS,
    CORK,
    IRON,
    OAK,
    STEEL,
    WALNUT,
    darken,
    is_dark,
    lighten,
)
from domains.catalog.illustration.shapes import oval, rounded, turned


def _blade_metal(c: Canvas) -> str:
    return c.linear(
        (0, "#f4f6f7", 1), (0.45, "#c3c9cd", 1), (0.5, "#9aa2a8", 1), (1, "#e2e6e8", 1), along=(0, 0, 1, 0.25)
    )


@standing("kettle", "stove", "gooseneck", foot=(400, 220), focus=(400, 600), lift=20)
def kettle(b: Brush) -> None:
    c, main = b.canvas, b.palette.main
    if b.finish == "gooseneck":
        tube(c, "M250 760C150 740 190 520 120 400C110 380 100 376 84 384", main, 30)
        tube(c, "M548 470C700 430 720 640 640 740", WALNUT, 34)
        body = [(440, 130), (500, 150), (640, 190), (780, 206), (812, 200)]
    else:
        c.plain("M220 660C170 640 150 560 90 540L120 496C190 510 210 560 270 570Z", main)
        c.line("M224 560C180 240 620 240 576 560", STEEL, 14)
        c.line("M282 372C350 310 450 310 518 372", WALNUT, 40)
        c.line("M290 362C354 308 440 306 500 344", lighten(WALNUT, 0.14), 8, opacity=0.7)
        body = [(490, 120), (530, 190), (620, 240), (730, 252), (800, 226), (816, 214)]
    top, mouth = body[0]
    with c.solid(turned(body), main, fill=c.turned(main), depth=0.7, rim=0.7):
        if is_dark(main):
            materials.speckle(c, lighten(main, 0.3), (150, 480, 500, 350), b.chance, count=20)
    c.shine("M216 640C206 690 214 740 226 770", width=26, opacity=0.4, blur=9)
    c.line("M196 786Q400 846 604 786", STEEL, 8, opacity=0.8)
    c.plain(
        turned([(top - 34, 34), (top - 18, mouth * 0.75), (top + 4, mouth)]),
        main,
        fill=c.turned(main),
        depth=0.35,
    )
    c.plain(oval(400, top - 52, 30, 26), WALNUT, depth=0.5)


@flat("pan", "iron", "copper", "enamel", focus=(330, 440))
def pan(b: Brush) -> None:
    c, main = b.canvas, b.palette.main
    with c.group(transform="rotate(38 330 430)"):
        if b.finish == "iron":
            c.plain("M560 398H760C800 398 826 410 826 430C826 450 800 462 760 462H560Z", main, depth=0.5)
            c.plain(oval(786, 430, 18, 14), darken(main, 0.6), depth=0.2)
        else:
            c.plain("M560 404H660V456H560Z", STEEL, depth=0.3)
            with c.solid(
                "M640 396H800C830 396 846 412 846 430C846 448 830 464 800 464H640C630 446 630 414 640 396Z",
                WALNUT,
                depth=0.5,
            ):
                materials.grain(c, WALNUT, (640, 396, 200, 68), b.chance, lines=5)
    c.plain(oval(330, 430, 270, 270), main, depth=0.7)
    inside = {"iron": darken(main, 0.12), "copper": STEEL, "enamel": "#efe8da"}[b.finish]
    with c.solid(
        oval(332, 434, 236, 236),
        inside,
        fill=c.linear((0, darken(inside, 0.24), 1), (1, lighten(inside, 0.04), 1), along=(0, 0, 1, 1)),
        depth=0.3,
    ):
        with c.soft(26, opacity=0.5):
            c.path("M120 560L420 190L520 270L260 660Z", lighten(inside, 0.16))
        for radius in (40, 80, 120, 160, 200):
            c.ellipse(
                332, 434, radius, radius, "none", stroke=darken(inside, 0.2), stroke_width=1.6, opacity=0.35
            )


@standing("casserole", "plain", foot=(400, 270), focus=(330, 600), lift=110)
def casserole(b: Brush) -> None:
    c, main = b.canvas, b.palette.main
    for d in ("M136 596C60 590 60 660 142 656", "M664 596C740 590 740 660 658 656"):
        tube(c, d, main, 36)
    body = turned([(540, 276), (620, 276), (740, 262), (800, 226), (812, 214)])
    c.plain(body, main, fill=c.turned(main), depth=0.8, rim=0.7)
    c.shine("M160 640C160 690 168 730 182 760", width=28, opacity=0.4, blur=9)
    lid = turned([(430, 60), (450, 150), (490, 238), (530, 282), (552, 282)])
    c.plain(lid, main, fill=c.turned(main), depth=0.7, rim=0.7)
    c.shine("M214 496C250 462 310 446 360 442", width=16, opacity=0.5, blur=6)
    c.plain(turned([(372, 46), (394, 52), (410, 24), (430, 26)]), BRASS, fill=c.turned(BRASS), depth=0.3)


@flat("knife", "chef", "bread", "paring", focus=(420, 430))
def knife(b: Brush) -> None:
    c, main = b.canvas, b.palette.main
    size = 0.74 if b.finish == "paring" else 1
    with c.group(
        transform=f"rotate(-52 400 500) translate({400 * (1 - size):g},{500 * (1 - size):g}) scale({size})"
    ):
        blade = {
            "chef": "M-70 470C60 446 260 440 440 444V548H400C240 560 60 540 -70 470Z",
            "paring": "M-60 480C60 452 260 446 440 450V536H400C240 540 60 530 -60 480Z",
            "bread": "M-84 478C-70 456 60 446 440 446V530L410 540"
            + "".join(f"Q{400 - i * 24} {528} {388 - i * 24} {540}" for i in range(18))
            + "Z",
        }[b.finish]
        c.path(blade, _blade_metal(c))
        with c.solid(blade, STEEL, fill=_blade_metal(c), depth=0.25):
            c.path("M-80 500C60 540 260 548 460 530V600H-80Z", "#ffffff", opacity=0.35)
            c.line("M-60 470C100 452 300 448 440 450", "#ffffff", 4, opacity=0.7)
        c.plain("M436 440H474V552H436Z", STEEL, depth=0.3)
        with c.solid(
            "M470 444H780C830 444 856 462 850 494C846 526 820 548 790 540C700 520 600 540 470 544Z",
            main,
            depth=0.7,
        ):
            materials.grain(c, main, (470, 444, 380, 100), b.chance, lines=7)
        for x in (530, 640, 750):
            c.ellipse(x, 492, 11, 11, c.lit(BRASS))


@flat("board", "paddle", "block", "round", focus=(400, 520))
def board(b: Brush) -> None:
    c, main = b.canvas, b.palette.main
    shapes = {
        "paddle": "M340 130C340 90 460 90 460 130L452 280C470 310 600 300 620 350V840C620 872 600 884 570 884H230C200 884 180 872 180 840V350C200 300 330 310 348 280Z",
        "block": rounded(140, 250, 520, 560, 34),
        "round": "M350 140C350 100 450 100 450 140L446 270A290 290 0 1 1 354 270Z",
    }
    d = shapes[b.finish]
    c.path(d, darken(main, 0.38), transform="translate(7,12)")
    with c.solid(d, main, depth=0.5):
        if b.finish == "block":
            for index, x in enumerate(range(140, 660, 65)):
                c.rect(x, 240, 65, 580, darken(main, 0.05 + 0.07 * (index * 5 % 3)), opacity=0.8)
        materials.grain(c, main, (140, 90, 520, 800), b.chance, lines=24, upright=True)
    c.ellipse(
        400,
        150 if b.finish != "block" else 292,
        22 if b.finish != "block" else 16,
        22 if b.finish != "block" else 16,
        darken(main, 0.62),
    )
    if b.finish == "block":
        c.path(rounded(176, 340, 448, 436, 20), stroke=darken(main, 0.35), stroke_width=9, opacity=0.55)


@standing("jar", "cork", "wood", "steel", foot=(400, 180), focus=(400, 620), lift=20)
def jar(b: Brush) -> None:
    c, main = b.canvas, b.palette.main
    c.plain(
        turned([(430, 172), (470, 190), (760, 190), (806, 172)]),
        main,
        fill=c.turned(main),
        depth=0.6,
        rim=0.6,
    )
    c.shine("M246 520C242 600 244 690 250 750", width=24, opacity=0.5, blur=8)
    lid = {"cork": CORK, "wood": OAK, "steel": STEEL}[b.finish]
    with c.solid(turned([(370, 168), (440, 168)]), lid, fill=c.turned(lid), depth=0.3):
        if b.finish == "cork":
            materials.speckle(c, lid, (230, 350, 340, 120), b.chance, count=50)
        elif b.finish == "wood":
            materials.grain(c, lid, (230, 380, 340, 90), b.chance, lines=5)
    c.ellipse(400, 370, 168, 25, c.lit(lighten(lid, 0.08)))
    c.plain(rounded(318, 580, 164, 110, 8), "#f4eee0", depth=0.2)
    c.line("M344 616H456M344 640H430", "#6b5d50", 5, opacity=0.6)


@standing("carafe", "glass", foot=(400, 130), focus=(400, 620))
def carafe(b: Brush) -> None:
    c, main = b.canvas, b.palette.main
    glass = c.linear(
        (0, lighten(main, 0.1), 0.75),
        (0.25, "#ffffff", 0.35),
        (0.7, main, 0.45),
        (1, darken(main, 0.2), 0.85),
        along=(0, 0, 1, 0),
    )
    profile = [(300, 92), (340, 70), (440, 66), (540, 112), (660, 152), (780, 138), (814, 128)]
    c.path(
        turned([(590, 132), (660, 148), (776, 134), (808, 124)]), c.turned(lighten(main, 0.06)), opacity=0.6
    )
    c.ellipse(400, 590, 131, 19, lighten(main, 0.16), opacity=0.9)
    c.path(turned(profile), glass, stroke=darken(main, 0.2), stroke_width=3, stroke_opacity=0.5)
    c.ellipse(400, 300, 92, 14, "#ffffff", fill_opacity=0.4, stroke=darken(main, 0.15), stroke_width=4)
    c.shine("M276 640C270 690 278 740 292 772", width=18, opacity=0.85)
    c.shine("M352 380C350 420 348 440 344 470", width=10, opacity=0.85)
    c.plain(turned([(214, 60), (270, 56), (330, 52)]), CORK, fill=c.turned(CORK), depth=0.3)


@standing("tumbler", "glass", foot=(400, 250), focus=(300, 620), lift=90)
def tumbler(b: Brush) -> None:
    c, main = b.canvas, b.palette.main
    glass = c.linear(
        (0, main, 0.8),
        (0.22, "#ffffff", 0.4),
        (0.7, main, 0.5),
        (1, darken(main, 0.2), 0.9),
        along=(0, 0, 1, 0),
    )
    for cx, top in ((530, 446), (290, 500)):
        outline = turned([(top, 138), (700, 122), (800 if cx > 400 else 818, 112)], cx=cx)
        c.path(outline, lighten(main, 0.2), opacity=0.55)
        c.path(outline, glass)
        for dx in (-70, -24, 24, 70):
            c.line(f"M{cx + dx} {top + 50}L{cx + dx * 0.85:g} 780", "#ffffff", 7, opacity=0.3)
        c.ellipse(cx, top, 138, 20, "#ffffff", fill_opacity=0.35, stroke=darken(main, 0.1), stroke_width=4)
        c.shine(f"M{cx - 104} {top + 60}L{cx - 94} 740", width=12, opacity=0.8)


@flat("apron", "plain", "stripe", focus=(400, 560))
def apron(b: Brush) -> None:
    c, main = b.canvas, b.palette.main
    strap = b.palette.second
    c.line("M300 260C270 70 530 70 500 260", strap, 18)
    c.line("M190 480C140 520 130 600 110 680M610 480C660 520 670 600 690 680", strap, 14)
    with c.solid(
        "M284 240H516C520 340 560 420 630 460L640 860C560 884 240 884 160 860L170 460C240 420 280 340 284 240Z",
        main,
    ):
        if b.finish == "stripe":
            materials.stripes(c, b.palette.second, gap=30, width=6, turn=90)
        materials.twill(c, main)
        c.fold("M240 520C260 640 240 740 250 840M560 540C540 640 556 740 546 840", main, opacity=0.35)
    c.plain("M264 560H536V720C536 744 520 752 500 752H300C280 752 264 744 264 720Z", main, depth=0.35)
    c.stitch("M274 580H526M400 580V744M296 258H504", main)


@flat("spoons", "wood", focus=(400, 300))
def spoons(b: Brush) -> None:
    c, main = b.canvas, b.palette.main
    for turn, colour, head in (
        (-16, main, "spoon"),
        (0, darken(main, 0.14), "spatula"),
        (16, IRON if is_dark(main) else lighten(main, 0.05), "spoon"),
    ):
        with c.group(transform=f"rotate({turn} 400 960)"):
            d = (
                "M384 430C320 390 310 180 400 170C490 180 480 390 416 430L424 850C424 880 376 880 376 850Z"
                if head == "spoon"
                else "M380 440L340 400L330 190C340 160 460 160 470 190L460 400L420 440L424 850C424 880 376 880 376 850Z"
            )
            with c.solid(d, colour, depth=0.7):
                materials.grain(c, colour, (310, 160, 180, 720), b.chance, lines=7, upright=True)
            if head == "spoon":
                c.path(
                    "M400 206C346 216 346 350 400 384C454 350 454 216 400 206Z",
                    c.linear(
                        (0, darken(colour, 0.34), 1), (1, lighten(colour, 0.08), 1), along=(0.1, 0, 0.9, 1)
                    ),
                )
