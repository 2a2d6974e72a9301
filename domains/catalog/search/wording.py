"""Makes a query out of whatever somebody typed."""

import re
import unicodedata

from domains.catalog.search.text_query import TextQuery

CONFIG = "shop_english"
_LONGEST = 200
_MOST_WORDS = 16
_WORD = re.compile(r"\w+")
_SKU = re.compile(r"(?=.*[\d-])\S+")
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


def query_of(text: str) -> TextQuery:
    """The text as web searches read it: quotes, `or`, a minus; the last word may be unfinished."""
    whole = words_query(text) | _sku(text) if _SKU.fullmatch(text) else words_query(text)
    last = unfinished(text)
    if not last:
        return whole
    beginning, before = prefix_query(last), text.removesuffix(last).strip()
    return whole | (words_query(before) & beginning if before else beginning)


def unfinished(text: str) -> str:
    """The last word where somebody may still be typing it, else nothing."""
    last = _UNFINISHED.search(text)
    if last is None or text.count('"') % 2 or last.group().casefold() == "or":
        return ""
    return last.group()


def prefix_query(word: str) -> TextQuery:
    """What begins like this word, which must consist of letters and digits.

    Both its stem and the letters as they were typed: "every" stems to "everi", "everyday" does not.
    """
    stem = TextQuery.of("to_tsquery", CONFIG, f"'{word}':*")
    return stem | TextQuery.of("to_tsquery", "simple", f"'{plain(word)}':*")


def _sku(text: str) -> TextQuery:
    """SKUs are indexed without what stands between their parts, and so that no word begins like them."""
    return TextQuery.of("plainto_tsquery", "simple", "zsku" + "".join(_WORD.findall(text.replace("_", " "))))


def words_query(text: str) -> TextQuery:
    """What has every word of the text, or as quotes, `or` and a minus say."""
    return TextQuery.of("websearch_to_tsquery", CONFIG, text)
