"""The query of whatever somebody typed: quotes, `or`, a minus; the last word may be unfinished."""

import re
from dataclasses import dataclass
from typing import Any

from domains.catalog.search.elastic.documents import STOP_WORDS, sku_key
from domains.catalog.search.wording import plain, unfinished, words_of

Query = dict[str, Any]

NOTHING: Query = {"match_none": {}}
# As PostgreSQL weighs them: name, what it stands under, its attributes, the description.
_FIELDS = ["name^10", "sorted_under^3", "described_by^3", "description"]
_PART = re.compile(r'(-?)"([^"]*)"|(\S+)')
_HAS_SKU_LOOKS = re.compile(r"(?=.*[\d-])\S+")


@dataclass(frozen=True, slots=True)
class _Term:
    text: str
    phrase: bool = False
    negated: bool = False


def query_of(text: str) -> Query:
    """What fits all words of one of the alternatives."""
    groups = _groups(text)
    last = unfinished(text)
    parts = [_group(group, last if group is groups[-1] else "") for group in groups]
    return {"bool": {"should": parts, "minimum_should_match": 1}} if parts else NOTHING


def beginning_query(words: tuple[str, ...]) -> Query:
    """What has all the words, the last of which may be unfinished."""
    *whole, last = words
    return {"bool": {"must": [_word(word) for word in whole if word not in STOP_WORDS] + [_beginning(last)]}}


def by_relevance(query: Query) -> Query:
    """How well the words fit, a little more for what sells, a little less for what is sold out."""
    liked = [
        {"weight": 1},
        {"field_value_factor": {"field": "popularity", "modifier": "ln1p"}, "weight": 0.08},
    ]
    there = [{"filter": {"term": {"in_stock": False}}, "weight": 0.7}]
    inner = {"function_score": {"query": query, "functions": liked, "score_mode": "sum"}}
    return {"function_score": {"query": inner, "functions": there}}


def _groups(text: str) -> list[list[_Term]]:
    groups: list[list[_Term]] = [[]]
    for minus, quoted, bare in _PART.findall(text):
        if bare.casefold() == "or":
            groups.append([])
        elif words_of(quoted or bare):
            negated = bool(minus) or (bare.startswith("-") and len(bare) > 1)
            groups[-1].append(_Term(quoted or bare.lstrip("-"), bool(quoted), negated))
    return [group for group in groups if group]


def _group(terms: list[_Term], last: str) -> Query:
    must: list[Query] = []
    never: list[Query] = []
    telling = [term for term in terms if not set(words_of(term.text)) <= set(STOP_WORDS)]
    for term in telling:
        one = _phrase(term.text) if term.phrase else _word(term.text)
        if last and term is terms[-1]:
            one = {"dis_max": {"queries": [one, _beginning(last)]}}
        (never if term.negated else must).append(one)
    if not telling:
        return _beginning(last) if last else NOTHING
    return {"bool": {"must": must, "must_not": never}}


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
