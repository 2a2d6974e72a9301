"""The query of whatever somebody typed: quotes, `or`, a minus; the last word may be unfinished."""

import re
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from domains.catalog.search.elastic.documents import STOP_WORDS, sku_key
from domains.catalog.search.guidance import Boost
from domains.catalog.search.meaning import Alternative, Synonyms, Term
from domains.catalog.search.wording import plain, unfinished, words_of

Query = dict[str, Any]

NOTHING: Query = {"match_none": {}}
EVERYTHING: Query = {"match_all": {}}
# As PostgreSQL weighs them: name, what it stands under, its attributes, the description.
_FIELDS = ["name^10", "sorted_under^3", "described_by^3", "description"]
# How much what fits a word of the same meaning counts beside what fits the word itself.
_OF_ANOTHER = 0.5
# More than any score, and little enough that a score still tells those of one place apart.
_FIRST = 1_000_000
_HAS_SKU_LOOKS = re.compile(r"(?=.*[\d-])\S+")


def query_of(text: str, synonyms: Synonyms) -> Query:
    """What fits all words of one of the alternatives, or what they mean."""
    groups = synonyms.understood(text)
    last = unfinished(text)
    parts = [_group(group, last if group is groups[-1] else "") for group in groups]
    return {"bool": {"should": parts, "minimum_should_match": 1}} if parts else NOTHING


def beginning_query(words: tuple[str, ...], synonyms: Synonyms) -> Query:
    """What has all the words, the last of which may be unfinished, or what they mean."""
    text = " ".join(words)
    query = _begun(words[:-1], words[-1])
    return {"dis_max": {"queries": [query, query_of(text, synonyms)]}} if synonyms.apply_to(text) else query


def by_relevance(query: Query, boosts: Sequence[Boost] = ()) -> Query:
    """How well the words fit, a little more for what sells, a little less for what is sold out."""
    liked = [
        {"weight": 1},
        {"field_value_factor": {"field": "popularity", "modifier": "ln1p"}, "weight": 0.08},
    ]
    there = [{"filter": {"term": {"in_stock": False}}, "weight": 0.7}]
    inner = {"function_score": {"query": query, "functions": liked, "score_mode": "sum"}}
    return {"function_score": {"query": inner, "functions": [*there, *map(_factor, boosts)]}}


def with_first(query: Query, first: Sequence[UUID], must: Sequence[Query]) -> Query:
    """What fits, after what stands first whether it fits or not; all of it must meet the conditions."""
    if not first:
        return query
    places = [
        {"constant_score": {"filter": {"term": {"product_id": str(one)}}, "boost": place * _FIRST}}
        for place, one in enumerate(reversed(first), 1)
    ]
    return {"bool": {"should": [query, *places], "minimum_should_match": 1, "filter": list(must)}}


def _factor(boost: Boost) -> Query:
    term = {"traits": boost.trait} if boost.product_id is None else {"product_id": str(boost.product_id)}
    return {"filter": {"term": term}, "weight": float(boost.factor)}


def _group(terms: Alternative, last: str) -> Query:
    must: list[Query] = []
    never: list[Query] = []
    telling = [term for term in terms if not set(words_of(term.typed)) <= set(STOP_WORDS)]
    for term in telling:
        one = _fitting(term, last if term is terms[-1] and not term.is_expression else "")
        (never if term.negated else must).append(one)
    if not telling:
        return _beginning(last) if last else NOTHING
    return {"bool": {"must": must, "must_not": never}}


def _fitting(term: Term, last: str) -> Query:
    fits = [_reading(term, one) for one in term.readings]
    fits += [_beginning(last)] if last else []
    return fits[0] if len(fits) == 1 else {"dis_max": {"queries": fits}}


def _reading(term: Term, text: str) -> Query:
    fits = _phrase(text) if term.quoted else _words(text.split())
    return {"bool": {"must": fits, "boost": _OF_ANOTHER}} if text in term.others else fits


def _begun(whole: Sequence[str], last: str) -> Query:
    return {"bool": {"must": [*_telling(whole), _beginning(last)]}} if whole else _beginning(last)


def _words(words: Sequence[str]) -> Query:
    if len(words) == 1:
        return _word(words[0])
    telling = _telling(words)
    return {"bool": {"must": telling}} if telling else NOTHING


def _telling(words: Sequence[str]) -> list[Query]:
    return [_word(word) for word in words if word.casefold() not in STOP_WORDS]


def _word(word: str) -> Query:
    fits = {"query": word, "fields": _FIELDS, "type": "best_fields", "operator": "and"}
    if _HAS_SKU_LOOKS.fullmatch(word):
        sku = {"constant_score": {"filter": {"term": {"skus": sku_key(word)}}, "boost": 10}}
        return {"dis_max": {"queries": [{"multi_match": fits}, sku]}}
    return {"multi_match": fits}


def _phrase(text: str) -> Query:
    return {"multi_match": {"query": text, "fields": _FIELDS, "type": "phrase"}}


def _beginning(word: str) -> Query:
    """What has a word that begins so, as it was typed or by its stem."""
    queries = [
        {"prefix": {"name_words": {"value": plain(word), "boost": 10}}},
        {"prefix": {"words": {"value": plain(word), "boost": 3}}},
        _word(word),
    ]
    return {"dis_max": {"queries": queries}}
