"""Making and changing collections, by hand and by rule."""

from collections.abc import Sequence
from uuid import UUID

from domains.catalog import collecting, membership, queries, rules
from domains.catalog.models import Collection as CollectionRecord
from domains.catalog.refresh import refresh
from domains.catalog.types import Collection, CollectionRule, RulePreview
from domains.kernel import clock
from domains.kernel.transactions import durable, stepwise

_PREVIEWED = 8
_COUNTED = 10_000


@durable
def save_collection(
    *, slug: str, name: str, description: str = "", product_slugs: Sequence[str] = ()
) -> Collection:
    """The collection made or, by its slug, changed; its products are exactly these, in this order.

    Raises InvalidProduct for a slug that no product has.
    """
    made = collecting.place_by_hand(slug, name=name, description=description, product_slugs=product_slugs)
    return _to_collection(made)


@durable
def keep_collection(*, slug: str, name: str, description: str = "") -> Collection:
    """The collection with the products that it has; a rule that picked them is gone."""
    return _to_collection(
        collecting.place_by_hand(slug, name=name, description=description, product_slugs=None)
    )


@durable
def save_collection_by_rule(
    *, slug: str, name: str, description: str = "", rule: CollectionRule
) -> Collection:
    """The collection made or, by its slug, changed; a worker brings in its products, and keeps them so.

    Raises InvalidRule. Publishes CollectionRuleSaved.
    """
    return _to_collection(collecting.place_by_rule(slug, name=name, description=description, rule=rule))


@durable
def remove_collection(slug: str) -> None:
    """The collection is gone; its products stay."""
    collecting.remove_collection(slug)


def get_collection_rule(slug: str) -> CollectionRule | None:
    """The rule of a collection; None when it is picked by hand. Raises CollectionNotFound."""
    collection = collecting.find_collection(slug)
    if not collection.match:
        return None
    return membership.rule_of(collection.match, collection.conditions.all())


def get_rule_preview(rule: CollectionRule) -> RulePreview:
    """How many public products meet the rule now, and the newest of them. Raises InvalidRule."""
    means = rules.meaning(rules.checked(rule), clock.now())
    found = queries.listed_rows().filter(means)
    newest = queries.cards_of(found.order_by("-published_at", "-product_id"))[:_PREVIEWED]
    counted = found[: _COUNTED + 1].count()
    cards = tuple(queries.to_card(row) for row in newest)
    return RulePreview(min(counted, _COUNTED), cards, more=counted > _COUNTED)


@stepwise
def fill_collections(*, only: UUID | None = None) -> int:
    """Products go into and out of the collections by rule, or of one: how many moved."""
    moved = 0
    for ruled in membership.ruled_collections():
        if only in (None, ruled.id):
            for product_ids in membership.misplaced(ruled):
                _move(product_ids)
                moved += len(product_ids)
    return moved


@durable
def _move(product_ids: list[UUID]) -> None:
    refresh(product_ids)


def _to_collection(record: CollectionRecord) -> Collection:
    listed = record.products.filter(row__listed=True).count()
    return Collection(record.slug, record.name, record.description, listed, bool(record.match))
