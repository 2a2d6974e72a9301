"""Paper, jewels and watches, and the box for what is none of the known things."""
# ruff: noqa: E501  an outline is one string

import math

from domains.catalog.illustration import materials
from domains.catalog.illustration.kinds import Brush, flat, standing
from domains.catalog.illustration.palette import BRASS, PAPER, STEEL, darken, is_dark, lighten
from domains.catalog.illustration.shapes import both, oval, rounded


@standing("box", "kraft", "wrapped", foot=(400, 220), focus=(420, 520), lift=60)
def box(b: Brush) -> None:
    c, main, ribbon = b.canvas, b.palette.main, b.palette.second
    c.plain("M164 446L430 500L430 836L164 772Z", main, depth=0.5)
    c.plain("M430 500L640 440L640 766L430 836Z", darken(main, 0.16), depth=0.5)
    c.plain("M164 446L376 396L640 440L430 500Z", lighten(main, 0.09), depth=0.3)
    if b.finish == "wrapped":
        c.plain("M262 466L318 478L318 809L262 796Z", ribbon, depth=0.25)
        c.plain("M518 475L556 464L556 794L518 807Z", darken(ribbon, 0.14), depth=0.25)
        c.plain("M262 466L476 413L526 421L318 478Z", ribbon, depth=0.2)
        c.plain("M318 408L352 402L556 464L518 475Z", ribbon, depth=0.2)
        c.plain(
            "M410 440C320 330 240 360 290 420C320 446 380 446 410 440C460 330 560 340 520 410C500 440 450 446 410 440Z",
            ribbon,
            depth=0.5,
        )
        c.plain(rounded(386, 418, 50, 38, 14), ribbon, depth=0.4)
    else:
        c.path("M270 421L300 414L560 463L534 471Z", lighten(main, 0.16), opacity=0.8)
        c.path("M534 471L560 463L560 560L534 568Z", lighten(main, 0.06), opacity=0.8)
        c.path("M214 690l40 -56l24 42l18 -20l28 56z", darken(main, 0.3), opacity=0.7)


@flat("notebook", "elastic", "stack", "ring", focus=(440, 420))
def notebook(b: Brush) -> None:
    c, main, second = b.canvas, b.palette.main, b.palette.second
    if b.finish == "stack":
        with c.group(transform="rotate(9 400 500) translate(30,20)"):
            c.path("M214 176H614V846H214Z", PAPER)
            c.plain(rounded(200, 170, 400, 670, 18), second, depth=0.4)
    c.path(rounded(196, 166, 424, 694, 14), PAPER)
    for shift in (4, 8, 12):
        c.line(f"M{606 + shift} 176V850", "#cfc6b6", 1.6)
    with c.solid(rounded(184, 156, 424, 694, 22), main, depth=0.45):
        materials.weave(c, main, size=5, opacity=0.3)
        c.rect(184, 156, 62, 700, darken(main, 0.16), opacity=0.6)
    if b.finish == "elastic":
        c.rect(548, 156, 20, 694, second)
        c.rect(548, 156, 5, 694, lighten(second, 0.14))
        c.path("M300 850L300 910L313 896L326 910V850Z", second)
    elif b.finish == "ring":
        for y in range(200, 840, 42):
            c.line(f"M210 {y}C170 {y - 22} 166 {y + 14} 206 {y + 8}", STEEL, 7)
    c.plain(rounded(310, 300, 190, 128, 8), PAPER, depth=0.15)
    c.line("M340 346H470M340 378H436", "#6b5d50", 5, opacity=0.6)


@flat("card", "gift", focus=(430, 480))
def card(b: Brush) -> None:
    c, main, second = b.canvas, b.palette.main, b.palette.second
    with c.group(transform="rotate(-8 400 500)"):
        with c.solid(rounded(120, 330, 560, 350, 30), main, depth=0.4):
            c.path("M100 640L240 470L330 570L440 420L700 690V700H100Z", lighten(main, 0.1))
            c.rect(560, 320, 44, 380, second)
        c.plain(
            "M582 470C510 390 460 430 500 470C520 490 560 484 582 474C604 484 644 490 664 470C704 430 654 390 582 470Z",
            second,
            depth=0.4,
        )
        c.line("M168 386H330M168 416H270", "#ffffff", 9, opacity=0.8)


@flat("necklace", "pendant", "beads", focus=(400, 640))
def necklace(b: Brush) -> None:
    c, main, stone = b.canvas, b.palette.main, b.palette.second
    chain = "M200 150C190 400 300 620 400 680C500 620 610 400 600 150"
    if b.finish == "beads":
        for index in range(31):
            t = index / 30
            x = 400 + 230 * math.cos(math.pi * (1 - t)) * (0.9 + 0.1 * math.sin(math.pi * t))
            y = 170 + 520 * math.sin(math.pi * t)
            bead = stone if index % 4 else main
            shine = c.radial(
                (0, lighten(bead, 0.25), 1),
                (0.5, bead, 1),
                (1, darken(bead, 0.4), 1),
                cx=0.35,
                cy=0.3,
                r=0.75,
            )
            c.ellipse(x, y, 21, 21, shine)
        return
    c.line(chain, darken(main, 0.35), 10)
    c.line(chain, lighten(main, 0.1), 7, dash="9 6")
    c.plain(oval(400, 690, 14, 14), main, depth=0.3)
    c.plain(
        "M400 694C450 740 466 790 452 826C440 864 360 864 348 826C334 790 350 740 400 694Z", main, depth=0.5
    )
    c.plain(
        "M400 730C430 764 440 796 430 818C420 840 380 840 370 818C360 796 370 764 400 730Z", stone, depth=0.6
    )
    c.shine("M380 790C380 774 386 766 392 758", width=8, opacity=0.9, blur=2)


@flat("earrings", "drop", "hoop", focus=(300, 480))
def earrings(b: Brush) -> None:
    c, main, stone = b.canvas, b.palette.main, b.palette.second
    c.plain(rounded(180, 210, 440, 580, 20), PAPER, depth=0.25)
    c.path("M376 272l24 -34l14 20l10 -10l18 24z", darken(PAPER, 0.5), opacity=0.7)
    for cx in (300, 500):
        if b.finish == "hoop":
            c.ellipse(cx, 520, 76, 92, "none", stroke=darken(main, 0.35), stroke_width=22)
            c.ellipse(cx - 2, 518, 76, 92, "none", stroke=main, stroke_width=16)
            c.ellipse(cx - 5, 514, 76, 92, "none", stroke=lighten(main, 0.2), stroke_width=4)
            continue
        c.line(f"M{cx} 440C{cx - 4} 380 {cx + 40} 370 {cx + 36} 410", main, 7)
        c.plain(oval(cx, 452, 17, 17), main, depth=0.3)
        c.plain(
            f"M{cx} 472C{cx + 46} 530 {cx + 56} 590 {cx + 40} 630C{cx + 24} 664 {cx - 24} 664 {cx - 40} 630C{cx - 56} 590 {cx - 46} 530 {cx} 472Z",
            main,
            depth=0.5,
        )
        c.plain(oval(cx, 600, 27, 34), stone, depth=0.5)
        c.shine(f"M{cx - 12} 596C{cx - 12} 586 {cx - 6} 580 {cx} 578", width=7, opacity=0.9, blur=2)


@flat("ring", "stone", "band", focus=(400, 400))
def ring(b: Brush) -> None:
    c, main, stone = b.canvas, b.palette.main, b.palette.second
    for width, colour, shift in ((74, darken(main, 0.38), 0), (62, main, -3), (20, lighten(main, 0.2), -16)):
        c.ellipse(400 + shift / 2, 570 + shift / 2, 190, 190, "none", stroke=colour, stroke_width=width)
    c.shine("M250 470C290 400 350 372 400 368", width=14, opacity=0.8, blur=4)
    if b.finish == "stone":
        c.plain("M318 300H482L510 380L440 440H360L290 380Z", main, depth=0.5)
        c.plain("M336 250H464L516 318L400 430L284 318Z", stone, depth=0.4)
        c.line(
            "M284 318H516M336 250L360 318L400 430L440 318L464 250M360 318L400 250L440 318",
            lighten(stone, 0.25),
            4,
            opacity=0.8,
        )


@flat("watch", "leather", "steel", focus=(400, 480))
def watch(b: Brush) -> None:
    c, main, dial = b.canvas, b.palette.main, b.palette.second
    metal = STEEL if b.finish == "steel" else BRASS
    for d in ("M322 90C322 74 478 74 478 90L500 380H300Z", "M322 910C322 926 478 926 478 910L500 620H300Z"):
        with c.solid(d, metal if b.finish == "steel" else main, depth=0.6):
            if b.finish == "steel":
                link = f'<path d="M0 1h200M66 0v32M134 0v32" stroke="{darken(metal, 0.4)}" stroke-width="4"/>'
                c.rect(300, 60, 200, 900, c.tile(200, 32, link), opacity=0.7)
    if b.finish == "leather":
        c.stitch(both("M338 100L318 374M318 626L338 900"), main)
        for hole in (740, 780, 820, 860):
            c.ellipse(400, hole, 7, 9, darken(main, 0.6))
        c.plain(rounded(326, 62, 148, 46, 14), metal, depth=0.3)
    c.plain(rounded(588, 474, 40, 52, 10), metal, depth=0.4)
    c.plain(oval(400, 500, 200, 200), metal, depth=0.9)
    c.plain(oval(400, 500, 168, 168), dial, fill=c.lit(dial), depth=0.4)
    ink = "#f3eee4" if is_dark(dial) else "#2f2b28"
    for hour in range(12):
        x, y = math.sin(hour * math.pi / 6), -math.cos(hour * math.pi / 6)
        c.line(
            f"M{400 + x * 132:.0f} {500 + y * 132:.0f}L{400 + x * 150:.0f} {500 + y * 150:.0f}",
            ink,
            8 if hour % 3 == 0 else 4,
        )
    c.line("M400 500L346 440", ink, 11)
    c.line("M400 500L456 402", ink, 8)
    c.line("M386 540L430 390", metal if b.finish == "leather" else "#b5532f", 3)
    c.ellipse(400, 500, 10, 10, metal)
    c.shine("M290 430C310 390 340 364 376 352", width=16, opacity=0.5, blur=5)


@flat("book", "cloth", focus=(420, 420))
def book(b: Brush) -> None:
    c, main, second = b.canvas, b.palette.main, b.palette.second
    c.path("M206 176L630 166V850L206 866Z", PAPER)
    with c.solid(rounded(180, 150, 430, 700, 8), main, depth=0.45):
        materials.weave(c, main, size=5, opacity=0.3)
        c.rect(180, 150, 40, 700, darken(main, 0.25), opacity=0.6)
        c.path("M260 640L380 470L450 560L500 500L610 660V850H260Z", second, opacity=0.9)
        c.ellipse(470, 410, 38, 38, lighten(second, 0.15))
    c.line("M280 240H540M280 290H460", lighten(second, 0.1), 14)
