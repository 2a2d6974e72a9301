"""Card numbers never come in here: anything that looks like one is refused before it is kept or logged."""

import re
from collections.abc import Iterable, Iterator

from domains.payment.errors import CardDataRefused

# Groups of digits as people type them: with a single space, dot or dash between.
_RUN = re.compile(r"(?<!\w)\d+(?:[\s.-]\d+)*(?!\w)")
_GROUP = re.compile(r"\d+")
# Networks number their cards with 13 to 19 digits, the first of them from 2 to 6.
_CARD = re.compile(r"[2-6]\d{12,18}")


def refuse(values: Iterable[str]) -> None:
    """Raise CardDataRefused when one of the values holds a card number."""
    for value in values:
        if any(_is_luhn(number) for run in _RUN.finditer(value) for number in _numbers(run.group())):
            raise CardDataRefused


def _numbers(run: str) -> Iterator[str]:
    """Every neighbourhood of groups that is as long as a card number."""
    groups: list[str] = _GROUP.findall(run)
    for start in range(len(groups)):
        number = ""
        for group in groups[start:]:
            number += group
            if len(number) > 19:
                break
            if _CARD.fullmatch(number):
                yield number


def _is_luhn(number: str) -> bool:
    digits = [int(sign) for sign in number]
    doubled = [digit * 2 - 9 * (digit > 4) for digit in digits[-2::-2]]
    return (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0
