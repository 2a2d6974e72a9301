"""The text query of whatever somebody typed."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import reduce
from operator import and_, or_

from domains.catalog.search.meaning import Alternative, Synonyms, Term
from domains.catalog.search.text_query import TextQuery
from domains.catalog.search.wording import plain, unfinished

CONFIG = "shop_english"
_SKU = re.compile(r"(?=.*[\d-])\S+")
_PART = re.compile(r"\w+")


def query_of(text: str, synonyms: Synonyms) -> TextQuery:
    """The text as web searches read it: quotes, `or`, a minus; the last word may be unfinished."""
    whole = words_query(text, synonyms)
    if _SKU.fullmatch(text):
        whole = whole | _sku(text)
    last = unfinished(text)
    if not last or _ends_in_an_expression(text, synonyms):
        return whole
    beginning, before = prefix_query(last), text.removesuffix(last).strip()
    return whole | (words_query(before, synonyms) & beginning if before else beginning)


def typed_query(text: str, synonyms: Synonyms) -> TextQuery | None:
    """What fits best where words mean more than themselves: what has them as they were typed."""
    if not synonyms.apply_to(text):
        return None
    typed = [
        tuple(replace(term, readings=term.readings[:1]) if term.others else term for term in terms)
        for terms in synonyms.understood(text)
    ]
    return reduce(or_, map(_all_of, typed))


def beginning_query(words: Sequence[str], synonyms: Synonyms) -> TextQuery:
    """What has all the words, the last of which may be unfinished, or what they mean."""
    *whole, last = words
    query = prefix_query(last)
    for word in whole:
        query = TextQuery.of("plainto_tsquery", CONFIG, word) & query
    text = " ".join(words)
    return query | words_query(text, synonyms) if synonyms.apply_to(text) else query


def prefix_query(word: str) -> TextQuery:
    """What begins like this word, which must consist of letters and digits.

    Both its stem and the letters as they were typed: "every" stems to "everi", "everyday" does not.
    """
    stem = TextQuery.of("to_tsquery", CONFIG, f"'{word}':*")
    return stem | TextQuery.of("to_tsquery", "simple", f"'{plain(word)}':*")


def words_query(text: str, synonyms: Synonyms) -> TextQuery:
    """What has every word of the text or what it means, or as quotes, `or` and a minus say."""
    if not synonyms.apply_to(text):
        return TextQuery.of("websearch_to_tsquery", CONFIG, text)
    return reduce(or_, map(_all_of, synonyms.understood(text)))


def _all_of(terms: Alternative) -> TextQuery:
    return reduce(and_, map(_any_reading_of, terms))


def _any_reading_of(term: Term) -> TextQuery:
    readings = [f'"{one}"' for one in term.readings] if term.quoted else term.readings
    fits = reduce(or_, (TextQuery.of("websearch_to_tsquery", CONFIG, one) for one in readings))
    return ~fits if term.negated else fits


def _ends_in_an_expression(text: str, synonyms: Synonyms) -> bool:
    understood = synonyms.understood(text) if synonyms.meanings else ()
    return bool(understood) and understood[-1][-1].is_expression


def _sku(text: str) -> TextQuery:
    """SKUs are indexed without what stands between their parts, and so that no word begins like them."""
    return TextQuery.of("plainto_tsquery", "simple", "zsku" + "".join(_PART.findall(text.replace("_", " "))))
