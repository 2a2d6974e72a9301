"""Trousers, skirts and dresses, laid flat."""
# ruff: noqa: E501  an outline is one string

import math

from domains.catalog.illustration import materials
from domains.catalog.illustration.canvas import Canvas
from domains.catalog.illustration.kinds import Brush, flat
from domains.catalog.illustration.palette import BRASS, LEAF, darken, is_dark, lighten, mix
from domains.catalog.illustration.shapes import both, mirrored


def _flowers(c: Canvas, petal: str, leaf: str) -> None:
    """A scattered print: five round petals, two leaves, three sizes."""
    petals = "".join(
        f'<circle cx="{11 * math.sin(turn):.1f}" cy="{-11 * math.cos(turn):.1f}" r="8.5" fill="{petal}"/>'
        for turn in (0, 1.257, 2.513, 3.77, 5.027)
    )
    leaves = f'<path d="M8 12C22 14 28 24 30 38C16 36 8 28 8 12M-10 10C-22 10 -30 18 -34 30C-20 30 -12 24 -10 10" fill="{leaf}"/>'
    heart = f'<circle r="5" fill="{lighten(petal, 0.35) if is_dark(petal) else darken(petal, 0.3)}"/>'
    bloom = leaves + petals + heart
    print_ = "".join(
        f'<g transform="translate({x},{y}) rotate({turn}) scale({size})">{bloom}</g>'
        for x, y, turn, size in (
            (36, 34, 0, 1),
            (98, 92, 130, 0.85),
            (104, 26, 250, 0.55),
            (30, 100, 60, 0.5),
        )
    )
    c.rect(-100, -100, 1000, 1200, c.tile(132, 132, print_, turn=12))


@flat("trousers", "chino", "denim", "cord", "wide", focus=(400, 230))
def trousers(b: Brush) -> None:
    c, main = b.canvas, b.palette.main
    hem = 180 if b.finish == "wide" else 222
    leg = f"M266 112H400V420L368 896C310 904 260 902 {hem} 890L238 300C242 230 256 160 266 112Z"
    for side in (str, mirrored):
        with c.solid(side(leg), main):
            if b.finish == "cord":
                materials.rib(c, main, size=12, opacity=0.35)
            else:
                materials.twill(c, main, opacity=0.4 if b.finish == "denim" else 0.22)
            if b.finish == "denim":
                with c.soft(34, opacity=0.4):
                    c.ellipse(300 if side is str else 500, 480, 34, 200, lighten(main, 0.18))
            c.fold(
                side("M392 430C350 440 320 436 300 420M386 452C350 480 330 480 310 474"),
                main,
                width=12,
                opacity=0.4,
            )
            c.fold(
                side("M372 870C340 850 310 850 280 866M366 640C330 650 300 646 280 630"),
                main,
                width=12,
                opacity=0.25,
            )
        if b.finish in ("chino", "wide"):
            c.line(side("M318 170L292 884"), lighten(main, 0.1), 3, opacity=0.5)
        c.stitch(side("M272 164C290 210 268 236 246 250"), main)
        c.line(side("M262 168C284 214 262 232 243 246"), darken(main, 0.4), 4, opacity=0.5)
    c.plain("M262 108C340 122 460 122 538 108L544 160C450 176 350 176 256 160Z", main, depth=0.4)
    c.path("M270 106C340 84 460 84 530 106C460 120 340 120 270 106Z", darken(main, 0.45))
    for x in (300, 390, 486):
        c.plain(f"M{x} 112H{x + 16}V174H{x}Z", main, depth=0.2)
    c.stitch("M400 176V410M424 172C430 260 424 330 402 372", main)
    c.ellipse(416, 144, 11, 11, c.lit(BRASS if b.finish == "denim" else darken(main, 0.35)))
    if b.finish == "denim":
        c.stitch(both("M226 872C280 884 320 884 368 878"), "#3a2a18", opacity=0.9)


@flat("shorts", "chino", "denim", focus=(400, 400))
def shorts(b: Brush) -> None:
    c, main = b.canvas, b.palette.main
    for side in (str, mirrored):
        with c.solid(
            side("M250 262H400V560L388 712C300 730 220 726 150 706L218 430C228 370 240 310 250 262Z"), main
        ):
            materials.twill(c, main, opacity=0.35 if b.finish == "denim" else 0.22)
            c.fold(
                side("M392 570C350 590 310 580 290 560M300 716C306 660 296 620 280 590"), main, opacity=0.4
            )
        c.stitch(side("M158 684C230 704 310 706 388 690"), main)
        c.line(side("M246 320C270 372 246 392 226 408"), darken(main, 0.4), 4, opacity=0.5)
    c.plain("M246 256C340 272 460 272 554 256L560 318C450 334 350 334 240 318Z", main, depth=0.4)
    c.path("M254 254C340 230 460 230 546 254C460 270 340 270 254 254Z", darken(main, 0.45))
    c.line("M388 316C380 380 366 400 372 440M412 316C420 380 434 390 428 452", b.palette.second, 8)
    c.stitch("M400 334V550", main)


@flat("skirt", "pleat", "plain", "check", "floral", focus=(400, 400))
def skirt(b: Brush) -> None:
    c, main = b.canvas, b.palette.main
    with c.solid(
        "M278 232H522C560 420 620 640 660 812C500 864 300 864 140 812C180 640 240 420 278 232Z", main
    ):
        if b.finish == "check":
            materials.check(c, b.palette.second, lighten(b.palette.second, 0.25), size=90)
        elif b.finish == "floral":
            _flowers(c, b.palette.second, mix(LEAF, b.palette.second, 0.3))
        else:
            materials.twill(c, main, opacity=0.18)
        if b.finish == "pleat":
            for top, bottom in (
                (300, 196),
                (332, 266),
                (364, 336),
                (396, 404),
                (428, 474),
                (460, 544),
                (492, 612),
            ):
                c.path(
                    f"M{top} 260L{bottom} 870L{bottom + 34} 870L{top + 6} 260Z",
                    darken(main, 0.28),
                    opacity=0.45,
                )
                c.line(f"M{top} 260L{bottom} 860", lighten(main, 0.13), 4, opacity=0.6)
        else:
            c.fold(
                "M330 270C320 480 270 640 250 840M470 270C490 480 530 640 560 840M400 280C404 480 396 640 410 850",
                main,
                width=20,
                opacity=0.45,
            )
    c.plain("M272 196C340 210 460 210 528 196L532 256C450 270 350 270 268 256Z", main, depth=0.45)
    c.path("M278 194C340 176 460 176 522 194C460 208 340 208 278 194Z", darken(main, 0.45))


@flat("dress", "plain", "floral", "stripe", "linen", focus=(400, 330))
def dress(b: Brush) -> None:
    c, main = b.canvas, b.palette.main

    def cloth() -> None:
        if b.finish == "floral":
            _flowers(c, b.palette.second, mix(LEAF, b.palette.second, 0.25))
        elif b.finish == "stripe":
            materials.stripes(c, b.palette.second, gap=34, width=8, turn=90)
        else:
            materials.weave(c, main, opacity=0.35 if b.finish == "linen" else 0.2)

    c.path("M310 120C350 108 450 108 490 120L400 240Z", darken(main, 0.45))
    for side in (str, mirrored):
        with c.solid(
            side("M282 126C220 140 190 190 168 262L142 330L238 366L272 290Z"), darken(main, 0.03), depth=0.8
        ):
            cloth()
            c.fold(side("M262 200C240 260 226 300 200 336"), main, width=12, opacity=0.35)
    with c.solid(
        "M310 116C330 176 372 214 400 226C428 214 470 176 490 116L526 132C540 220 526 320 508 420C560 580 600 740 632 886"
        "C500 926 300 926 168 886C200 740 240 580 292 420C274 320 260 220 274 132Z",
        main,
    ):
        cloth()
        c.fold(
            "M330 440C316 580 270 740 250 900M470 440C484 580 530 740 552 900M400 444C404 600 392 760 408 910",
            main,
            width=20,
            opacity=0.45,
        )
        c.fold(both("M284 300C310 340 330 380 336 416"), main, width=12, opacity=0.3)
    with c.solid("M294 404C350 418 450 418 506 404L512 444C450 458 350 458 288 444Z", main, depth=0.35):
        cloth()
    c.line("M310 116C330 176 372 214 400 226C428 214 470 176 490 116", lighten(main, 0.05), 10)
    if b.finish in ("plain", "linen"):
        for y in (262, 312, 362, 484, 544, 604):
            c.ellipse(400, y, 8, 8, c.lit(lighten(main, 0.22)), stroke=darken(main, 0.3), stroke_width=1.4)
