"""The brand's own picture: `python -m domains.catalog.illustration.brand` writes it to static/brand/."""

from pathlib import Path

from domains.catalog.illustration.scene import Placed, still_life

HERO = Path(__file__).parents[3] / "static" / "brand" / "hero.svg"

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


def hero() -> str:
    """The wide picture of the front page; its left third is kept calm for words."""
    return still_life(_MORNING, wall="#e6dccb", size=(1800, 920), floor=690, rail=138)


if __name__ == "__main__":
    HERO.write_text(hero() + "\n", "utf-8")
