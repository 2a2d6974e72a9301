"""Changes to collections, and what follows for the rows of products."""

from collections.abc import Sequence
from uuid import UUID

from domains.catalog.checking import check_fields
from domains.catalog.errors import CollectionNotFound, InvalidProduct
from domains.catalog.events import CollectionRuleSaved
from domains.catalog.models import Collection, CollectionCondition, CollectionItem, Product
from domains.catalog.refresh import refresh
from domains.catalog.rules import checked
from domains.catalog.shelves import forget
from domains.catalog.types import CollectionRule
from domains.kernel import bus, clock


def place_by_hand(
    slug: str, *, name: str, description: str, product_slugs: Sequence[str] | None
) -> Collection:
    """Make or change a collection; its products are exactly those, in this order, or stay when None."""
    found = dict(Product.objects.filter(slug__in=product_slugs or ()).values_list("slug", "id"))
    if missing := [one for one in product_slugs or () if one not in found]:
        raise InvalidProduct(f"There is no product {missing[0]}.", field="products", slug=missing[0])
    collection = _place(slug, name=name, description=description, match="")
    collection.conditions.all().delete()
    if product_slugs is not None:
        _place_items(collection, list(dict.fromkeys(found[one] for one in product_slugs)))
    forget()
    return collection


def place_by_rule(slug: str, *, name: str, description: str, rule: CollectionRule) -> Collection:
    """Make or change a collection; its products follow in the background."""
    rule = checked(rule)
    collection = _place(slug, name=name, description=description, match=rule.match.value)
    collection.conditions.all().delete()
    CollectionCondition.objects.bulk_create(
        CollectionCondition(
            collection=collection,
            position=position,
            subject=one.subject.value,
            relation=one.relation.value,
            value=one.value,
            name=one.name,
        )
        for position, one in enumerate(rule.conditions)
    )
    forget()
    bus.publish(CollectionRuleSaved(collection_id=collection.id))
    return collection


def remove_collection(slug: str) -> None:
    """Take the collection away; its products stay."""
    products = set(Product.objects.filter(collections__slug=slug).values_list("id", flat=True))
    Collection.objects.filter(slug=slug).delete()
    refresh(products)
    forget()


def find_collection(slug: str) -> Collection:
    """Raises CollectionNotFound."""
    collection = Collection.objects.filter(slug=slug).first()
    if collection is None:
        raise CollectionNotFound(f"There is no collection {slug[:120]}.", slug=slug[:120])
    return collection


def _place(slug: str, *, name: str, description: str, match: str) -> Collection:
    collection = Collection.objects.select_for_update().filter(slug=slug).first() or Collection(slug=slug)
    collection.name, collection.description, collection.match = name, description, match
    collection.updated_at = clock.now()
    check_fields(collection)
    collection.save()
    return collection


def _place_items(collection: Collection, wanted: Sequence[UUID]) -> None:
    before = list(collection.items.values_list("product_id", flat=True))
    if before == wanted:
        return
    collection.items.all().delete()
    CollectionItem.objects.bulk_create(
        CollectionItem(collection=collection, product_id=one, position=place)
        for place, one in enumerate(wanted)
    )
    refresh({*before} ^ {*wanted})
