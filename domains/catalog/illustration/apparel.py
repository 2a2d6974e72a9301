"""Clothes, laid flat."""

from domains.catalog.illustration import materials
from domains.catalog.illustration.kinds import Brush, flat
from domains.catalog.illustration.palette import darken, lighten

_TEE = (
    "M292 190C330 232 470 232 508 190L604 226C634 240 654 268 664 302L716 440C690 462 646 482 608 488"
    "L580 428C576 560 580 700 590 842C480 862 320 862 210 842C220 700 224 560 220 428L192 488"
    "C154 482 110 462 84 440L136 302C146 268 166 240 196 226Z"
)


@flat("tshirt", "plain", "stripe", "pocket", focus=(400, 330))
def tshirt(b: Brush) -> None:
    c, main = b.canvas, b.palette.main
    c.path("M292 190C330 160 470 160 508 190C470 236 330 236 292 190Z", darken(main, 0.4))
    with c.solid(_TEE, main):
        if b.finish == "stripe":
            materials.stripes(c, b.palette.second, gap=52, width=20)
        else:
            materials.weave(c, main, size=6, opacity=0.2)
        c.fold("M220 430C232 470 236 520 232 580", main)
        c.fold("M580 430C566 480 562 540 570 600", main, opacity=0.4)
        c.fold(
            "M300 842C320 780 318 720 300 660M470 850C462 800 470 740 490 700", main, width=14, opacity=0.3
        )
    c.line("M286 193C326 250 474 250 514 193", darken(main, 0.16), 3, opacity=0.6)
    c.line("M292 190C330 232 470 232 508 190", lighten(main, 0.06), 16)
    c.stitch(
        "M213 822C322 842 478 842 587 822M94 426L120 440L196 472M706 426L680 440L604 472", main, opacity=0.5
    )
    if b.finish == "pocket":
        c.plain("M456 372L548 366L552 452L508 476L462 458Z", main, depth=0.3)
        c.stitch("M462 384L544 378L546 448L507 468L468 452Z", main)
