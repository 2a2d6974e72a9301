"""Texts that a spreadsheet would take for formulas: marked when given out, read back as they were."""

import re

# What begins like a formula, and what would look as if it had been marked.
_LIKE_A_FORMULA = re.compile(r"'*[=+\-@\t\r]")


def harmless(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would run it."""
    return f"'{text}" if _LIKE_A_FORMULA.match(text) else text


def restored(text: str) -> str:
    """The text before it was made harmless; an apostrophe of its own stays."""
    return text[1:] if text[:1] == "'" and _LIKE_A_FORMULA.match(text) else text
