"""Which products are in which collections, kept as rows as products and rules change."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connections
from django.db.models import Exists, OuterRef, Q, QuerySet

from domains.catalog import remembering
from domains.catalog.models import CollectionCondition, CollectionItem, ProductRow
from domains.catalog.narrowing import trait
from domains.catalog.rules import holds, meaning
from domains.catalog.types import CollectionRule, Condition, Match, Relation, Subject
from domains.kernel import clock
from domains.kernel.router import database_of
from domains.kernel.values import listed

_BATCH = 500
# Sorted as Python sorts, so that a row that is made anew comes out the same.
_TRAITS = """
UPDATE catalog_product_row AS row SET traits = ARRAY(
    SELECT one FROM (
        SELECT unnest(row.traits) AS one
        EXCEPT SELECT %(trait)s
        UNION SELECT %(trait)s WHERE row.product_id = ANY(%(new)s::uuid[])
    ) AS kept ORDER BY one COLLATE "C"
)
WHERE product_id = ANY(%(gone)s::uuid[]) OR product_id = ANY(%(new)s::uuid[])
"""


@dataclass(frozen=True, slots=True)
class Ruled:
    """A collection by rule."""

    id: UUID
    slug: str
    rule: CollectionRule


def ruled_collections(asking: Subject | None = None) -> tuple[Ruled, ...]:
    """Every collection by rule, or those whose rule asks for one thing; one query."""
    found = CollectionCondition.objects.select_related("collection").order_by("collection", "position")
    if asking is not None:
        those = CollectionCondition.objects.filter(subject=asking).values("collection")
        found = found.filter(collection__in=those)
    conditions: dict[UUID, list[CollectionCondition]] = defaultdict(list)
    for one in found:
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


def place_by_stock(product_ids: Collection[UUID]) -> None:
    """Products of which stock came or went enter and leave the collections whose rules ask for it.

    Their rows say so, and no other row is read: one query, and two more for each such collection.
    Call it in the transaction in which their rows already say whether there is any.
    """
    for ruled in ruled_collections(asking=Subject.IN_STOCK):
        new, gone = (
            list(rows.filter(product__in=product_ids).values_list("product_id", flat=True))
            for rows in _misplaced(ruled)
        )
        if not new and not gone:
            continue
        _write(gone={(ruled.id, one) for one in gone}, new={(ruled.id, one) for one in new})
        own = trait("collection", ruled.slug)
        with connections[database_of("catalog")].cursor() as cursor:
            cursor.execute(_TRAITS, {"trait": own, "new": listed(new), "gone": listed(gone)})


def misplaced(ruled: Ruled) -> Iterator[list[UUID]]:
    """The products that are in the collection and should not be, or the other way round; so many at once."""
    for rows in _misplaced(ruled):
        yield from _in_parts(rows)


def _misplaced(ruled: Ruled) -> "tuple[QuerySet[ProductRow], QuerySet[ProductRow]]":
    """The rows that the collection lacks, and those that it should not have."""
    means = meaning(ruled.rule, clock.now())
    inside = Exists(CollectionItem.objects.filter(collection=ruled.id, product=OuterRef("product_id")))
    return ProductRow.objects.filter(means).exclude(inside), ProductRow.objects.filter(inside).exclude(means)


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
