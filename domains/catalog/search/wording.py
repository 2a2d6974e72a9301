"""Makes a query out of whatever somebody typed."""

import re
import unicodedata

from django.contrib.postgres.search import CombinedSearchQuery, SearchQuery

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


def query_of(text: str) -> SearchQuery | CombinedSearchQuery:
    """The text as web searches read it: quotes, `or`, a minus; the last word may be unfinished."""
    whole = _websearch(text) | _sku(text) if _SKU.fullmatch(text) else _websearch(text)
    last = _UNFINISHED.search(text)
    if last is None or text.count('"') % 2 or last.group().casefold() == "or":
        return whole
    beginning, before = prefix_query(last.group()), text[: last.start()].strip()
    return whole | (_websearch(before) & beginning if before else beginning)


def prefix_query(word: str) -> SearchQuery | CombinedSearchQuery:
    """What begins like this word, which must consist of letters and digits.

    Both its stem and the letters as they were typed: "every" stems to "everi", "everyday" does not.
    """
    stem = SearchQuery(f"'{word}':*", config=CONFIG, search_type="raw")
    return stem | SearchQuery(f"'{plain(word)}':*", config="simple", search_type="raw")


def _sku(text: str) -> SearchQuery:
    """SKUs are indexed without what stands between their parts, and so that no word begins like them."""
    return SearchQuery("zsku" + "".join(_WORD.findall(text.replace("_", " "))), config="simple")


def _websearch(text: str) -> SearchQuery:
    return SearchQuery(text, config=CONFIG, search_type="websearch")
