"""Shoes, one in front of the other, toes to the right."""
# ruff: noqa: E501  an outline is one string

from collections.abc import Callable

from domains.catalog.illustration.kinds import Brush, standing
from domains.catalog.illustration.palette import BRASS, CORK, darken, is_dark, lighten, mix
from domains.catalog.illustration.shapes import rounded


def _pair(b: Brush, shoe: Callable[[Brush], None]) -> None:
    """The far shoe a step behind, in the near one's shade."""
    with b.canvas.group(transform="translate(72,-52) scale(.97)"):
        shoe(b)
    with b.canvas.soft(16, opacity=0.45):
        b.canvas.ellipse(450, 800, 230, 22, "#2c241f")
    with b.canvas.group(transform="translate(-26,0)"):
        shoe(b)


@standing("boots", "lace", "chelsea", "wellington", lift=40, foot=(430, 290), focus=(440, 560))
def boots(b: Brush) -> None:
    _pair(b, {"lace": _lace_boot, "chelsea": _chelsea, "wellington": _wellington}[b.finish])


def _sole(b: Brush, d: str, tread: str) -> None:
    b.canvas.plain(d, tread, depth=0.4)


def _lace_boot(b: Brush) -> None:
    c, main = b.canvas, b.palette.main
    lace = b.palette.second if b.palette.second != main else "#e8d9b8"
    c.plain("M410 330C424 278 476 262 498 284C512 316 494 380 468 430Z", darken(main, 0.2), depth=0.5)
    c.path("M236 300C290 272 380 270 432 302C384 326 300 328 236 300Z", darken(main, 0.5))
    with c.solid(
        "M234 300C300 324 380 322 432 300L462 520C490 590 570 622 640 656C704 690 716 740 708 790H224C214 700 240 640 238 560Z",
        main,
    ):
        c.fold("M250 560C300 580 380 580 440 556M470 640C500 630 520 616 530 600", main, opacity=0.45)
        c.line("M560 790C548 720 576 672 620 648", darken(main, 0.32), 4, opacity=0.7)
        c.stitch("M572 790C562 724 588 682 632 660", main)
        c.line("M392 312C414 420 430 520 448 560C470 600 510 622 548 640", darken(main, 0.32), 4, opacity=0.6)
        c.stitch(
            "M378 316C400 430 414 530 434 572C456 612 500 640 540 656M330 790C320 720 280 660 236 640", main
        )
    c.plain(
        "M230 292C300 318 384 314 436 292L438 318C384 342 300 344 234 322Z", darken(main, 0.16), depth=0.4
    )
    for i in range(6):
        x, y = 404 + i * 11 + (i > 4) * 16, 356 + i * 43
        c.line(
            f"M{x} {y}C{x + 24} {y - 12} {x + 40} {y - 6} {x + 56} {y - 20}M{x} {y}C{x + 26} {y + 10} {x + 44} {y + 12} {x + 62} {y + 22}",
            lace,
            7,
        )
        c.ellipse(x, y, 7, 7, BRASS)
    c.line(
        "M440 340C380 350 350 400 372 430C390 440 420 380 440 344C460 380 480 420 506 410C520 380 480 350 440 340",
        lace,
        6,
    )
    _sole(
        b,
        "M218 778H714C722 800 720 824 706 832H560L548 816H400L388 832H232C216 826 214 800 218 778Z",
        mix("#4a3526", "#222", 0.3),
    )


def _chelsea(b: Brush) -> None:
    c, main = b.canvas, b.palette.main
    with c.solid(
        "M238 330C300 350 390 350 442 326L458 540C480 606 570 630 640 660C700 690 714 740 708 792H226C216 700 244 640 242 560Z",
        main,
    ):
        c.path(
            "M296 340H384C392 430 396 500 420 560C380 600 316 600 284 570C296 500 298 420 296 340Z",
            darken(main, 0.38),
        )
        for x in range(300, 404, 9):
            c.line(f"M{x} 344L{x + 8} 584", darken(main, 0.55), 3, opacity=0.5)
        c.fold("M440 610C480 616 510 606 530 590M250 600C300 630 380 634 430 610", main, opacity=0.4)
    c.line("M262 334C250 290 268 280 276 334M420 330C418 286 440 284 440 326", darken(main, 0.3), 9)
    c.shine("M610 672C650 690 676 712 684 740", width=12, opacity=0.35)
    _sole(
        b, "M220 782H714C720 804 718 822 704 832H400L388 812L366 832H234C218 826 216 804 220 782Z", "#3a2c22"
    )


def _wellington(b: Brush) -> None:
    c, main = b.canvas, b.palette.main
    c.plain(
        "M232 190C300 214 390 214 440 190L452 560C476 620 580 640 648 670C704 696 716 744 708 792H226C216 700 240 620 238 540Z",
        main,
    )
    c.ellipse(336, 194, 104, 20, darken(main, 0.5))
    c.line("M236 236C300 260 390 260 444 236", darken(main, 0.2), 10)
    c.line("M228 742C400 760 600 760 708 742", darken(main, 0.22), 8)
    c.shine("M276 290C284 420 282 520 278 640", width=18, opacity=0.4, blur=6)
    c.shine("M600 674C644 690 670 706 680 730", width=14, opacity=0.45)
    c.plain(
        rounded(380, 270, 34, 78, 10), lighten(main, 0.2) if is_dark(main) else darken(main, 0.25), depth=0.2
    )
    _sole(
        b,
        "M220 776H714C722 800 718 824 704 832H548L540 818H410L400 832H234C216 826 214 800 220 776Z",
        lighten(b.palette.second, 0.05),
    )


@standing("sneakers", "low", "court", "runner", lift=130, foot=(430, 300), focus=(430, 660))
def sneakers(b: Brush) -> None:
    _pair(b, _sneaker)


def _sneaker(b: Brush) -> None:
    c, main, second = b.canvas, b.palette.main, b.palette.second
    sole = "#f2eee6" if b.finish != "runner" else lighten(second, 0.12)
    c.path("M352 540C380 480 420 470 452 500L500 600L420 640Z", darken(main, 0.28))
    c.path("M196 588C230 560 330 580 372 546L420 620L240 660Z", darken(main, 0.5))
    with c.solid(
        "M190 780C172 700 172 640 192 584C232 630 312 620 368 544L520 660C590 676 664 690 704 746C712 764 712 776 710 790H192Z",
        main,
    ):
        if b.finish == "low":
            c.path("M560 800C552 740 580 700 640 690L720 740V800Z", lighten(main, 0.07))
            c.path(
                "M190 780C176 700 176 640 192 584C222 616 250 616 262 616C280 680 276 730 270 790Z",
                second,
                opacity=0.95,
            )
        elif b.finish == "court":
            c.path(
                "M292 790C310 720 380 680 470 640L520 662C440 700 380 740 356 790ZM384 790C400 744 450 706 540 668L572 674C500 706 440 744 424 790Z",
                second,
            )
        else:
            c.path(
                "M190 780C176 700 176 640 192 584C222 616 250 616 262 616C290 700 330 760 420 790H190Z",
                second,
            )
            c.path("M470 790C520 740 600 720 700 740L712 800H470Z", second)
            mesh = f'<circle cx="5" cy="5" r="1.8" fill="{darken(main, 0.35)}"/>'
            c.path("M330 640L430 610L600 690L480 760L380 740Z", c.tile(10, 10, mesh), opacity=0.6)
        c.line("M548 796C540 738 570 694 636 682", darken(main, 0.3), 3.5, opacity=0.6)
        c.stitch("M534 796C526 732 560 684 622 674M204 600C244 640 316 632 368 566", main)
        c.fold("M520 720C540 706 560 700 584 698", main, opacity=0.35)
    lace = "#faf7f0" if main != "#f7f5f0" else darken(main, 0.12)
    for i in range(5):
        x, y = 382 + i * 27, 566 + i * 21
        c.line(f"M{x} {y + 8}C{x + 10} {y - 14} {x + 30} {y - 26} {x + 52} {y - 18}", lace, 8)
        c.ellipse(x - 3, y + 11, 5, 5, darken(main, 0.4))
    c.line(
        "M404 536C360 520 330 548 350 566C372 572 396 552 404 538C414 560 424 590 450 590C462 570 430 542 404 536",
        lace,
        6,
    )
    thick = "M184 766C360 786 560 786 714 764C724 796 718 826 694 832H210C184 828 178 800 184 766Z"
    with c.solid(thick, sole, depth=0.5):
        c.line("M180 794C360 810 560 810 720 792", darken(sole, 0.16), 3)
        if b.finish == "runner":
            c.path("M180 806C360 822 560 822 720 804V840H180Z", darken(main, 0.3))


@standing("loafers", "penny", "derby", lift=160, foot=(430, 300), focus=(440, 680))
def loafers(b: Brush) -> None:
    _pair(b, _loafer)


def _loafer(b: Brush) -> None:
    c, main = b.canvas, b.palette.main
    c.path("M196 640C250 610 360 620 440 650L470 700L240 720Z", darken(main, 0.55))
    with c.solid(
        "M190 796C176 740 178 680 196 634C250 690 340 700 400 650L470 640C560 660 650 690 700 750C710 766 708 780 706 796Z",
        main,
    ):
        c.line(
            "M470 646C540 690 640 710 694 772M396 656C430 700 470 730 520 796",
            darken(main, 0.35),
            4,
            opacity=0.7,
        )
        c.stitch("M458 652C530 704 630 724 684 784", main)
        if b.finish == "penny":
            c.plain("M398 652L470 640L560 700L500 780L430 760Z", darken(main, 0.06), depth=0.4)
            c.path("M470 690L510 700L500 722L462 712Z", darken(main, 0.5))
        else:
            for x in (420, 446, 472):
                c.line(f"M{x} {660 + (x - 420) // 2}L{x + 40} {640 + (x - 420) // 2}", darken(main, 0.45), 6)
    c.shine("M580 700C630 716 664 736 680 758", width=12, opacity=0.4)
    c.plain("M188 788H712C716 808 712 818 700 822H340V834H206C188 830 186 808 188 788Z", "#3a2a20", depth=0.3)


@standing("sandals", "strap", lift=160, foot=(430, 290), focus=(430, 720))
def sandals(b: Brush) -> None:
    _pair(b, _sandal)


def _sandal(b: Brush) -> None:
    c, main = b.canvas, b.palette.main
    c.plain(
        "M186 800C170 752 214 736 262 742C350 752 420 792 540 782C620 774 700 772 716 800Z", CORK, depth=0.4
    )
    c.plain(
        "M186 786C340 802 560 802 716 788C722 812 710 832 694 832H208C186 828 180 806 186 786Z",
        "#40342b",
        depth=0.4,
    )
    c.line("M214 760C190 680 210 628 262 622", darken(main, 0.3), 26)
    for d in (
        "M470 802C476 716 520 664 590 668C660 676 700 730 706 800C640 812 540 814 470 802Z",
        "M300 800C300 716 336 648 404 624L470 690C430 714 408 752 404 808C370 810 330 808 300 800Z",
        "M206 772C184 700 196 634 262 610L410 600L420 640L286 656C250 670 236 716 246 766Z",
    ):
        c.plain(d, main, depth=0.9)
    c.stitch("M490 790C496 730 530 688 588 690C644 696 680 740 688 788M318 788C322 728 350 676 400 650", main)
    c.plain(rounded(384, 594, 54, 56, 10), BRASS, depth=0.3)
    c.plain(rounded(397, 607, 28, 30, 4), main, depth=0.2)
