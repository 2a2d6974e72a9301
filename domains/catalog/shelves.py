"""Changes to the tree and to brands, and what follows for the rows of products."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.deletion import ProtectedError

from domains.catalog import freshness, pictures, remembering
from domains.catalog.checking import check_fields
from domains.catalog.errors import BrandInUse, CategoryInUse, CategoryNotFound, InvalidProduct, InvalidTree
from domains.catalog.events import CategoryRenamed
from domains.catalog.models import Brand, Category, Product
from domains.catalog.refresh import refresh
from domains.catalog.schemas import check_schema
from domains.kernel import bus, clock


def place_category(slug: str, *, parent_slug: str, values: Mapping[str, Any]) -> Category:
    """Make or change a category; whatever stands below moves with it. Publishes CategoryRenamed."""
    check_schema(values["attributes_schema"])
    _check_illustration(values["illustration"])
    parent = _find_parent(parent_slug) if parent_slug else None
    category = Category.objects.select_for_update().filter(slug=slug).first() or Category(slug=slug)
    fresh, old_path, old_name = category._state.adding, category.path, category.name
    if parent is not None and not fresh and (parent.id == category.id or _is_below(parent, old_path)):
        raise InvalidTree(f"{category.name} cannot stand below {parent.name}.", field="parent")
    if fresh and values.get("position") is None:
        values = {**values, "position": Category.objects.filter(parent=parent).count()}
    for name, value in values.items():
        if value is not None:
            setattr(category, name, value)
    category.parent = parent
    category.path = f"{parent.path}/{slug}" if parent else slug
    category.updated_at = clock.now()
    check_fields(category)
    category.save()
    if not fresh and category.path != old_path:
        _move_below(category, old_path)
    elif not fresh and category.name != old_name:
        # Very many goods may stand below it: a worker goes through them.
        bus.publish(CategoryRenamed(category_id=category.id))
    forget()
    return category


def remove_category(slug: str) -> None:
    """Raises CategoryNotFound, CategoryInUse."""
    category = _find_parent(slug)
    try:
        category.delete()
    except ProtectedError as used:
        raise CategoryInUse(slug=slug) from used
    forget()


def place_brand(slug: str, *, name: str, description: str) -> Brand:
    """Make or rename a brand; its products' rows carry the new name."""
    brand = Brand.objects.select_for_update().filter(slug=slug).first() or Brand(slug=slug)
    renamed = not brand._state.adding and brand.name != name
    brand.name, brand.description, brand.updated_at = name, description, clock.now()
    check_fields(brand)
    brand.save()
    if renamed:
        refresh(_ids(Product.objects.filter(brand=brand)))
    forget()
    return brand


def remove_brand(slug: str) -> None:
    """Raises BrandInUse while products have it."""
    try:
        Brand.objects.filter(slug=slug).delete()
    except ProtectedError as used:
        raise BrandInUse(slug=slug) from used
    forget()


def forget() -> None:
    """Whatever names a shelf is made anew once the transaction is committed."""
    remembering.forget_after_commit()
    freshness.shelves_changed()


def _find_parent(slug: str) -> Category:
    category = Category.objects.select_for_update().filter(slug=slug).first()
    if category is None:
        raise CategoryNotFound(f"There is no category {slug}.", field="parent", slug=slug)
    return category


def _is_below(category: Category, path: str) -> bool:
    return category.path.startswith(f"{path}/")


def _move_below(category: Category, old_path: str) -> None:
    below = list(Category.objects.select_for_update().filter(path__startswith=f"{old_path}/"))
    for one in below:
        one.path = category.path + one.path.removeprefix(old_path)
    Category.objects.bulk_update(below, ["path"])
    refresh(_ids(goods_below(category)))


def goods_below(category: Category) -> "QuerySet[Product]":
    """What stands in the category and below it."""
    branch = Q(path=category.path) | Q(path__startswith=f"{category.path}/")
    return Product.objects.filter(category__in=Category.objects.filter(branch))


def _check_illustration(spec: str) -> None:
    for word in spec.split():
        if not (pictures.is_colour(word) if word.startswith("#") else pictures.is_drawable(word)):
            raise InvalidProduct(f"There is no drawing of {word!r}.", field="illustration")


def _ids(products: Iterable[Any]) -> set[UUID]:
    ids: Any = products
    return set(ids.values_list("id", flat=True))
