"""Counts of every facet in one question, each leaving out its own condition."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from domains.catalog import tree
from domains.catalog.search.elastic.conditions import Condition
from domains.catalog.search.elastic.documents import SEPARATOR
from domains.catalog.search.elastic.units import paid_field
from domains.catalog.search.facets import STARS, Count, bounds_of, facets_of
from domains.catalog.types import Facet

_ATTRIBUTES = "attr."
_PLAIN = ("category", "brand", "price", "rating", "in_stock")
_MOST_LABELS = 2_000
_MOST_CATEGORIES = 1_000
_Buckets = Mapping[str, Any]


def aggregations(met: Mapping[str, Condition], *, currency: str) -> dict[str, Any]:
    """What to count beside a search whose facets' conditions are `met`."""
    groups: dict[str, dict[str, Condition]] = {}
    for name in (_ATTRIBUTES, *_PLAIN, *met):
        groups.setdefault(_group(name, met), {})[_safe(name)] = _counted(name, currency)
    return {
        _safe(left_out): {"filter": {"bool": {"filter": _without(met, left_out)}}, "aggs": counted}
        for left_out, counted in groups.items()
    }


def facets(answer: Mapping[str, Any], met: Mapping[str, Condition], *, currency: str) -> tuple[Facet, ...]:
    """The facets out of what was counted."""
    counts: dict[str, list[Count]] = {}
    for name in (_ATTRIBUTES, *_PLAIN, *met):
        found = list(_read(name, answer[_safe(_group(name, met))][_safe(name)]))
        if name == _ATTRIBUTES:
            found = [one for one in found if one.facet not in met]
        for one in found:
            counts.setdefault(one.facet, [])
        for one in found:
            if one not in counts[one.facet]:
                counts[one.facet].append(one)
    return facets_of(counts, currency=currency)


def _safe(name: str) -> str:
    """A name as aggregations may have it."""
    return f"_{name.encode().hex()}"


def _group(name: str, met: Mapping[str, Condition]) -> str:
    """The facet whose condition is left out when this one is counted; none for those without a condition.

    What leaves out the same is counted in one go.
    """
    return name if name in met else ""


def _without(met: Mapping[str, Condition], name: str) -> list[Condition]:
    return [condition for other, condition in met.items() if other != name]


def _counted(kind: str, currency: str) -> Condition:
    if kind == "category":
        return _terms("traits", "category=", _MOST_CATEGORIES)
    if kind == "price":
        return {"range": {"field": paid_field(currency), "ranges": list(_ranges(bounds_of(currency)))}}
    if kind == "rating":
        return {"range": {"field": "rating", "ranges": [{"key": str(n), "from": n * 100} for n in STARS]}}
    if kind == "in_stock":
        return {"filter": {"term": {"in_stock": True}}}
    return _terms("labels", kind if kind.endswith(".") else f"{kind}=", _MOST_LABELS)


def _terms(field: str, beginning: str, most: int) -> Condition:
    return {"terms": {"field": field, "include": f"{_literal(beginning)}.*", "size": most}}


def _literal(text: str) -> str:
    return re.sub(r"([^\w])", r"\\\1", text)


def _ranges(bounds: Sequence[int]) -> Iterator[dict[str, Any]]:
    """Numbered as PostgreSQL numbers the buckets: 0 is below the first bound."""
    edges = [None, *(bound * 10_000 for bound in bounds), None]
    for place, (low, high) in enumerate(pairwise(edges)):
        ends = {"from": low, "to": high}
        yield {"key": str(place), **{end: value for end, value in ends.items() if value is not None}}


def _read(name: str, counted: _Buckets) -> Iterator[Count]:
    if name == "in_stock":
        if counted["doc_count"]:
            yield Count("in_stock", "true", counted["doc_count"])
    elif name == "category":
        yield from _categories(counted["buckets"])
    elif name in ("price", "rating"):
        for bucket in counted["buckets"]:
            if bucket["doc_count"]:
                yield Count(name, bucket["key"], bucket["doc_count"])
    else:
        yield from _labelled(counted["buckets"])


def _categories(buckets: Sequence[_Buckets]) -> Iterator[Count]:
    known = {one.slug: one for one in tree.every()}
    for bucket in buckets:
        slug = bucket["key"].removeprefix("category=")
        if slug in known:
            shown = known[slug]
            yield Count("category", slug, bucket["doc_count"], label=shown.name, path=shown.path)


def _labelled(buckets: Sequence[_Buckets]) -> Iterator[Count]:
    """A value that is written in several ways counts as one, in its most frequent writing."""
    totals: Counter[str] = Counter()
    shown: dict[str, list[str]] = {}
    for bucket in buckets:
        trait, *label = bucket["key"].split(SEPARATOR)
        totals[trait] += bucket["doc_count"]
        shown.setdefault(trait, label)
    for trait, count in totals.items():
        facet, _, value = trait.partition("=")
        name, written, swatch = shown[trait]
        if facet == "brand":
            yield Count(facet, value, count, written)
        else:
            yield Count(facet, value, count, written, name, swatch)
