"""Furniture, seen from the front."""
# ruff: noqa: E501  an outline is one string

from domains.catalog.illustration import materials
from domains.catalog.illustration.canvas import Canvas
from domains.catalog.illustration.ceramics import tube
from domains.catalog.illustration.kinds import Brush, flat, standing
from domains.catalog.illustration.palette import BRASS, LEAF, OAK, darken, lighten
from domains.catalog.illustration.shapes import mirrored, oval, rounded, turned


def plank(
    b: Brush, box: tuple[float, float, float, float], colour: str, *, round_: float = 6, lines: int = 5
) -> None:
    """A board with its grain along the longer side; the box is left, top, width, height."""
    with b.canvas.solid(rounded(*box, round_), colour, depth=0.3):
        materials.grain(b.canvas, colour, box, b.chance, lines=lines, upright=box[3] > box[2])


def _leg(c: Canvas, d: str, colour: str) -> None:
    c.plain(d, colour, depth=0.4)


@standing("chair", "spindle", "upholstered", "camp", foot=(400, 200), focus=(400, 480))
def chair(b: Brush) -> None:
    c, main = b.canvas, b.palette.main
    if b.finish == "camp":
        _camp_chair(b)
        return
    wood = main if b.finish == "spindle" else b.palette.second
    for side in (str, mirrored):
        _leg(c, side("M246 640L270 640L258 790L244 790Z"), darken(wood, 0.25))
    if b.finish == "spindle":
        for x in (312, 356, 400, 444, 488):
            tube(c, f"M{x} 270L{400 + (x - 400) * 1.08:g} 600", darken(wood, 0.05), 15)
    else:
        with c.solid(
            "M262 250C300 230 500 230 538 250C552 330 548 430 536 510C480 530 320 530 264 510C252 430 248 330 262 250Z",
            main,
        ):
            materials.weave(c, main)
    for side in (str, mirrored):
        tube(c, side("M262 230C250 360 240 480 232 620"), wood, 24)
    with c.solid(
        "M244 216C300 190 500 190 556 216C562 240 562 262 556 280C500 262 300 262 244 280C238 262 238 240 244 216Z",
        wood,
        depth=0.5,
    ):
        materials.grain(c, wood, (240, 190, 320, 90), b.chance, lines=6)
    for side in (str, mirrored):
        _leg(c, side("M176 640L218 640L208 832L186 832Z"), wood)
    tube(c, "M206 738H594", wood, 16)
    with c.solid(
        "M218 586C300 574 500 574 582 586L634 636C640 664 628 676 606 676H194C172 676 160 664 166 636Z",
        wood if b.finish == "spindle" else main,
        depth=0.6,
    ):
        if b.finish == "spindle":
            materials.grain(c, wood, (160, 576, 480, 90), b.chance, lines=8)
        else:
            materials.weave(c, main)
    c.line(
        "M180 652C300 660 500 660 620 652",
        darken(wood if b.finish == "spindle" else main, 0.3),
        5,
        opacity=0.5,
    )


def _camp_chair(b: Brush) -> None:
    c, main, wood = b.canvas, b.palette.main, OAK
    tube(c, "M230 300L560 820M570 300L240 820", wood, 26)
    with c.solid("M222 270C300 290 500 290 578 270L566 520C480 560 320 560 234 520Z", main):
        materials.weave(c, main)
        c.fold("M260 330C300 420 300 470 280 520M540 330C500 420 500 470 520 520", main, opacity=0.4)
    with c.solid("M190 540C300 620 500 620 610 540L630 610C520 690 280 690 170 610Z", main):
        materials.weave(c, main)
    tube(c, "M160 560L640 560", wood, 26)
    for side in (str, mirrored):
        tube(c, side("M222 262V560L170 820"), wood, 26)
        c.plain(rounded(150 if side is str else 540, 536, 110, 30, 14), wood, depth=0.4)


@standing("armchair", "lounge", "wing", foot=(400, 270), focus=(360, 560))
def armchair(b: Brush) -> None:
    c, main, wood = b.canvas, b.palette.main, b.palette.second
    for side in (str, mirrored):
        _leg(c, side("M196 760H240L222 832H204Z"), wood)
    top = 230 if b.finish == "wing" else 310
    with c.solid(
        f"M216 {top + 50}C220 {top} 260 {top - 14} 400 {top - 14}C540 {top - 14} 580 {top} 584 {top + 50}L590 700H210Z",
        main,
    ):
        materials.weave(c, main)
        if b.finish == "wing":
            for x, y in ((330, 320), (470, 320), (400, 390), (330, 460), (470, 460)):
                c.ellipse(x, y, 9, 9, darken(main, 0.3))
                c.fold(f"M{x - 40} {y - 40}L{x} {y}L{x + 40} {y - 40}", main, width=10, opacity=0.3)
    with c.solid("M206 600C210 574 240 566 400 566C560 566 590 574 594 600V690H206Z", main, depth=0.8):
        materials.weave(c, main)
    with c.solid(rounded(190, 676, 420, 96, 20), darken(main, 0.04)):
        materials.weave(c, main)
    for side in (str, mirrored):
        with c.solid(
            side(
                "M118 560C116 500 150 476 186 480C226 484 236 520 234 560V760C234 772 226 778 214 778H142C130 778 122 772 122 760Z"
            ),
            main,
        ):
            materials.weave(c, main)
        c.stitch(side("M134 560C136 512 160 494 186 498C210 502 220 526 218 560V760"), main, opacity=0.5)


@standing("sofa", "two", "button", foot=(400, 350), focus=(300, 620), lift=130)
def sofa(b: Brush) -> None:
    c, main, wood = b.canvas, b.palette.main, b.palette.second
    for x in (90, 690):
        _leg(c, f"M{x} 770H{x + 30}L{x + 20} 832H{x + 8}Z", wood)
    with c.solid(
        "M76 500C78 452 110 440 150 440H650C690 440 722 452 724 500L730 720H70Z", darken(main, 0.03)
    ):
        materials.weave(c, main)
    for x in (104, 402):
        with c.solid(rounded(x, 456, 294, 190, 40), main):
            materials.weave(c, main)
            if b.finish == "button":
                for dx in (74, 147, 220):
                    c.ellipse(x + dx, 540, 8, 8, darken(main, 0.35))
        with c.solid(rounded(x, 616, 294, 96, 28), lighten(main, 0.015)):
            materials.weave(c, main)
    with c.solid(rounded(60, 694, 680, 90, 18), darken(main, 0.05)):
        materials.weave(c, main)
    for side in (str, mirrored):
        with c.solid(
            side("M30 590C30 548 60 534 86 536C116 538 124 566 124 590V784H46C36 784 30 778 30 770Z"), main
        ):
            materials.weave(c, main)
    with c.group(transform="rotate(-9 230 560)"):
        c.plain(
            "M160 480C200 492 260 492 300 480C290 520 290 580 300 624C260 612 200 612 160 624C170 580 170 520 160 480Z",
            b.palette.trim,
            depth=0.8,
        )


@standing("table", "dining", "round", "side", foot=(400, 320), focus=(300, 560), lift=60)
def table(b: Brush) -> None:
    c, wood = b.canvas, b.palette.main
    if b.finish == "dining":
        for side in (str, mirrored):
            _leg(c, side("M176 560H214L210 770H190Z"), darken(wood, 0.25))
            _leg(c, side("M88 560H136L122 832H98Z"), wood)
        plank(b, (84, 560, 632, 46), darken(wood, 0.1))
        with c.solid(
            "M120 488H680L752 546C754 566 746 574 734 574H66C54 574 46 566 48 546Z", wood, depth=0.4
        ):
            materials.grain(c, wood, (48, 488, 704, 62), b.chance, lines=10)
            c.path("M40 548H760V580H40Z", darken(wood, 0.18), opacity=0.7)
        return
    half, top = (310, 540) if b.finish == "round" else (190, 450)
    for side in (str, mirrored):
        _leg(
            c,
            side(
                f"M{400 - half * 0.5:g} {top}L{400 - half * 0.4:g} {top}L{400 - half * 0.72:g} 832H{400 - half * 0.8:g}Z"
            ),
            wood,
        )
    _leg(c, f"M386 {top}H414L410 800H390Z", darken(wood, 0.2))
    c.plain(turned([(top, half), (top + 30, half - 4)]), darken(wood, 0.14), depth=0.3)
    with c.solid(oval(400, top, half, half * 0.15), wood, depth=0.35):
        materials.grain(c, wood, (400 - half, top - half * 0.15, 2 * half, half * 0.3), b.chance, lines=9)
    if b.finish == "side":
        c.plain(turned([(690, 130), (710, 128)]), wood, depth=0.3)


@standing("stool", "round", foot=(400, 180), focus=(400, 480), lift=20)
def stool(b: Brush) -> None:
    c, wood = b.canvas, b.palette.main
    _leg(c, "M330 440H360L340 790H322Z", darken(wood, 0.22))
    _leg(c, "M440 440H470L478 790H460Z", darken(wood, 0.22))
    tube(c, "M252 690C330 720 470 720 548 690", darken(wood, 0.1), 18)
    for side in (str, mirrored):
        _leg(c, side("M274 430H316L244 832H218Z"), wood)
    c.plain(turned([(400, 190), (440, 184)]), darken(wood, 0.1), depth=0.4)
    with c.solid(oval(400, 396, 190, 34), wood, depth=0.4):
        materials.grain(c, wood, (210, 362, 380, 68), b.chance, lines=9)


@standing("drawers", "chest", "bedside", foot=(400, 300), focus=(400, 520))
def drawers(b: Brush) -> None:
    c, main = b.canvas, b.palette.main
    left, width, top, count = (110, 580, 270, 4) if b.finish == "chest" else (190, 420, 400, 2)
    for x in (left + 24, left + width - 56):
        _leg(c, f"M{x} 750H{x + 32}L{x + 24} 832H{x + 8}Z", b.palette.second)
    plank(b, (left, top, width, 770 - top), main, round_=14, lines=3)
    plank(b, (left - 14, top - 24, width + 28, 34), lighten(main, 0.03), round_=8, lines=4)
    tall = (770 - top - 34) / count
    for row in range(count):
        y = top + 22 + row * tall
        c.rect(left + 18, y - 4, width - 36, tall - 4, darken(main, 0.45), round_=8)
        plank(b, (left + 22, y, width - 44, tall - 12), lighten(main, 0.02), round_=6, lines=3)
        for share in (0.28, 0.72) if b.finish == "chest" else (0.5,):
            knob = left + width * share
            c.ellipse(knob + 3, y + tall / 2 - 2, 17, 17, "#000", opacity=0.22)
            c.ellipse(knob, y + tall / 2 - 6, 16, 16, c.lit(BRASS), stroke=darken(BRASS, 0.3), stroke_width=2)


@standing("shelf", "open", foot=(400, 290), focus=(360, 400))
def shelf(b: Brush) -> None:
    c, wood = b.canvas, b.palette.main
    c.rect(134, 130, 532, 690, darken(wood, 0.5), opacity=0.28)
    for y in (330, 520, 710):
        _shelf_load(b, y)
    for x in (120, 650):
        plank(b, (x, 110, 30, 722), wood, lines=1)
    for y in (120, 330, 520, 710):
        plank(b, (120, y, 560, 26), lighten(wood, 0.02), lines=2)


def _shelf_load(b: Brush, y: float) -> None:
    """Books and a pot or a bowl, told by the shelf they stand on."""
    c, x = b.canvas, 180 if y != 520 else 380
    spines = (b.palette.second, "#8fa7a0", "#c9a25a", "#93402f", "#e6dcc8", "#44546a")
    for index in range(4):
        width, height = b.chance.randint(26, 44), b.chance.randint(96, 140)
        colour = spines[(index + int(y)) % 6]
        c.rect(x, y - height, width, height, c.turned(colour), round_=3)
        c.rect(x + 4, y - height + 20, width - 8, 5, "#fff", opacity=0.4)
        x += width + 2
    at = 540 if y != 520 else 250
    if y == 330:
        for turn in (-30, 0, 30):
            c.path(
                "M0 0C-16 -30 -18 -70 0 -92C18 -70 16 -30 0 0Z",
                c.lit(LEAF),
                transform=f"translate({at},270) rotate({turn})",
            )
        c.plain(turned([(262, 42), (324, 32)], cx=at), "#c06f4c", fill=c.turned("#c06f4c"), depth=0.4)
    elif y == 520:
        c.plain(
            turned([(410, 20), (440, 26), (490, 52), (516, 36)], cx=at),
            "#e9e2d3",
            fill=c.turned("#e9e2d3"),
            depth=0.4,
        )
    else:
        c.plain(
            turned([(640, 74), (680, 60), (706, 30)], cx=at), "#5b7896", fill=c.turned("#5b7896"), depth=0.4
        )


@standing("lamp", "ceramic", "mushroom", "desk", foot=(400, 130), focus=(400, 400))
def lamp(b: Brush) -> None:
    {"ceramic": _table_lamp, "mushroom": _mushroom, "desk": _desk_lamp}[b.finish](b)


def _glow(c: Canvas, x: float, y: float, r: float) -> None:
    c.ellipse(x, y, r, r, c.radial((0, "#fff3cf", 0.85), (0.45, "#ffedbd", 0.3), (1, "#ffe9b0", 0)))


def _shade(c: Canvas, d: str, colour: str) -> None:
    with c.solid(d, colour, fill=c.turned(lighten(colour, 0.04), depth=0.6), depth=0.5):
        c.ellipse(400, 420, 210, 200, c.radial((0, "#fff0c4", 0.75), (1, "#fff0c4", 0)))


def _table_lamp(b: Brush) -> None:
    c, main, shade = b.canvas, b.palette.main, b.palette.second
    shade = lighten(shade, 0.5) if b.palette.second == b.palette.trim else shade
    c.rect(392, 440, 16, 120, BRASS)
    c.plain(
        turned([(540, 40), (580, 84), (670, 140), (760, 120), (814, 96)]),
        main,
        fill=c.turned(main),
        depth=0.6,
        rim=0.6,
    )
    c.shine("M322 650C312 690 320 730 334 760", width=18, opacity=0.45, blur=7)
    _glow(c, 400, 420, 330)
    _shade(c, turned([(230, 130), (496, 224)], tilt=0.1), shade)
    c.ellipse(400, 230, 130, 13, "#fff6dc")


def _mushroom(b: Brush) -> None:
    c, main = b.canvas, b.palette.main
    c.plain(
        turned([(520, 56), (620, 50), (740, 90), (806, 150), (818, 150)]),
        main,
        fill=c.turned(main),
        depth=0.5,
        rim=0.6,
    )
    _glow(c, 400, 500, 330)
    c.ellipse(400, 524, 256, 38, "#fff3cf")
    _shade(c, "M144 524C140 330 280 250 400 250C520 250 660 330 656 524C600 560 200 560 144 524Z", main)
    c.shine("M214 440C236 360 290 310 350 296", width=20, opacity=0.4, blur=8)


def _desk_lamp(b: Brush) -> None:
    c, main = b.canvas, b.palette.main
    _glow(c, 290, 480, 250)
    c.plain(turned([(790, 150), (814, 152)]), main, fill=c.turned(main), depth=0.4)
    tube(c, "M400 790L560 500L380 260", main, 20)
    for x, y in ((560, 500), (400, 782)):
        c.plain(oval(x, y, 22, 22), BRASS, depth=0.4)
    with c.group(transform="rotate(24 350 300)"):
        c.ellipse(330, 416, 140, 24, "#fff3cf")
        c.plain(
            "M296 230H372L386 262C440 300 470 350 472 414C420 440 250 440 190 414C194 350 230 300 282 262Z",
            main,
            fill=c.turned(main),
            depth=0.5,
        )


@flat("pendant", "dome", focus=(400, 460))
def pendant(b: Brush) -> None:
    c, main = b.canvas, b.palette.main
    c.line("M400 -60V330", "#3a3430", 6)
    c.plain(rounded(372, 316, 56, 60, 12), BRASS, depth=0.4)
    _glow(c, 400, 640, 340)
    c.ellipse(400, 620, 270, 40, "#fff3cf")
    c.plain(
        "M130 620C134 470 260 366 400 366C540 366 666 470 670 620C600 660 200 660 130 620Z",
        main,
        fill=c.turned(main),
        depth=0.6,
    )
    c.shine("M206 540C230 470 290 420 350 404", width=20, opacity=0.45, blur=8)
