"""Tops and outer layers, laid flat."""
# ruff: noqa: E501  an outline is one string

from domains.catalog.illustration import materials
from domains.catalog.illustration.canvas import Canvas
from domains.catalog.illustration.kinds import Brush, flat
from domains.catalog.illustration.palette import BRASS, STEEL, darken, is_dark, lighten, mix
from domains.catalog.illustration.shapes import both, mirrored, rounded

_TEE = (
    "M292 190C330 232 470 232 508 190L604 226C634 240 654 268 664 302L716 440C690 462 646 482 608 488"
    "L580 428C576 560 580 700 590 842C480 862 320 862 210 842C220 700 224 560 220 428L192 488"
    "C154 482 110 462 84 440L136 302C146 268 166 240 196 226Z"
)
_SLEEVE = "M226 216C168 236 146 300 132 392L84 740L166 764L232 500C244 400 240 300 226 216Z"
_CUFF = "M81 736L169 762L158 824C126 822 98 814 72 800Z"
_SHIRT = (
    "M304 186L496 186L592 222C604 320 600 420 596 520L604 800C606 850 560 846 530 860C450 886 350 886 270 860"
    "C240 846 194 850 196 800L204 520C200 420 196 320 208 222Z"
)
_KNIT = "M300 196L500 196L594 226C616 330 610 600 602 812H198C190 600 184 330 206 226Z"
_COAT = "M300 186L500 186L602 222C616 340 614 560 618 862C480 880 320 880 182 862C186 560 184 340 198 222Z"


@flat("tshirt", "plain", "stripe", "pocket", focus=(400, 330))
def tshirt(b: Brush) -> None:
    c, main = b.canvas, b.palette.main
    c.path("M292 190C330 160 470 160 508 190C470 236 330 236 292 190Z", darken(main, 0.4))
    with c.solid(_TEE, main):
        if b.finish == "stripe":
            materials.stripes(c, b.palette.second, gap=52, width=20)
        else:
            materials.weave(c, main, size=6, opacity=0.2)
        c.fold(both("M220 430C232 470 236 520 232 580"), main, opacity=0.4)
        c.fold(
            "M300 842C320 780 318 720 300 660M470 850C462 800 470 740 490 700", main, width=14, opacity=0.3
        )
    c.line("M286 193C326 250 474 250 514 193", darken(main, 0.16), 3, opacity=0.6)
    c.line("M292 190C330 232 470 232 508 190", lighten(main, 0.06), 16)
    c.stitch(both("M213 822C322 842 400 837 400 837M94 426L120 440L196 472"), main, opacity=0.5)
    if b.finish == "pocket":
        c.plain("M456 372L548 366L552 452L508 476L462 458Z", main, depth=0.3)
        c.stitch("M462 384L544 378L546 448L507 468L468 452Z", main)


def _cloth(b: Brush) -> None:
    """The cloth of a shirt by its finish."""
    if b.finish == "check":
        materials.check(b.canvas, b.palette.second, lighten(b.palette.second, 0.3), size=78)
    elif b.finish == "stripe":
        materials.stripes(b.canvas, b.palette.second, gap=26, width=5, turn=90)
    elif b.finish == "denim":
        materials.twill(b.canvas, b.palette.main)
    else:
        materials.weave(b.canvas, b.palette.main)


@flat("shirt", "linen", "check", "stripe", "denim", focus=(400, 330))
def shirt(b: Brush) -> None:
    c, main = b.canvas, b.palette.main
    for side in (str, mirrored):
        with c.solid(side(_SLEEVE), darken(main, 0.03)):
            with c.group(transform="rotate(8 160 400)" if side is str else "rotate(-8 640 400)"):
                _cloth(b)
            c.fold(
                side("M222 300C206 380 190 420 178 440M200 620C180 600 150 600 130 604"), main, opacity=0.35
            )
        with c.solid(side(_CUFF), main, depth=0.4):
            _cloth(b)
        c.stitch(side("M92 748L160 768"), main)
    c.path("M312 178C350 150 450 150 488 178L400 250Z", darken(main, 0.42))
    with c.solid(_SHIRT, main):
        _cloth(b)
        c.fold(both("M212 330C226 440 226 560 216 640M300 870C316 800 312 720 292 640"), main, opacity=0.4)
        c.fold("M520 420C500 440 480 446 456 440", main, width=12, opacity=0.25)
    with c.solid("M378 236H422V872C408 876 392 876 378 874Z", main, depth=0.25):
        _cloth(b)
    c.stitch("M384 250V870M416 250V870", main, opacity=0.5)
    with c.solid("M462 392H556V486L509 510L462 486Z", main, depth=0.3):
        _cloth(b)
    c.stitch("M468 404H550", main)
    for side in (str, mirrored):
        with c.solid(
            side("M314 170C330 200 366 226 398 240L350 312C320 286 296 250 284 204Z"), main, depth=0.45
        ):
            _cloth(b)
    c.line("M318 172C352 150 448 150 482 172", lighten(main, 0.05), 13)
    for y in (262, 362, 462, 562, 662, 762):
        _button(c, 400, y, lighten(main, 0.25) if is_dark(main) else "#f4efe4")


def _button(c: Canvas, x: float, y: float, colour: str, *, r: float = 9) -> None:
    c.ellipse(x + 2, y + 3, r, r, "#000", opacity=0.25)
    c.ellipse(x, y, r, r, c.lit(colour))
    c.ellipse(x, y, r * 0.62, r * 0.62, "none", stroke=darken(colour, 0.25), stroke_width=1.4)


def _knitted(b: Brush) -> None:
    c, main, second = b.canvas, b.palette.main, b.palette.second
    if b.finish == "stripe":
        materials.stripes(c, second, gap=96, width=40)
    materials.knit(c, main)
    if b.finish == "cable":
        rope = (
            "M{0} 180C{1} 210 {2} 240 {0} 270S{1} 330 {0} 360"
            + "S{1} 420 {0} 450S{1} 510 {0} 540S{1} 600 {0} 630S{1} 690 {0} 720S{1} 780 {0} 820"
        )
        for x in (300, 400, 500):
            for bend in (36, -36):
                d = rope.format(x, x + bend, x - bend)
                c.line(d, darken(main, 0.28), 18, opacity=0.55)
                c.line(d, lighten(main, 0.06), 11)
    if b.finish == "fairisle":
        _yoke(c, second, b.palette.trim)


def _yoke(c: Canvas, second: str, trim: str) -> None:
    """Bands of diamonds and dots, as yokes of northern jumpers have."""
    diamonds = f'<path d="M22 0L40 22L22 44L4 22Z" fill="{second}"/><path d="M22 13L30 22L22 31L14 22Z" fill="{trim}" opacity=".5"/>'
    dots = f'<path d="M6 2h8v8h-8zM0 14h4v6h-4zM16 14h4v6h-4z" fill="{second}"/>'
    c.rect(0, 264, 800, 88, c.tile(44, 44, diamonds))
    c.rect(0, 380, 800, 20, c.tile(20, 20, dots))
    c.rect(0, 220, 800, 20, c.tile(20, 20, dots))
    c.rect(0, 246, 800, 7, second)
    c.rect(0, 363, 800, 7, second)


def _ribbed(c: Canvas, d: str, colour: str, *, turn: float = 0, depth: float = 0.5) -> None:
    with c.solid(d, colour, depth=depth):
        materials.rib(c, colour, turn=turn)


@flat("sweater", "plain", "cable", "fairisle", "stripe", "roll", focus=(400, 330))
def sweater(b: Brush) -> None:
    c, main = b.canvas, b.palette.main
    _knit_sleeves(b)
    c.path("M304 190C340 150 460 150 496 190C460 240 340 240 304 190Z", darken(main, 0.45))
    with c.solid(_KNIT, main):
        _knitted(b)
        c.fold(both("M206 330C226 440 228 560 214 660M300 820C312 760 308 700 290 650"), main, opacity=0.4)
    _ribbed(c, "M198 808H602L592 872C480 884 320 884 208 872Z", main)
    if b.finish == "roll":
        _ribbed(
            c,
            "M304 210C290 150 300 120 318 110C370 96 430 96 482 110C500 120 510 150 496 210C440 244 360 244 304 210Z",
            main,
            depth=0.9,
        )
        c.line("M306 168C350 196 450 196 494 168", darken(main, 0.3), 5, opacity=0.5)
    else:
        _ribbed(c, "M288 200C340 272 460 272 512 200L490 184C460 228 340 228 310 184Z", main)


def _knit_sleeves(b: Brush) -> None:
    c, main = b.canvas, b.palette.main
    wide = "M228 216C158 240 136 300 122 392L76 730L176 758L240 520C250 400 244 300 228 216Z"
    for side in (str, mirrored):
        with c.solid(side(wide), darken(main, 0.03)):
            with c.group(transform="rotate(9 160 400)" if side is str else "rotate(-9 640 400)"):
                materials.knit(c, main)
            if b.finish == "stripe":
                materials.stripes(c, b.palette.second, gap=96, width=40, turn=8 if side is str else -8)
            if b.finish == "fairisle":
                _yoke(c, b.palette.second, b.palette.trim)
            c.fold(
                side("M226 300C212 380 196 430 184 450M206 640C180 616 150 610 120 616"), main, opacity=0.35
            )
        _ribbed(
            c, side("M80 726L172 754L160 834C128 834 96 826 70 810Z"), main, turn=8 if side is str else -8
        )


@flat("cardigan", "plain", focus=(400, 420))
def cardigan(b: Brush) -> None:
    c, main = b.canvas, b.palette.main
    _knit_sleeves(b)
    c.path("M304 190C340 156 460 156 496 190L400 470Z", darken(main, 0.45))
    c.line("M306 192C340 168 460 168 494 192", lighten(main, 0.03), 18)
    with c.solid(
        "M300 196L400 480L500 196L594 226C616 330 610 600 602 812H198C190 600 184 330 206 226Z", main
    ):
        _knitted(b)
        c.fold(both("M206 330C226 440 228 560 214 660"), main, opacity=0.4)
    _ribbed(c, "M198 808H602L592 872C480 884 320 884 208 872Z", main)
    for patch in ("M238 640H352V780H238Z", "M448 640H562V780H448Z"):
        with c.solid(patch, main, depth=0.35):
            materials.knit(c, main)
        c.line(
            patch[:12].replace("V", "") + "H" + patch[patch.index("H") + 1 : patch.index("V")],
            darken(main, 0.25),
            5,
            opacity=0.6,
        )
    for side in (mirrored, str):
        _ribbed(c, side("M292 188L322 178L418 470V878H382V490Z"), main, depth=0.35)
    for y in (510, 600, 690, 780, 850):
        _button(c, 400, y, "#7a5238", r=12)


@flat("jacket", "chore", "puffer", "rain", "fleece", focus=(400, 360))
def jacket(b: Brush) -> None:
    c, main = b.canvas, b.palette.main
    wide = "M216 214C150 236 128 300 116 392L70 770L178 796L240 520C250 400 240 300 216 214Z"
    if b.finish == "rain":
        c.plain(
            "M286 214C262 120 310 66 400 66C490 66 538 120 514 214C470 260 330 260 286 214Z",
            darken(main, 0.05),
        )
        c.path(
            "M318 206C304 130 340 102 400 102C460 102 496 130 482 206C450 236 350 236 318 206Z",
            darken(main, 0.5),
        )
    else:
        c.path("M310 182C350 152 450 152 490 182L400 262Z", darken(b.palette.second, 0.2))
    for side in (str, mirrored):
        with c.solid(side(wide), darken(main, 0.03)):
            _shell(b, 7 if side is str else -7)
            c.fold(
                side("M224 310C206 390 190 430 176 450M196 660C170 640 140 636 110 640"), main, opacity=0.4
            )
        if b.finish != "puffer":
            c.stitch(side("M76 742L186 770"), main)
    with c.solid(_COAT, main):
        _shell(b, 0)
        c.fold(both("M206 340C224 450 226 580 214 700"), main, opacity=0.4)
    {"chore": _chore, "puffer": _puffer, "rain": _rain, "fleece": _fleece}[b.finish](b)


def _shell(b: Brush, turn: float) -> None:
    c, main = b.canvas, b.palette.main
    if b.finish == "puffer":
        soft = f'<path d="M0 0h90v14h-90z" fill="{lighten(main, 0.13)}"/><path d="M0 62h90v22h-90z" fill="{darken(main, 0.3)}" opacity=".55"/>'
        with c.soft(7):
            c.rect(-100, -100, 1000, 1200, c.tile(90, 84, soft, turn=turn))
        seam = f'<path d="M0 82h90" stroke="{darken(main, 0.5)}" stroke-width="4"/>'
        c.rect(-100, -100, 1000, 1200, c.tile(90, 84, seam, turn=turn), opacity=0.8)
    elif b.finish == "fleece":
        materials.marl(c, main, b.chance, opacity=0.35)
    elif b.finish == "chore":
        materials.twill(c, main, opacity=0.25)


def _chore(b: Brush) -> None:
    c, main = b.canvas, b.palette.main
    c.line("M400 250V872", darken(main, 0.4), 4, opacity=0.6)
    c.stitch("M376 280V872M190 846C320 862 480 862 610 846", main)
    for patch in (
        rounded(462, 360, 106, 118, 10),
        rounded(226, 590, 136, 170, 14),
        rounded(438, 590, 136, 170, 14),
    ):
        with c.solid(patch, main, depth=0.35):
            materials.twill(c, main, opacity=0.25)
    c.stitch("M470 382H560M236 616H352M448 616H564", main)
    for side in (str, mirrored):
        c.plain(side("M306 172C330 206 366 232 398 246L344 330C310 300 288 258 276 206Z"), main, depth=0.5)
        c.stitch(side("M288 214C298 252 316 286 342 314L384 250"), main)
    c.line("M310 176C350 152 450 152 490 176", lighten(main, 0.05), 15)
    for y in (330, 440, 550, 660, 770):
        _button(c, 392, y, BRASS, r=12)


def _zip(c: Canvas, top: float, colour: str) -> None:
    c.rect(390, top, 20, 874 - top, darken(colour, 0.45))
    teeth = f'<path d="M1 2h6M5 7h6" stroke="{STEEL}" stroke-width="2.4"/>'
    c.rect(394, top, 12, 874 - top, c.tile(12, 10, teeth))
    c.plain(rounded(393, top + 4, 14, 44, 6), STEEL, depth=0.25)


def _puffer(b: Brush) -> None:
    c, main = b.canvas, b.palette.main
    with c.solid(
        "M292 214C282 160 300 130 318 122C370 108 430 108 482 122C500 130 518 160 508 214C450 250 350 250 292 214Z",
        main,
    ):
        c.line("M290 172C350 204 450 204 510 172", darken(main, 0.5), 4, opacity=0.8)
    _zip(c, 150, main)
    for side in (str, mirrored):
        c.line(side("M268 640L232 760"), darken(main, 0.55), 9, opacity=0.8)
    c.plain("M74 760L180 786L172 816L70 790Z", darken(main, 0.15), depth=0.3)
    c.plain(mirrored("M74 760L180 786L172 816L70 790Z"), darken(main, 0.15), depth=0.3)


def _rain(b: Brush) -> None:
    c, main = b.canvas, b.palette.main
    c.plain("M370 232H430V876H370Z", main, depth=0.35)
    for y in (300, 430, 560, 690, 820):
        _button(c, 400, y, mix(STEEL, main, 0.2), r=9)
    for side in (str, mirrored):
        c.plain(side("M228 612L352 632L346 684L222 664Z"), main, depth=0.35)
        c.line(
            side("M342 226C340 280 350 320 346 372"),
            b.palette.second if b.palette.second != main else "#f0e8d8",
            6,
        )
        c.ellipse(346 if side is str else 454, 376, 7, 9, BRASS)
    c.stitch("M196 424C320 440 480 440 604 424", main, opacity=0.4)


def _fleece(b: Brush) -> None:
    c, main, trim = b.canvas, b.palette.main, b.palette.second
    c.plain(
        "M292 214C286 170 302 146 320 140C372 126 428 126 480 140C498 146 514 170 508 214C450 250 350 250 292 214Z",
        main,
    )
    _zip(c, 160, trim)
    c.plain(rounded(456, 352, 118, 128, 12), trim, depth=0.35)
    c.line("M468 386H562", darken(trim, 0.4), 5, opacity=0.8)
    c.line("M186 852C320 870 480 870 614 852", trim, 20)
    for side in (str, mirrored):
        c.line(side("M76 776L176 800"), trim, 18)
