"""Which products are in which collections, kept as rows as products and rules change."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from domains.catalog import remembering
from domains.catalog.models import CollectionCondition, CollectionItem, ProductRow
from domains.catalog.rules import holds, meaning
from domains.catalog.types import CollectionRule, Condition, Match, Relation, Subject
from domains.kernel import clock

_BATCH = 500


@dataclass(frozen=True, slots=True)
class Ruled:
    """A collection by rule."""

    id: UUID
    slug: str
    rule: CollectionRule


def ruled_collections() -> tuple[Ruled, ...]:
    """Every collection by rule; one query."""
    conditions: dict[UUID, list[CollectionCondition]] = defaultdict(list)
    for one in CollectionCondition.objects.select_related("collection").order_by("collection", "position"):
        conditions[one.collection_id].append(one)
    return tuple(
        Ruled(key, own[0].collection.slug, rule_of(own[0].collection.match, own))
        for key, own in conditions.items()
    )


def rule_of(match: str, conditions: Iterable[CollectionCondition]) -> CollectionRule:
    """The rule as it is stored."""
    return CollectionRule(
        Match(match),
        tuple(
            Condition(Subject(one.subject), Relation(one.relation), one.value, one.name) for one in conditions
        ),
    )


def place(rows: Sequence[ProductRow]) -> Mapping[UUID, list[str]]:
    """The slugs of each row's collections, by product; those by rule are made so. Two queries.

    Call it with rows that say all but this, in the transaction that writes them.
    """
    now, ruled = clock.now(), ruled_collections()
    by_rule = {one.id: one.slug for one in ruled}
    known: set[tuple[UUID, UUID]] = set()
    found: dict[UUID, list[str]] = defaultdict(list)
    items = CollectionItem.objects.filter(product__in=[row.product_id for row in rows])
    for product, collection, slug in items.values_list("product_id", "collection_id", "collection__slug"):
        if collection in by_rule:
            known.add((collection, product))
        else:
            found[product].append(slug)
    meanings = [(one.id, meaning(one.rule, now)) for one in ruled]
    wanted = {
        (collection, row.product_id) for collection, means in meanings for row in rows if holds(means, row)
    }
    _write(gone=known - wanted, new=wanted - known)
    for collection, product in wanted:
        found[product].append(by_rule[collection])
    return {product: sorted(slugs) for product, slugs in found.items()}


def misplaced(ruled: Ruled) -> Iterator[list[UUID]]:
    """The products that are in the collection and should not be, or the other way round; so many at once."""
    means = meaning(ruled.rule, clock.now())
    inside = Exists(CollectionItem.objects.filter(collection=ruled.id, product=OuterRef("product_id")))
    yield from _in_parts(ProductRow.objects.filter(means).exclude(inside))
    yield from _in_parts(ProductRow.objects.filter(inside).exclude(means))


def _in_parts(rows: "QuerySet[ProductRow]") -> Iterator[list[UUID]]:
    last = UUID(int=0)
    while True:
        later = rows.filter(product__gt=last).order_by("product_id")
        ids = list(later.values_list("product_id", flat=True)[:_BATCH])
        if not ids:
            return
        yield ids
        last = ids[-1]


def _write(*, gone: set[tuple[UUID, UUID]], new: set[tuple[UUID, UUID]]) -> None:
    if gone:
        by_collection: dict[UUID, list[UUID]] = defaultdict(list)
        for collection, product in gone:
            by_collection[collection].append(product)
        lost = Q()
        for collection, products in by_collection.items():
            lost |= Q(collection=collection, product__in=products)
        CollectionItem.objects.filter(lost).delete()
    CollectionItem.objects.bulk_create(
        [CollectionItem(collection_id=collection, product_id=product) for collection, product in sorted(new)],
        ignore_conflicts=True,
    )
    if gone or new:
        remembering.forget_after_commit()
