"""What is worn with clothes: hats, scarves, socks, gloves, glasses, umbrellas."""
# ruff: noqa: E501  an outline is one string

from domains.catalog.illustration import materials
from domains.catalog.illustration.kinds import Brush, flat, standing
from domains.catalog.illustration.palette import OAK, STEEL, darken, lighten
from domains.catalog.illustration.shapes import both, mirrored, oval, rounded


@standing("hat", "felt", "straw", lift=90, foot=(400, 300), focus=(420, 640))
def hat(b: Brush) -> None:
    c, main, band = b.canvas, b.palette.main, b.palette.second
    brim = "M88 770C60 720 200 690 400 690C600 690 740 720 712 770C690 812 560 832 400 832C240 832 110 812 88 770Z"
    with c.solid(brim, main):
        if b.finish == "straw":
            materials.weave(c, main, size=13, opacity=0.6)
        with c.soft(12, opacity=0.5):
            c.ellipse(416, 764, 214, 40, darken(main, 0.5))
    crown = "M206 756C206 640 226 540 262 480C300 430 350 460 400 468C450 460 500 430 538 480C574 540 594 640 594 756C540 790 260 790 206 756Z"
    with c.solid(crown, main):
        if b.finish == "straw":
            materials.weave(c, main, size=13, opacity=0.6)
        with c.soft(12, opacity=0.55):
            c.path(
                "M300 470C360 500 440 500 510 466C490 560 470 600 430 560C400 540 340 520 300 470Z",
                darken(main, 0.35),
            )
    with c.solid(
        "M209 690C260 724 540 724 591 690C595 716 596 738 594 760C540 794 260 794 206 760C204 738 205 716 209 690Z",
        band,
        depth=0.4,
    ):
        materials.rib(c, band, size=7, opacity=0.25)
    if b.finish == "felt":
        c.plain("M212 700L262 716V788L214 768Z", darken(band, 0.12), depth=0.3)


@flat("cap", "plain", "panel", focus=(420, 480))
def cap(b: Brush) -> None:
    c, main, peak = b.canvas, b.palette.main, b.palette.second
    with c.solid("M150 600C140 420 260 300 400 300C540 300 630 400 640 570C500 640 300 650 150 600Z", main):
        materials.twill(c, main)
        c.line(
            "M392 300C300 380 270 500 290 626M404 300C500 380 520 480 520 610",
            darken(main, 0.3),
            3.5,
            opacity=0.6,
        )
        c.stitch("M382 304C290 380 260 500 279 624M414 302C510 380 531 480 531 606", main)
    if b.finish == "panel":
        c.plain(rounded(340, 440, 120, 90, 10), peak, depth=0.3)
        c.line("M362 506L388 470L402 490L420 462L440 506Z", main, 6)
    with c.solid(
        "M150 592C300 640 500 630 640 562C720 590 770 650 760 690C640 650 470 660 330 690C240 700 160 660 150 592Z",
        peak if b.finish == "panel" else darken(main, 0.06),
    ):
        for shift in (0, 14, 28, 42):
            c.stitch(
                f"M{180 + shift} {626 + shift // 2}C330 {660 + shift // 3} 520 {640 + shift // 3} {670 + shift} {590 + shift}",
                main,
                opacity=0.5,
            )
    c.ellipse(398, 298, 18, 11, c.lit(darken(main, 0.1)))


@flat("beanie", "plain", "pompom", "stripe", focus=(400, 560))
def beanie(b: Brush) -> None:
    c, main, second = b.canvas, b.palette.main, b.palette.second
    if b.finish == "pompom":
        with c.solid(oval(400, 236, 92, 88), second, depth=1.2):
            strands = "".join(
                f"M400 236l{b.chance.randint(-84, 84)} {b.chance.randint(-80, 80)}" for _ in range(40)
            )
            c.line(strands, lighten(second, 0.14), 4, opacity=0.6)
    with c.solid("M176 640C176 440 250 290 400 290C550 290 624 440 624 640Z", main):
        if b.finish == "stripe":
            materials.stripes(c, second, gap=110, width=44)
        materials.rib(c, main, size=26, opacity=0.5)
        for x in (230, 290, 510, 570):
            c.line(f"M{x} 650C{x} 500 {(x + 800) // 3} 380 400 300", darken(main, 0.3), 5, opacity=0.35)
    with c.solid(
        "M164 590C300 622 500 622 636 590C648 650 648 710 636 762C500 800 300 800 164 762C152 710 152 650 164 590Z",
        lighten(main, 0.02),
    ):
        materials.rib(c, main, size=26)
    c.plain(rounded(520, 690, 66, 46, 4), "#9a6236", depth=0.25)


@flat("scarf", "plain", "check", "stripe", focus=(400, 420))
def scarf(b: Brush) -> None:
    c, main, second = b.canvas, b.palette.main, b.palette.second

    def cloth(turn: float) -> None:
        with c.group(transform=f"rotate({turn:g} 400 400)"):
            if b.finish == "check":
                materials.check(c, second, lighten(second, 0.28), size=104)
            elif b.finish == "stripe":
                materials.stripes(c, second, gap=120, width=44)
            materials.knit(c, main, size=10, opacity=0.3)

    for x, foot, turn in ((446, 852, -5), (270, 900, 4)):
        fringe = "".join(
            f"M{x + dx + 6} {foot - 12}l{b.chance.randint(-7, 7)} 62" for dx in range(-64, 66, 12)
        )
        c.line(fringe, darken(main, 0.08), 6)
        with c.solid(
            f"M{x - 60} 380C{x - 90} 560 {x - 60} 700 {x - 74} {foot}C{x - 30} {foot + 12} {x + 30} {foot + 12} {x + 72} {foot}C{x + 60} 700 {x + 90} 560 {x + 66} 380Z",
            main,
        ):
            cloth(turn)
            c.fold(f"M{x - 20} 440C{x - 30} 560 {x - 6} 640 {x - 20} 760", main, width=14, opacity=0.35)
    with c.solid(
        "M150 330C140 200 250 110 400 110C550 110 660 200 650 330C640 450 540 510 400 510C260 510 160 450 150 330ZM290 300C320 360 480 360 510 300C500 236 470 214 400 214C330 214 300 236 290 300Z",
        main,
        fill="",
    ):
        cloth(18)
        c.fold(
            "M180 320C220 440 320 480 420 476M236 250C240 380 330 420 430 414M560 230C600 320 560 400 490 450",
            main,
            width=18,
            opacity=0.45,
        )
    c.path(
        "M290 300C320 360 480 360 510 300C500 236 470 214 400 214C330 214 300 236 290 300Z",
        darken(main, 0.42),
    )
    with c.solid("M330 420C400 470 500 450 560 380L596 470C540 560 420 590 320 540Z", main):
        cloth(-30)
        c.fold("M350 480C430 520 510 500 570 440", main, width=14, opacity=0.4)


@flat("gloves", "plain", "mitten", focus=(330, 620))
def gloves(b: Brush) -> None:
    c, main = b.canvas, b.palette.main
    hand = (
        "M150 690C146 560 140 500 146 420C150 380 192 380 196 420L204 520L206 330C208 288 254 288 256 330L260 510L268 300C272 260 318 260 318 302L314 512L326 340C330 300 374 304 372 344"
        "L356 560C376 540 396 500 420 500C448 506 440 540 424 566L356 690Z"
        if b.finish == "plain"
        else "M150 690C120 520 130 330 240 320C340 322 372 440 358 560C376 540 396 500 424 502C450 512 440 546 424 570L356 690Z"
    )
    for place in (
        "rotate(-8 300 600) translate(-40,20)",
        "translate(800,0) scale(-1,1) rotate(-6 300 600) translate(-30,0)",
    ):
        with c.group(transform=place):
            with c.solid(hand, main):
                materials.knit(c, main, size=12)
            with c.solid(
                "M142 680H364C372 750 370 790 366 836C300 852 210 852 140 836C136 790 136 740 142 680Z",
                b.palette.second,
                depth=0.6,
            ):
                materials.rib(c, b.palette.second)


@flat("socks", "plain", "stripe", "heel", focus=(300, 330))
def socks(b: Brush) -> None:
    c, main, second = b.canvas, b.palette.main, b.palette.second
    foot = "M232 200H414L424 560C432 640 560 690 612 744C650 800 604 866 530 850C440 830 330 800 270 750C220 700 228 620 230 560Z"
    for place in ("translate(110,-30) rotate(-5 400 500)", "translate(-50,24)"):
        with c.group(transform=place):
            with c.solid(foot, main):
                if b.finish == "stripe":
                    materials.stripes(c, second, gap=70, width=26)
                if b.finish != "plain":
                    c.path(
                        "M220 600C290 600 350 660 340 720L300 790L200 760ZM540 680C500 740 500 800 540 870H680V700Z",
                        second,
                    )
                materials.knit(c, main, size=11)
                c.fold(
                    "M412 560C380 590 340 600 310 590M420 600C396 640 350 640 330 632",
                    main,
                    width=12,
                    opacity=0.35,
                )
            with c.solid(
                "M226 176C290 166 350 166 420 176L418 276C350 286 290 286 230 276Z",
                second if b.finish == "heel" else main,
                depth=0.5,
            ):
                materials.rib(c, main if b.finish != "heel" else second, size=11)


@flat("sunglasses", "round", focus=(300, 500))
def sunglasses(b: Brush) -> None:
    c, main = b.canvas, b.palette.main
    for side in (str, mirrored):
        c.line(side("M112 450C96 380 130 300 190 280L310 268"), darken(main, 0.2), 15)
        c.plain(
            side(
                "M120 440C180 410 300 410 350 440C372 470 366 600 300 630C230 650 150 620 126 560C112 520 108 460 120 440Z"
            ),
            main,
            depth=0.5,
        )
        lens = side(
            "M146 462C200 440 290 440 328 462C340 490 336 580 286 602C230 616 172 592 152 548C142 516 140 480 146 462Z"
        )
        c.path(lens, c.linear((0, "#39423f", 1), (1, "#7d8780", 1), along=(0, 0, 0.4, 1)))
        c.shine(side("M180 560C176 530 186 500 210 476"), width=14, opacity=0.4)
    c.line("M348 456C370 426 430 426 452 456", main, 18)
    c.shine("M356 446C376 428 420 428 440 442", width=5, opacity=0.4, blur=2)


@flat("umbrella", "plain", "panel", focus=(400, 360))
def umbrella(b: Brush) -> None:
    c, main, second = b.canvas, b.palette.main, b.palette.second
    c.line("M400 150V800C400 870 480 870 480 800", OAK, 16)
    c.line("M400 120V170", STEEL, 10)
    ribs = ((90, 250), (250, 400), (400, 550), (550, 710))
    with c.solid(
        "M90 510C100 300 230 160 400 160C570 160 700 300 710 510C680 470 600 460 550 510C510 460 440 460 400 510C360 460 290 460 250 510C200 460 120 470 90 510Z",
        main,
    ):
        for index, (left, right) in enumerate(ribs):
            if b.finish == "panel" and index % 2:
                c.path(f"M400 150Q{left} 260 {left} 540L{right} 540Q{right} 260 400 150Z", second)
        c.line(both("M400 160C330 220 262 360 250 510M400 160V510"), darken(main, 0.3), 4, opacity=0.6)


@flat("belt", "leather", focus=(250, 460))
def belt(b: Brush) -> None:
    c, main = b.canvas, b.palette.main
    for turn, width in ((250, 62), (176, 58)):
        with c.solid(
            oval(420, 500, turn, turn) + oval(420, 500, turn - width, turn - width).replace("0 0 1", "0 0 0"),
            main,
            depth=0.5,
        ):
            c.stitch(oval(420, 500, turn - 10, turn - 10), main)
    c.plain(rounded(130, 560, 250, 66, 30), main, depth=0.5)
    for x in (170, 210, 250):
        c.ellipse(x, 593, 6, 6, darken(main, 0.6))
    c.plain(rounded(300, 540, 90, 106, 16), "#c9a25a", depth=0.3)
    c.plain(rounded(320, 560, 50, 66, 6), darken(main, 0.2), depth=0.2)
    c.plain(rounded(290, 588, 60, 12, 6), "#d9b878", depth=0.2)
