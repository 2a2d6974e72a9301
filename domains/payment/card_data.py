"""Card numbers never come in here: anything that looks like one is refused before it is kept or logged."""

import re
from collections.abc import Iterable

from domains.payment.errors import CardDataRefused

# 13 to 19 digits, as people type them: with single spaces, dots or dashes between.
_CANDIDATE = re.compile(r"(?<![\w-])\d(?:[ .-]?\d){12,18}(?![\w-])")


def refuse(values: Iterable[str]) -> None:
    """Raise CardDataRefused when one of the values holds a card number."""
    for value in values:
        for candidate in _CANDIDATE.finditer(value):
            digits = [int(sign) for sign in candidate.group() if sign.isdecimal()]
            if _is_luhn(digits) and len(set(digits)) > 1:
                raise CardDataRefused


def _is_luhn(digits: list[int]) -> bool:
    doubled = [digit * 2 - 9 * (digit > 4) for digit in digits[-2::-2]]
    return (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0
