"""Addresses of drawn pictures: all that a drawing needs stands in its address, so it can be cached for ever.

`/pictures/shirt.check/5b6b46-d9d2c0/417-0.svg` is
`draw("shirt/check", ("#5b6b46", "#d9d2c0"), seed=417, view=0)`.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from zlib import crc32

from domains.catalog import illustration
from domains.catalog.types import NewVariant, Picture

_ROOT = "/pictures/"
_COLOUR = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)
_BANNER_KINDS = 6


def drawn(
    kind: str, colours: Sequence[str], *, seed: int, view: int, alt: str, position: int = 0, shows: str = ""
) -> Picture:
    """A picture that is drawn whenever somebody asks for its address."""
    url = f"{_ROOT}{kind.replace('/', '.')}/{_hexes(colours)}/{seed}-{view}.svg"
    return Picture(url=url, alt=alt, position=position, shows=shows)


def drawn_for_product(name: str, slug: str, kind: str, variants: Sequence[NewVariant]) -> tuple[Picture, ...]:
    """Three views of the first colour and two of each other, as the variants' swatches have them."""
    seed = crc32(slug.encode()) % 1000
    shown = list(_swatches(variants).items()) or [("", "")]
    plan = [
        (colour, swatch, view)
        for index, (colour, swatch) in enumerate(shown)
        for view in range(illustration.VIEWS if index == 0 else 2)
    ]
    return tuple(
        drawn(
            kind,
            (swatch,) if swatch else (),
            seed=seed,
            view=view,
            alt=_alt(name, colour, view),
            position=position,
            shows=colour,
        )
        for position, (colour, swatch, view) in enumerate(plan)
    )


def drawn_for_category(slug: str, name: str, spec: str) -> Picture | None:
    """The picture of a category: `spec` lists kinds and then colours, e.g. `shirt/check #d9d2c0`."""
    words = spec.split()
    kinds = [word for word in words if not word.startswith("#")]
    colours = [word for word in words if word.startswith("#")]
    if not kinds:
        return None
    seed = crc32(slug.encode()) % 1000
    if len(kinds) == 1:
        return with_version(drawn(kinds[0], colours, seed=seed, view=2, alt=name))
    named = "+".join(kind.replace("/", ".") for kind in kinds[:_BANNER_KINDS])
    return with_version(Picture(f"{_ROOT}banner/{named}/{_hexes(colours)}/{seed}.svg", name))


def with_version(picture: Picture) -> Picture:
    """The picture as readers get it: a drawing's address changes when the drawing code does."""
    if not is_drawn(picture.url):
        return picture
    return replace(picture, url=versioned(picture.url), thumbnail=versioned(picture.thumbnail))


def versioned(url: str) -> str:
    """The address with the version of the drawing code where it is a drawing's."""
    return f"{url}?v={_version()}" if is_drawn(url) and "?" not in url else url


def without_version(url: str) -> str:
    """The address as it is stored."""
    return url.partition("?")[0] if is_drawn(url) else url


def is_drawn(url: str) -> bool:
    """Whether the address is a drawing's."""
    return url.startswith(_ROOT)


@lru_cache(maxsize=512)
def is_drawable(kind: str) -> bool:
    """Whether there is such a kind, with such a finish."""
    try:
        illustration.draw(kind, ())
    except ValueError:
        return False
    return True


def is_colour(text: str) -> bool:
    """Whether it is a colour as #rgb or #rrggbb."""
    return _COLOUR.fullmatch(text) is not None


def _swatches(variants: Sequence[NewVariant]) -> dict[str, str]:
    """The swatch of each colour, in order; the option that carries the swatch is the colour."""
    found: dict[str, str] = {}
    for variant in variants:
        if variant.swatch:
            found.setdefault(_coloured_value(variant, variants), variant.swatch)
    return found


def _coloured_value(variant: NewVariant, variants: Sequence[NewVariant]) -> str:
    for name, value in variant.attributes.items():
        alike = {other.swatch for other in variants if other.attributes.get(name) == value}
        if alike == {variant.swatch}:
            return value
    return ""


def _alt(name: str, colour: str, view: int) -> str:
    words = ("", ", detail", ", on a coloured ground")[view % illustration.VIEWS]
    return f"{name} in {colour}{words}" if colour else f"{name}{words}"


def _hexes(colours: Sequence[str]) -> str:
    return "-".join(colour.lstrip("#").lower() for colour in colours) or "plain"


@lru_cache(maxsize=1)
def _version() -> str:
    folder = Path(illustration.__file__).parent
    sources = b"".join(path.read_bytes() for path in sorted(folder.glob("*.py")))
    return f"{crc32(sources):08x}"
