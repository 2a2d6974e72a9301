"""Makes words out of whatever somebody typed."""

import re
import unicodedata

_LONGEST = 200
_MOST_WORDS = 16
_WORD = re.compile(r"\w+")
_UNFINISHED = re.compile(r"(?:^|(?<=\s))\w{2,}$")


def cleaned(typed: str) -> str:
    """The text on one line, cut to what a person would type; control characters and lone surrogates gone."""
    printable = "".join(
        " " if unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") else character
        for character in typed[: 4 * _LONGEST]
    )
    text = " ".join(printable.split()[:_MOST_WORDS])
    return text if len(text) <= _LONGEST else text[:_LONGEST].rpartition(" ")[0] or text[:_LONGEST]


def words_of(text: str) -> tuple[str, ...]:
    """The words as the index of words has them: small letters without accents."""
    return tuple(dict.fromkeys(_WORD.findall(plain(text))))


def plain(text: str) -> str:
    """Small letters without accents."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def unfinished(text: str) -> str:
    """The last word where somebody may still be typing it, else nothing."""
    last = _UNFINISHED.search(text)
    if last is None or text.count('"') % 2 or last.group().casefold() == "or":
        return ""
    return last.group()
