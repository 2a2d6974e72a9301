"""Colour maths in OKLCH: a hue made lighter or darker still looks like the same material."""

import math
import re
from dataclasses import dataclass
from typing import Self

_HEX = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)
DEFAULT_COLOURS = ("#b8a78d", "#5d5648")

OAK = "#c79a68"
WALNUT = "#7a5238"
LEATHER = "#9a6236"
BRASS = "#c9a25a"
STEEL = "#b9bec3"
CORK = "#c8a273"
PAPER = "#f3eee4"
LEAF = "#5f7f52"
IRON = "#35373a"


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def _gamma(channel: float) -> float:
    return 12.92 * channel if channel <= 0.0031308 else 1.055 * channel ** (1 / 2.4) - 0.055


def oklch(colour: str) -> tuple[float, float, float]:
    """Lightness 0 to 1, chroma 0 to about 0.37, hue in radians."""
    digits = colour.lstrip("#")
    digits = "".join(d * 2 for d in digits) if len(digits) == 3 else digits
    r, g, b = (_linear(int(digits[i : i + 2], 16) / 255) for i in (0, 2, 4))
    long = math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
    medium = math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
    short = math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
    lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    return lightness, math.hypot(a, b), math.atan2(b, a)


def from_oklch(lightness: float, chroma: float, hue: float) -> str:
    """The nearest colour a screen can show, as #rrggbb; chroma gives way, lightness and hue stay."""
    lightness = min(max(lightness, 0.0), 1.0)
    while True:
        a, b = chroma * math.cos(hue), chroma * math.sin(hue)
        long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
        medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
        short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
        rgb = (
            4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
            -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
            -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
        )
        if chroma < 0.002 or all(-0.0005 <= channel <= 1.0005 for channel in rgb):
            return "#" + "".join(f"{round(255 * _gamma(min(max(c, 0.0), 1.0))):02x}" for c in rgb)
        chroma *= 0.9


def lighten(colour: str, amount: float) -> str:
    lightness, chroma, hue = oklch(colour)
    return from_oklch(lightness + amount, chroma * (1 - 0.6 * max(amount, 0)), hue)


def darken(colour: str, amount: float) -> str:
    """Darker, with the bit of extra depth that shadows have in daylight."""
    lightness, chroma, hue = oklch(colour)
    return from_oklch(lightness * (1 - amount), chroma * (1 - 0.25 * amount), hue)


def mix(one: str, other: str, share: float) -> str:
    """`share` of `other` in `one`, mixed as light."""
    first, second = (tuple(int(c[i : i + 2], 16) for i in (1, 3, 5)) for c in (_long(one), _long(other)))
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in zip(first, second, strict=True))


def is_dark(colour: str) -> bool:
    return oklch(colour)[0] < 0.5


def _long(colour: str) -> str:
    digits = colour.lstrip("#").lower()
    return "#" + ("".join(d * 2 for d in digits) if len(digits) == 3 else digits)


@dataclass(frozen=True, slots=True)
class Palette:
    """What one drawing is painted with; `trim` is for edges, lids, soles and seams."""

    main: str
    second: str
    trim: str

    @classmethod
    def of(cls, colours: tuple[str, ...]) -> Self:
        for colour in colours:
            if not _HEX.fullmatch(colour):
                raise ValueError(f"A colour is written #rgb or #rrggbb, not {colour!r}.")
        given = [_long(colour) for colour in colours] or list(DEFAULT_COLOURS)
        main = given[0]
        second = given[1] if len(given) > 1 else cls._partner(main)
        return cls(main, second, given[2] if len(given) > 2 else second)

    @staticmethod
    def _partner(main: str) -> str:
        lightness, chroma, hue = oklch(main)
        return from_oklch(lightness + (0.24 if lightness < 0.6 else -0.3), chroma * 0.8, hue + 0.25)

    @property
    def backdrop(self) -> str:
        """A pale studio wall that takes a breath of the product's colour and stays clear of it."""
        lightness, chroma, hue = oklch(self.main)
        wall = 0.885 if lightness > 0.86 else 0.945
        return mix(from_oklch(wall, min(chroma * 0.22, 0.022), hue), "#efe9df", 0.45)

    def ground(self, seed: int) -> str:
        """A saturated wall for the staged picture, at a pleasant distance on the colour wheel."""
        lightness, chroma, hue = oklch(self.main)
        turn = (2.4, 0.7, -0.8, 3.0)[seed % 4]
        if chroma < 0.03:
            hue = (0.9, 2.4, 4.2, 1.4)[seed % 4]
            turn = 0.0
        wall = 0.72 if lightness < 0.58 or lightness > 0.86 else 0.86
        return mix(from_oklch(wall, 0.06, hue + turn), "#d8c3a5", 0.22)
