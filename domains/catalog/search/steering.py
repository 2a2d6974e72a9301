"""What merchandisers put first or have count more, kept as rows."""

from collections.abc import Sequence
from decimal import Decimal
from uuid import UUID

from django.db import connections

from domains.catalog import remembering
from domains.catalog.errors import BoostNotFound, InvalidBoost, InvalidPins, PinsNotFound, PinsTaken
from domains.catalog.models import Brand, Category, Pin, PinnedSearch, Product, ProductRow, SearchBoost
from domains.catalog.narrowing import trait
from domains.catalog.search import expressions
from domains.catalog.search.meaning import key_of
from domains.catalog.types import BoostKind
from domains.kernel import clock
from domains.kernel.router import database_of

MOST_PINNED_SEARCHES = 500
MOST_PINS = 20
MOST_BOOSTS = 50
_MOST_WORDS = 8
LEAST_FACTOR, MOST_FACTOR = Decimal("0.1"), Decimal(10)


def place_pins(pins_id: UUID | None, *, queries: Sequence[str], product_ids: Sequence[UUID]) -> PinnedSearch:
    """The row made or changed with exactly these products. Raises PinsNotFound, InvalidPins, PinsTaken."""
    _let_nobody_else_write("catalog_pinned_search")
    row = PinnedSearch() if pins_id is None else PinnedSearch.objects.filter(id=pins_id).first()
    if row is None:
        raise PinsNotFound
    if pins_id is None and PinnedSearch.objects.count() >= MOST_PINNED_SEARCHES:
        raise InvalidPins(f"The shop pins products for {MOST_PINNED_SEARCHES} searches. Remove one first.")
    row.queries, wrong = expressions.checked(queries, most_words=_MOST_WORDS)
    if wrong or not row.queries:
        raise InvalidPins(wrong or "Give the search that the products stand first for.", field="queries")
    wanted = list(dict.fromkeys(product_ids))
    if not wanted:
        raise InvalidPins("Choose at least one product to stand first.", field="products")
    if len(wanted) > MOST_PINS:
        raise InvalidPins(
            f"These are {len(wanted)} products, and at most {MOST_PINS} stand first.", field="products"
        )
    if Product.objects.filter(id__in=wanted).count() < len(wanted):
        raise InvalidPins("One of the products is not there any more.", field="products")
    _refuse_what_is_taken(row)
    row.updated_at = clock.now()
    row.save()
    row.pins.all().delete()
    Pin.objects.bulk_create(
        Pin(pins=row, product_id=one, position=place) for place, one in enumerate(wanted, 1)
    )
    remembering.forget_after_commit(remembering.FINDING)
    return row


def remove_pins(pins_id: UUID) -> None:
    """The search has its own order again. Raises PinsNotFound."""
    deleted, _ = PinnedSearch.objects.filter(id=pins_id).delete()
    if not deleted:
        raise PinsNotFound
    remembering.forget_after_commit(remembering.FINDING)


def place_boost(
    boost_id: UUID | None, *, kind: BoostKind, value: str, factor: Decimal, queries: Sequence[str]
) -> SearchBoost:
    """The row made or changed. Raises BoostNotFound, InvalidBoost."""
    _let_nobody_else_write("catalog_search_boost")
    row = SearchBoost() if boost_id is None else SearchBoost.objects.filter(id=boost_id).first()
    if row is None:
        raise BoostNotFound
    if boost_id is None and SearchBoost.objects.count() >= MOST_BOOSTS:
        raise InvalidBoost(f"The shop has {MOST_BOOSTS} boosts at most. Remove one first.")
    if not factor.is_finite() or not LEAST_FACTOR <= factor <= MOST_FACTOR:
        raise InvalidBoost(
            f"The factor goes from {LEAST_FACTOR} to {MOST_FACTOR}; 1 changes nothing.", field="factor"
        )
    row.queries, wrong = expressions.checked(queries, most_words=_MOST_WORDS)
    if wrong:
        raise InvalidBoost(wrong, field="queries")
    row.kind, row.value, row.factor = kind, value.strip(), factor
    row.product_id = _checked_target(kind, row.value)
    row.updated_at = clock.now()
    row.save()
    remembering.forget_after_commit(remembering.FINDING)
    return row


def remove_boost(boost_id: UUID) -> None:
    """Everything counts as it did without it. Raises BoostNotFound."""
    deleted, _ = SearchBoost.objects.filter(id=boost_id).delete()
    if not deleted:
        raise BoostNotFound
    remembering.forget_after_commit(remembering.FINDING)


def _checked_target(kind: BoostKind, value: str) -> UUID | None:
    """The product's id where one is meant. Raises InvalidBoost for what the shop does not have."""
    if kind is BoostKind.PRODUCT:
        found = Product.objects.filter(slug=value).values_list("id", flat=True).first()
        if found is None:
            raise InvalidBoost(f"There is no product with the slug {value!r}.", field="value")
        return found
    there = {
        BoostKind.BRAND: Brand.objects.filter(slug=value),
        BoostKind.CATEGORY: Category.objects.filter(slug=value),
        BoostKind.TAG: ProductRow.objects.filter(traits__contains=[trait("tag", value)]),
    }[kind]
    if not value or not there.exists():
        raise InvalidBoost(f"There is no {kind} {value!r}. Give its slug.", field="value")
    return None


def _refuse_what_is_taken(row: PinnedSearch) -> None:
    """A search has its pins in one row, so that nobody wonders which ones count."""
    wanted = {key_of(query): query for query in row.queries}
    for other in PinnedSearch.objects.exclude(id=row.id):
        for query in other.queries:
            if key_of(query) in wanted:
                raise PinsTaken(
                    f"“{wanted[key_of(query)]}” has pins already, in “{other}”. Change those.",
                    field="queries",
                    pins_id=str(other.id),
                )


def _let_nobody_else_write(table: str) -> None:
    """Two who add the same at once are told apart; searches go on."""
    with connections[database_of("catalog")].cursor() as cursor:
        cursor.execute(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")
