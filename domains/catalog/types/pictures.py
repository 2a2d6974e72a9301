"""What a picture is."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture by its address; `alt` says what it shows.

    `shows` is the option value in it, such as a colour; empty when it stands for every variant.
    """

    url: str
    alt: str
    position: int = 0
    shows: str = ""
    thumbnail: str = ""
