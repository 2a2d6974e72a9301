"""Draws the brand's wide pictures: `python -m ecommerce.demo.artwork` writes them to static/brand/."""

from pathlib import Path

from domains.catalog.illustration import Placed, banner, still_life
from ecommerce.demo.reading import load

BRAND = Path(__file__).parents[2] / "static" / "brand"

# Back to front, as on a Sunday morning by the window.
_MORNING = (
    Placed("jacket/chore", ("#2f4a3c", "#cf9b3c"), 1000, 178, 0.5),
    Placed("scarf/check", ("#b2552f", "#f0e8d8"), 1265, 176, 0.42),
    Placed("beanie/plain", ("#cf9b3c",), 1475, 120, 0.3),
    Placed("apron/stripe", ("#f0e8d8", "#263a5e"), 1660, 186, 0.4),
    Placed("planter/ridged", ("#efe6d6",), 770, 730, 0.62),
    Placed("armchair/lounge", ("#b2552f", "#7a5238"), 1055, 800, 0.76),
    Placed("table/side", ("#c79a68",), 1380, 810, 0.66),
    Placed("lamp/ceramic", ("#2f6b6b", "#f5ead2"), 1400, 562, 0.36),
    Placed("mug/speckle", ("#efe6d6",), 1312, 570, 0.16),
    Placed("backpack/canvas", ("#6b7750",), 1640, 840, 0.52),
    Placed("boots/lace", ("#7a5238", "#efd894"), 800, 872, 0.36),
    Placed("blanket/check", ("#dccfb6", "#2f6b6b"), 1240, 880, 0.36),
)


def pictures() -> dict[str, str]:
    """SVG text by file name: the hero and a banner for each top category."""
    tops = [category for category in load().categories if category.parent is None]
    hero = still_life(_MORNING, wall="#e6dccb", size=(1800, 920), floor=690, rail=138)
    return {"hero.svg": hero} | {
        f"banner-{top.slug}.svg": banner(top.banner_kinds, top.banner_colours) for top in tops
    }


def main() -> None:
    BRAND.mkdir(parents=True, exist_ok=True)
    for name, svg in pictures().items():
        (BRAND / name).write_text(svg + "\n", "utf-8")


if __name__ == "__main__":
    main()
