"""What merchandisers tell the search: words that mean the same, what stands first, what counts more."""

from collections.abc import Sequence
from decimal import Decimal
from uuid import UUID

from domains.catalog.models import PinnedSearch as PinnedSearchRecord
from domains.catalog.models import SearchBoost as SearchBoostRecord
from domains.catalog.models import Synonym as SynonymRecord
from domains.catalog.search import steering, synonyms
from domains.catalog.types import BoostKind, PinnedSearch, SearchBoost, Synonym, SynonymKind
from domains.kernel.ids import ProductId
from domains.kernel.transactions import durable


def list_synonyms() -> tuple[Synonym, ...]:
    """Every synonym, those that were made first before the others; at most 1,000."""
    return tuple(map(_synonym, SynonymRecord.objects.order_by("id")))


@durable
def save_synonym(
    synonym_id: UUID | None = None, *, kind: SynonymKind, words: Sequence[str], meant: Sequence[str] = ()
) -> Synonym:
    """The synonym made or, by its id, changed; the next search follows it, whatever was remembered.

    An expression has at most four words and stands in one synonym; 20 expressions stand together.
    Raises SynonymNotFound, InvalidSynonym, SynonymTaken.
    """
    return _synonym(synonyms.place(synonym_id, kind=kind, words=words, meant=meant))


@durable
def remove_synonym(synonym_id: UUID) -> None:
    """The words stand for themselves again. Raises SynonymNotFound."""
    synonyms.remove(synonym_id)


def list_pins() -> tuple[PinnedSearch, ...]:
    """Every search with pins; at most 500."""
    return tuple(map(_pins, PinnedSearchRecord.objects.prefetch_related("pins").order_by("id")))


@durable
def save_pins(
    pins_id: UUID | None = None, *, queries: Sequence[str], product_ids: Sequence[UUID]
) -> PinnedSearch:
    """For these searches exactly these products stand first, at most 20, from the next search on.

    A product that is not public, or that a filter leaves out, is not shown. Raises PinsNotFound, InvalidPins,
    PinsTaken.
    """
    return _pins(steering.place_pins(pins_id, queries=queries, product_ids=product_ids))


@durable
def remove_pins(pins_id: UUID) -> None:
    """The searches have their own order again. Raises PinsNotFound."""
    steering.remove_pins(pins_id)


def list_boosts() -> tuple[SearchBoost, ...]:
    """Every boost; at most 50."""
    return tuple(map(_boost, SearchBoostRecord.objects.order_by("id")))


@durable
def save_boost(
    boost_id: UUID | None = None,
    *,
    kind: BoostKind,
    value: str,
    factor: Decimal,
    queries: Sequence[str] = (),
) -> SearchBoost:
    """What has the slug counts 0.1 to 10 times in these searches, or in all, from the next search on.

    Several boosts of a product are multiplied. Raises BoostNotFound, InvalidBoost.
    """
    return _boost(steering.place_boost(boost_id, kind=kind, value=value, factor=factor, queries=queries))


@durable
def remove_boost(boost_id: UUID) -> None:
    """Everything counts as it did without the boost. Raises BoostNotFound."""
    steering.remove_boost(boost_id)


def _synonym(row: SynonymRecord) -> Synonym:
    return Synonym(row.id, SynonymKind(row.kind), tuple(row.words), tuple(row.meant))


def _pins(row: PinnedSearchRecord) -> PinnedSearch:
    products = tuple(ProductId(pin.product_id) for pin in row.pins.all())
    return PinnedSearch(row.id, tuple(row.queries), products)


def _boost(row: SearchBoostRecord) -> SearchBoost:
    return SearchBoost(row.id, BoostKind(row.kind), row.value, row.factor, tuple(row.queries))
