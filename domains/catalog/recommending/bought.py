"""Who bought what, in numbers: what goes to the process that learns, and what comes back."""

from dataclasses import dataclass

# Stands where there are fewer products than places.
NOBODY = -1


@dataclass(frozen=True, slots=True)
class Bought:
    """Arrays of 32-bit numbers side by side: a person, a product, how many orders of theirs had it.

    Persons and products are counted from 0; everybody is to be told of `each` products at most.
    """

    persons: bytes
    products: bytes
    times: bytes
    each: int


@dataclass(frozen=True, slots=True)
class Learned:
    """For every person `each` products, best first, and which of their own tells so; 32-bit numbers."""

    products: bytes
    because: bytes
    each: int
