"""Bags, standing up."""
# ruff: noqa: E501  an outline is one string

from domains.catalog.illustration import materials
from domains.catalog.illustration.kinds import Brush, flat, standing
from domains.catalog.illustration.palette import BRASS, LEATHER, STEEL, darken, lighten
from domains.catalog.illustration.shapes import mirrored, rounded


@standing("backpack", "canvas", "roll", "trail", foot=(400, 250), focus=(400, 560))
def backpack(b: Brush) -> None:
    c, main = b.canvas, b.palette.main
    trim = LEATHER if b.finish == "canvas" else b.palette.second
    for side in (str, mirrored):
        c.line(side("M214 330C140 420 130 620 176 780"), darken(trim, 0.15), 34)
        c.plain(side("M196 560C150 580 140 740 166 812H226V560Z"), darken(main, 0.12), depth=0.7)
    c.line("M352 216C352 130 448 130 448 216", darken(trim, 0.1), 20)
    with c.solid(
        "M196 400C196 260 280 196 400 196C520 196 604 260 604 400L616 770C616 816 590 832 550 832H250C210 832 184 816 184 770Z",
        main,
    ):
        materials.weave(c, main)
        c.fold("M210 500C230 560 226 620 214 680M590 500C570 560 574 620 586 680", main, opacity=0.4)
    if b.finish == "roll":
        with c.solid("M206 232H594L604 344H196Z", main, depth=0.9):
            materials.weave(c, main)
        c.line("M208 288H592", darken(main, 0.35), 5, opacity=0.7)
    else:
        with c.solid(
            "M190 410C190 250 280 186 400 186C520 186 610 250 610 410C600 470 560 492 400 492C240 492 200 470 190 410Z",
            main,
        ):
            materials.weave(c, main)
        c.stitch("M206 420C214 460 250 476 400 476C550 476 586 460 594 420", main)
    with c.solid(
        "M238 584H562C574 584 580 592 580 604V764C580 792 562 802 540 802H260C238 802 220 792 220 764V604C220 592 226 584 238 584Z",
        main,
        depth=0.7,
    ):
        materials.weave(c, main)
    c.stitch("M236 630H564M236 620V760C236 780 250 788 266 788H534C550 788 564 780 564 760V620", main)
    if b.finish == "trail":
        c.line("M240 604H560", darken(main, 0.5), 8)
        for y in (330, 400):
            c.line(f"M236 {y}L564 {y + 60}M564 {y}L236 {y + 60}", trim, 7)
        c.plain(rounded(540, 596, 40, 16, 6), trim, depth=0.2)
        return
    for x in (290, 470):
        c.plain(
            rounded(x, 420 if b.finish == "canvas" else 290, 40, 230 if b.finish == "canvas" else 190, 12),
            trim,
            depth=0.35,
        )
        c.plain(rounded(x - 8, 540 if b.finish == "canvas" else 400, 56, 44, 8), BRASS, depth=0.3)
        c.plain(rounded(x + 4, 550 if b.finish == "canvas" else 410, 32, 24, 4), trim, depth=0.2)


@standing("tote", "canvas", "stripe", "print", foot=(400, 236), focus=(400, 600))
def tote(b: Brush) -> None:
    c, main, second = b.canvas, b.palette.main, b.palette.second
    c.line("M292 440C270 90 520 90 500 440", darken(second, 0.25), 26)
    c.path("M176 418C300 396 500 396 624 418L610 450H190Z", darken(main, 0.45))
    with c.solid(
        "M170 420C320 442 480 442 630 420L652 800C654 824 640 832 616 832H184C160 832 146 824 148 800Z", main
    ):
        if b.finish == "stripe":
            materials.stripes(c, second, gap=84, width=34)
        materials.weave(c, main, size=9)
        if b.finish == "canvas":
            c.path("M140 700C320 716 480 716 660 700V840H140Z", second)
        if b.finish == "print":
            c.line("M270 720L360 580L410 650L460 560L560 720Z", second, 14)
            c.ellipse(490, 530, 22, 22, second)
        c.fold(
            "M190 480C230 540 250 640 240 780M610 480C570 560 560 640 572 780M380 450C400 520 390 580 396 620",
            main,
            opacity=0.35,
        )
    c.line("M300 450C276 60 544 60 508 450", second, 30)
    c.line("M300 446V560M508 446V560", second, 36)
    c.stitch("M290 446V556H310V446M498 446V556H518V446M172 440C320 462 480 462 628 440", second)


@standing("duffel", "canvas", "trail", lift=70, foot=(400, 320), focus=(360, 640))
def duffel(b: Brush) -> None:
    c, main = b.canvas, b.palette.main
    trim = LEATHER if b.finish == "canvas" else b.palette.second
    c.line("M270 560C290 300 510 300 530 560", darken(trim, 0.3), 24)
    with c.solid(
        "M96 700C86 560 130 476 230 470H570C670 476 714 560 704 700C700 790 670 832 610 832H190C130 832 100 790 96 700Z",
        main,
    ):
        materials.weave(c, main)
        c.path("M60 440H190C150 560 150 720 190 850H60ZM740 440H610C650 560 650 720 610 850H740Z", trim)
        c.fold("M330 500C350 560 340 640 350 700M470 490C460 560 480 640 470 720", main, opacity=0.35)
    c.line("M190 488C320 500 480 500 610 488", darken(main, 0.5), 9)
    c.line("M200 488C320 499 480 499 600 488", STEEL, 3, dash="5 4")
    c.stitch("M202 500C168 580 168 720 202 826M598 500C632 580 632 720 598 826", trim)
    c.line("M256 826V580C256 340 544 340 544 580V826", trim, 30)
    c.stitch("M246 820V580M266 820V580M534 820V580M554 820V580", trim)
    c.plain(rounded(360, 366, 80, 46, 20), darken(trim, 0.1), depth=0.5)


@standing("satchel", "leather", "canvas", lift=40, foot=(400, 270), focus=(400, 660))
def satchel(b: Brush) -> None:
    c, main = b.canvas, b.palette.main
    trim = b.palette.second if b.finish == "canvas" else darken(main, 0.1)
    c.line("M190 520C150 40 650 40 610 520", trim, 22)
    with c.solid(rounded(140, 470, 520, 360, 44), main):
        if b.finish == "canvas":
            materials.weave(c, main)
    with c.solid(
        "M130 470C130 450 150 440 180 440H620C650 440 670 450 670 470L664 660C660 720 600 736 400 736C200 736 140 720 136 660Z",
        main,
        depth=0.9,
    ):
        if b.finish == "canvas":
            materials.weave(c, main)
    c.stitch("M148 480L154 656C158 700 210 720 400 720C590 720 642 700 646 656L652 480", main)
    c.plain(rounded(372, 690, 56, 90, 14), trim, depth=0.4)
    c.plain(rounded(380, 706, 40, 30, 8), BRASS, depth=0.3)
    for x in (166, 598):
        c.plain(rounded(x, 420, 36, 70, 10), darken(trim, 0.12), depth=0.35)
    c.shine("M190 476H560", width=8, opacity=0.25)


@flat("wallet", "leather", focus=(480, 540))
def wallet(b: Brush) -> None:
    c, main = b.canvas, b.palette.main
    c.plain(rounded(180, 330, 440, 330, 34), darken(main, 0.2), depth=0.6)
    c.plain(rounded(210, 316, 380, 60, 10), lighten(b.palette.second, 0.1), depth=0.2)
    c.plain(rounded(230, 340, 340, 60, 10), "#e9e2d3", depth=0.2)
    c.plain(
        "M160 400C160 370 180 360 210 364H590C620 360 640 370 640 400V650C640 686 620 700 590 700H210C180 700 160 686 160 650Z",
        main,
    )
    c.stitch("M178 400V646C178 670 192 682 214 682H586C608 682 622 670 622 646V400", main)
    c.plain(
        "M520 490H650C664 490 670 500 670 520V550C670 570 664 580 650 580H520C470 580 470 490 520 490Z",
        darken(main, 0.08),
        depth=0.5,
    )
    c.ellipse(536, 535, 17, 17, c.lit(BRASS))
