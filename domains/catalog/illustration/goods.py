"""Things that fit no other shelf."""

from domains.catalog.illustration.kinds import Brush, standing
from domains.catalog.illustration.palette import darken, lighten, mix


@standing("box", "kraft", "wrapped", foot=(400, 236), focus=(420, 520))
def box(b: Brush) -> None:
    c, main, ribbon = b.canvas, b.palette.main, b.palette.second
    c.plain(
        "M164 446L430 500L430 830L164 752Z", main, fill=c.lit(mix(main, lighten(main, 0.1), 0.4)), depth=0.7
    )
    c.plain("M430 500L640 440L640 748L430 830Z", darken(main, 0.16), depth=0.7)
    c.plain("M164 446L376 396L640 440L430 500Z", lighten(main, 0.09), depth=0.4)
    if b.finish == "wrapped":
        c.plain("M262 466L318 478L318 797L262 781Z", ribbon, depth=0.25)
        c.plain("M518 475L556 464L556 781L518 796Z", darken(ribbon, 0.14), depth=0.25)
        c.plain("M262 466L476 413L526 421L318 478Z", ribbon, depth=0.2)
        c.plain(
            "M400 440C330 330 250 360 300 420C330 446 370 446 400 440C450 340 540 340 510 410C490 440 440 446 400 440Z",
            ribbon,
            depth=0.5,
        )
    else:
        c.path("M270 421L300 414L560 466L534 474Z", lighten(main, 0.16), opacity=0.8)
        c.path("M534 474L560 466L560 560L534 570Z", lighten(main, 0.06), opacity=0.8)
