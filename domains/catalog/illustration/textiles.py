"""Cloth for the house: beds, cushions, blankets, towels, rugs, baskets."""
# ruff: noqa: E501  an outline is one string

from domains.catalog.illustration import materials
from domains.catalog.illustration.furniture import plank
from domains.catalog.illustration.kinds import Brush, flat, standing
from domains.catalog.illustration.palette import LEATHER, OAK, darken, lighten
from domains.catalog.illustration.shapes import turned


def _cloth(b: Brush) -> None:
    c, main, second = b.canvas, b.palette.main, b.palette.second
    if b.finish == "stripe":
        materials.stripes(c, second, gap=72, width=20, turn=90)
    elif b.finish == "check":
        materials.check(c, second, lighten(second, 0.25), size=110)
    if b.finish == "knit":
        materials.knit(c, main, size=24, opacity=0.5)
    elif b.finish == "waffle":
        square = f'<path d="M0 0h18v18h-18z" fill="none" stroke="{darken(main, 0.3)}" stroke-width="4"/><path d="M3 15v-12h12" fill="none" stroke="{lighten(main, 0.15)}" stroke-width="3"/>'
        c.rect(0, 0, 800, 1000, c.tile(18, 18, square), opacity=0.45)
    else:
        materials.weave(c, main, size=8)


@standing("bedding", "plain", "stripe", "check", foot=(400, 340), focus=(330, 500), lift=70)
def bedding(b: Brush) -> None:
    c, main, second = b.canvas, b.palette.main, b.palette.second
    for x in (70, 690):
        plank(b, (x, 420, 40, 412), darken(OAK, 0.06))
    plank(b, (84, 330, 632, 300), OAK, round_=30, lines=14)
    c.plain("M84 540H716V730H84Z", "#f4efe6", depth=0.4)
    for x in (118, 410):
        with c.solid(
            f"M{x} 470C{x + 60} 430 {x + 220} 430 {x + 272} 470C{x + 286} 510 {x + 280} 560 {x + 266} 596C{x + 200} 616 {x + 60} 616 {x + 8} 596C{x - 8} 560 {x - 10} 510 {x} 470Z",
            lighten(main, 0.02),
        ):
            _cloth(b)
            c.fold(
                f"M{x + 30} 480C{x + 60} 500 {x + 70} 520 {x + 66} 550M{x + 244} 480C{x + 220} 500 {x + 206} 510 {x + 210} 540",
                main,
                width=12,
                opacity=0.35,
            )
    with c.solid(
        "M56 660C200 610 600 610 744 660C752 720 756 780 748 824C600 840 200 840 52 824C44 780 48 720 56 660Z",
        main,
    ):
        _cloth(b)
        c.fold(
            "M180 700C200 750 190 790 170 830M330 710C320 760 340 800 330 840M480 700C500 750 480 800 500 840M630 700C620 760 640 790 624 830",
            main,
            width=18,
            opacity=0.4,
        )
    with c.solid(
        "M50 652C200 598 600 598 750 652C754 676 754 700 750 724C600 672 200 672 50 724C46 700 46 676 50 652Z",
        second,
        depth=0.6,
    ):
        materials.weave(c, second)
        c.stitch("M58 700C210 652 590 652 742 700", second)


@flat("cushion", "plain", "stripe", "check", "knit", "tassel", focus=(400, 440))
def cushion(b: Brush) -> None:
    c, main = b.canvas, b.palette.main
    if b.finish == "tassel":
        for x, y, turn in ((134, 236, 45), (666, 236, -45), (134, 768, 135), (666, 768, -135)):
            strands = "".join(f"M0 0L{dx} 74" for dx in (-22, -14, -6, 2, 10, 18, 24))
            with c.group(transform=f"translate({x},{y}) rotate({180 - turn})"):
                c.line(strands, b.palette.second, 6)
    with c.solid(
        "M130 232C220 262 580 262 670 232C640 330 640 670 670 768C580 738 220 738 130 768C160 670 160 330 130 232Z",
        main,
        depth=1.5,
    ):
        _cloth(b)
        c.fold(
            "M170 270C220 320 240 340 246 380M630 270C580 320 566 340 560 380M170 730C220 690 240 660 246 620M630 730C584 690 566 660 558 620",
            main,
            opacity=0.4,
        )
    c.line(
        "M130 232C220 262 580 262 670 232C640 330 640 670 670 768C580 738 220 738 130 768C160 670 160 330 130 232Z",
        darken(main, 0.12),
        6,
    )


def _folded(b: Brush, layers: int, top: float, tall: float) -> None:
    """A folded pile: each layer rolls over on the left."""
    c, main = b.canvas, b.palette.main
    for index in reversed(range(layers)):
        y = top + index * tall
        shift = b.chance.randint(-8, 8)
        colour = main if b.finish != "pair" or index < layers / 2 else b.palette.second
        d = f"M{190 + shift} {y}H{650 + shift}C{664 + shift} {y} {668 + shift} {y + 10} {668 + shift} {y + 20}V{y + tall - 6}C{668 + shift} {y + tall} 660 {y + tall} 650 {y + tall}H{190 + shift}C{130 + shift} {y + tall} {130 + shift} {y} {190 + shift} {y}Z"
        with c.solid(d, colour, depth=0.75):
            _cloth(b)
            c.line(f"M{180 + shift} {y + tall / 2}H680", darken(colour, 0.4), 5, opacity=0.55)


@standing("blanket", "plain", "check", "stripe", "knit", foot=(404, 270), focus=(330, 640), lift=70)
def blanket(b: Brush) -> None:
    c, main = b.canvas, b.palette.main
    _folded(b, 3, 560, 90)
    with c.solid("M170 470C300 450 520 452 668 470V560H190C140 560 140 480 170 470Z", lighten(main, 0.02)):
        _cloth(b)
    with c.solid("M440 462C500 456 560 458 610 464L626 730C570 742 500 742 452 730Z", main, depth=0.7):
        _cloth(b)
        c.fold(
            "M500 480C506 560 500 640 508 720M560 480C566 560 570 640 572 720", main, width=12, opacity=0.4
        )
    c.line(
        "".join(f"M{x} 732l{b.chance.randint(-6, 6)} 48" for x in range(460, 624, 12)), darken(main, 0.06), 6
    )


@standing("towel", "plain", "waffle", "stripe", "pair", foot=(404, 270), focus=(330, 620), lift=90)
def towel(b: Brush) -> None:
    _folded(b, 4, 510, 80)
    b.canvas.line("M420 524V816", LEATHER, 20)
    b.canvas.plain("M402 640L438 640L444 724L420 744L396 724Z", LEATHER, depth=0.3)


@flat("rug", "border", "stripe", "diamond", focus=(300, 320))
def rug(b: Brush) -> None:
    c, main, second = b.canvas, b.palette.main, b.palette.second
    ends = "".join(
        f"M{x} {y}l{b.chance.randint(-4, 4)} {60 if y > 500 else -60}"
        for x in range(166, 640, 16)
        for y in (130, 870)
    )
    c.line(ends, lighten(main, 0.1), 6)
    with c.solid("M150 126H650V874H150Z", main, depth=0.4):
        if b.finish == "stripe":
            for y, tall in ((170, 30), (220, 10), (400, 60), (480, 20), (560, 60), (760, 10), (800, 30)):
                c.rect(150, y, 500, tall, second)
        elif b.finish == "diamond":
            diamond = f'<path d="M83 6L160 93L83 180L6 93Z" fill="none" stroke="{second}" stroke-width="14"/><path d="M83 66L110 93L83 120L56 93Z" fill="{second}"/>'
            c.rect(150, 126, 500, 748, c.tile(166.6, 186, diamond, turn=0), transform="translate(-16,0)")
        else:
            c.rect(186, 162, 428, 676, "none", stroke=second, stroke_width=22)
            c.rect(224, 200, 352, 600, "none", stroke=second, stroke_width=6)
        materials.knit(c, main, size=12, opacity=0.28)


@standing("basket", "handles", foot=(400, 220), focus=(400, 600), lift=50)
def basket(b: Brush) -> None:
    c, main = b.canvas, b.palette.main
    c.line("M190 500C120 440 150 400 220 470M610 500C680 440 650 400 580 470", darken(LEATHER, 0.1), 22)
    reed = (
        f'<path d="M2 7h24M30 21h24" stroke="{lighten(main, 0.1)}" stroke-width="10" stroke-linecap="round"/>'
        f'<path d="M2 13h24M30 27h24" stroke="{darken(main, 0.35)}" stroke-width="3" opacity=".7"/>'
    )
    with c.solid(
        turned([(470, 236), (560, 250), (700, 240), (816, 206)]), main, fill=c.turned(main), depth=0.9
    ):
        c.rect(0, 400, 800, 500, c.tile(56, 28, reed), opacity=0.55)
        c.path("M0 640H800V720H0Z", b.palette.second, opacity=0.5)
    c.ellipse(400, 470, 236, 36, darken(main, 0.5))
    c.line("M164 470A236 36 0 0 0 636 470", lighten(main, 0.05), 18)
    c.line("M164 470A236 36 0 0 0 636 470", darken(main, 0.3), 4, opacity=0.5, dash="14 10")
