"""Making and changing categories and brands."""

from collections.abc import Collection, Mapping
from uuid import UUID

from domains.catalog import schema_preview, shelves
from domains.catalog.models import Category as CategoryRecord
from domains.catalog.refresh import refresh
from domains.catalog.tree import category_of
from domains.catalog.types import Brand, Category, SchemaPreview
from domains.kernel.transactions import durable, stepwise

_AT_ONCE = 500


@durable
def save_category(
    *,
    slug: str,
    name: str,
    parent_slug: str = "",
    description: str = "",
    attributes_schema: Mapping[str, object] | None = None,
    illustration: str = "",
    position: int | None = None,
) -> Category:
    """The category made or, by its slug, changed; a new parent takes along all that is below it.

    `attributes_schema` is a JSON Schema of an object, inherited downwards. `illustration` names what to
    draw and in which colours, e.g. "shirt/check #d9d2c0 #b2552f". Without a position it stands last.
    Under a new name its goods are found once a worker has gone through them.
    Raises CategoryNotFound for the parent, InvalidTree, InvalidSchema, InvalidProduct.
    Publishes CategoryRenamed.
    """
    values = {
        "name": name,
        "description": description,
        "attributes_schema": dict(attributes_schema or {}),
        "illustration": illustration,
        "position": position,
    }
    return category_of(shelves.place_category(slug, parent_slug=parent_slug, values=values))


def get_schema_preview(
    *, slug: str, name: str = "", parent_slug: str = "", attributes_schema: Mapping[str, object]
) -> SchemaPreview:
    """What a schema would ask for, with what is inherited, and which products of the category break it.

    Nothing is saved. Raises InvalidSchema.
    """
    return schema_preview.preview(slug, name=name, parent_slug=parent_slug, schema=attributes_schema)


@stepwise
def follow_category(category_id: UUID) -> int:
    """What stands in and below a category is found by what that is called now: how many products. Repeatable.

    None where the category is gone.
    """
    category = CategoryRecord.objects.filter(id=category_id).first()
    if category is None:
        return 0
    count, last = 0, UUID(int=0)
    while True:
        goods = shelves.goods_below(category).filter(id__gt=last).order_by("id")
        ids = list(goods.values_list("id", flat=True)[:_AT_ONCE])
        if not ids:
            return count
        _refresh(ids)
        count, last = count + len(ids), ids[-1]


@durable
def _refresh(product_ids: Collection[UUID]) -> None:
    refresh(product_ids)


@durable
def remove_category(slug: str) -> None:
    """The category is gone. Raises CategoryNotFound, CategoryInUse while anything stands below it."""
    shelves.remove_category(slug)


@durable
def save_brand(*, slug: str, name: str, description: str = "") -> Brand:
    """The brand made or, by its slug, changed; its products show the new name at once."""
    brand = shelves.place_brand(slug, name=name, description=description)
    return Brand(brand.slug, brand.name, brand.products.filter(row__listed=True).count(), brand.description)


@durable
def remove_brand(slug: str) -> None:
    """The brand is gone. Raises BrandInUse while products have it."""
    shelves.remove_brand(slug)
