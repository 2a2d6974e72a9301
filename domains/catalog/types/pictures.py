"""What a picture is."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture by its address; `alt` says what it shows.

    `shows` is the option value in it, such as a colour; empty when it stands for every variant. `width` and
    `height` are pixels, 0 where nobody knows them; `sizes` are smaller copies as (width, address) pairs.
    """

    url: str
    alt: str
    position: int = 0
    shows: str = ""
    thumbnail: str = ""
    width: int = 0
    height: int = 0
    sizes: tuple[tuple[int, str], ...] = ()
