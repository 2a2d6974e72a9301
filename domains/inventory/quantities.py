"""What counts as a quantity of stock."""

from domains.inventory.errors import InvalidQuantity

LARGEST = 10_000_000


def checked(quantity: object, *, least: int = 0, field: str = "quantity") -> int:
    """The whole number. Raises InvalidQuantity for anything else, or outside `least` to 10,000,000."""
    whole = isinstance(quantity, int) and not isinstance(quantity, bool)
    if not whole or not least <= quantity <= LARGEST:  # type: ignore[operator]
        raise InvalidQuantity(f"Give a whole number from {least:,} to {LARGEST:,}.", field=field)
    return int(quantity)  # type: ignore[call-overload, no-any-return]
