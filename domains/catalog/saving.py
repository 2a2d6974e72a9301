"""Saves products in batches: the number of queries does not grow with the number of products."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

import nh3
from django.db import IntegrityError
from django.db.models import Model

from domains.catalog import (
    currencies,
    freshness,
    illustration,
    pictures,
    price_history,
    remembering,
    tree,
    uploads,
)
from domains.catalog.brands import brands_named
from domains.catalog.checking import check_fields, check_product
from domains.catalog.errors import CategoryNotFound, SkuTaken, SlugTaken
from domains.catalog.events import PicturesAdded, ProductChanged
from domains.catalog.models import Brand, Category, Media, PastPrice, Product, SlugRedirect, Variant
from domains.catalog.refresh import write_rows
from domains.catalog.schemas import check_attributes
from domains.catalog.shown import Shown, pictures_of
from domains.catalog.types import NewProduct, NewVariant, Picture
from domains.kernel import bus, clock
from domains.kernel.ids import ProductId, VariantId
from domains.kernel.inserting import insert
from domains.kernel.router import database_of
from domains.kernel.selecting import select
from domains.kernel.updating import update
from domains.kernel.values import listed

R = TypeVar("R", Variant, Media)
# Sales and stock count on by themselves, also while a product is being saved.
_KEPT = ("id", "created_at", "product", "sold", "available")
_VARIANTS = "WHERE product_id = ANY(%s::uuid[]) OR sku = ANY(%s::text[])"
_WRITTEN = {
    kind: [one.name for one in kind._meta.fields if one.name not in _KEPT]
    for kind in (Product, Variant, Media)
}


@dataclass
class _Shelf:
    """What a batch refers to, read once, and what it changes, written once."""

    categories: Mapping[str, Category]
    schemas: Mapping[str, Mapping[str, Any]]
    brands: Mapping[str, Brand]
    products: dict[str, Product]
    variants: dict[str, Variant]
    owned: dict[Any, list[Variant]]
    media: Mapping[Any, list[Media]]
    repriced: list[tuple[Variant, list[PastPrice]]] = field(default_factory=list)
    changed: dict[type[Model], list[Any]] = field(default_factory=dict)
    added: dict[type[Model], list[Any]] = field(default_factory=dict)
    touched: dict[Any, Product] = field(default_factory=dict)
    placed: dict[Any, tuple[Brand | None, Category | None]] = field(default_factory=dict)
    pictures: dict[Any, list[Media]] = field(default_factory=dict)

    def add(self, row: Any, product: Product) -> None:
        self.added.setdefault(type(row), []).append(row)
        self.touched[product.id] = product

    def apply(self, row: Any, product: Product, values: Mapping[str, Any]) -> None:
        """Set what differs; a row that says it all already is left alone."""
        different = {name: value for name, value in values.items() if getattr(row, name) != value}
        if not different:
            return
        for name, value in different.items():
            setattr(row, name, value)
        if row._state.adding:
            return
        check_fields(row, different)
        row.updated_at = clock.now()
        self.changed.setdefault(type(row), []).append(row)
        self.touched[product.id] = product


def save_batch(batch: Sequence[NewProduct], *, expect_new: bool = False) -> tuple[Product, ...]:
    """Make or change the products by slug and their variants by SKU; what is the same stays untouched.

    Call in a transaction. Publishes ProductChanged for each product that changed.
    """
    for new in batch:
        check_product(new)
    shelf = _read_shelf(batch)
    if expect_new and (taken := next(iter(shelf.products), None)):
        raise SlugTaken(f"There is a product at {taken} already.", field="slug", slug=taken)
    saved = []
    for new in batch:
        product = _place_product(shelf, new)
        _place_variants(shelf, product, new)
        shelf.pictures[product.id] = _place_media(shelf, product, new)
        saved.append(product)
    _write(shelf)
    return tuple(saved)


def _read_shelf(batch: Sequence[NewProduct]) -> _Shelf:
    products = {
        product.slug: product
        for product in Product.objects.select_for_update(no_key=True)
        .filter(slug__in={new.slug for new in batch})
        .order_by("id")
    }
    own = [product.id for product in products.values()]
    skus = {variant.sku for new in batch for variant in new.variants}
    variants = select(Variant, _VARIANTS, [listed(own), list(skus)])
    categories, schemas = tree.categories_with_schemas({new.category for new in batch if new.category})
    return _Shelf(
        categories=categories,
        schemas=schemas,
        brands=brands_named({new.brand for new in batch if new.brand}),
        products=products,
        variants={variant.sku: variant for variant in variants},
        owned=_by_product(variants),
        media=_by_product(Media.objects.filter(product__in=own)),
    )


def _by_product(rows: Iterable[R]) -> dict[Any, list[R]]:
    groups: dict[Any, list[R]] = {}
    for row in rows:
        groups.setdefault(row.product_id, []).append(row)
    return groups


def _place_product(shelf: _Shelf, new: NewProduct) -> Product:
    category = shelf.categories.get(new.category)
    if new.category and category is None:
        raise CategoryNotFound(f"There is no category {new.category}.", field="category", slug=new.category)
    check_attributes(new.attributes, shelf.schemas.get(new.category, {}))
    values: dict[str, Any] = {
        "name": new.name.strip(),
        "description": nh3.clean(new.description),
        "brand_id": shelf.brands[new.brand].id if new.brand else None,
        "vendor": new.vendor,
        "category_id": category.id if category else None,
        "attributes": dict(new.attributes),
        "options": list(dict.fromkeys(name for one in new.variants for name in one.attributes)),
        "tags": list(dict.fromkeys(new.tags)),
        "status": new.status.value,
        "visibility": new.visibility.value,
        "seo_title": new.seo_title,
        "seo_description": new.seo_description,
        "illustration": new.illustration,
    }
    if new.published_at is not None:
        values["published_at"] = new.published_at
    product = shelf.products.get(new.slug)
    if product is not None:
        shelf.apply(product, product, values)
    else:
        product = Product(slug=new.slug, **values)
        check_fields(product)
        shelf.products[new.slug] = product
        shelf.add(product, product)
    shelf.placed[product.id] = shelf.brands.get(new.brand), category
    return product


def _place_variants(shelf: _Shelf, product: Product, new: NewProduct) -> None:
    wanted = {one.sku for one in new.variants}
    for position, one in enumerate(new.variants):
        variant = shelf.variants.get(one.sku)
        values = _variant_values(one, position, variant.other_prices if variant else {})
        if variant is None:
            variant = Variant(product_id=product.id, sku=one.sku, **values)
            check_fields(variant)
            shelf.variants[one.sku] = variant
            shelf.owned.setdefault(product.id, []).append(variant)
            shelf.add(variant, product)
        elif variant.product_id != product.id:
            raise SkuTaken(f"The SKU {one.sku} belongs to another product.", field="sku", sku=one.sku)
        else:
            if price_history.is_other(variant, values):
                now = clock.now()
                shelf.repriced.append((variant, price_history.past_of(variant, now)))
                values["priced_at"] = now
            shelf.apply(variant, product, values)
    for variant in shelf.owned.get(product.id, ()) if new.all_variants else ():
        if variant.sku not in wanted:
            # Orders and carts still point to it, so it stays, but nobody can buy it.
            shelf.apply(variant, product, {"active": False})


def _variant_values(new: NewVariant, position: int, other_prices: currencies.Stored) -> dict[str, Any]:
    """What the row says from now on; so far it had these prices in other currencies."""
    reduced = new.compare_at is not None and new.compare_at > new.price
    regular = new.compare_at if reduced and new.compare_at else new.price
    return {
        "attributes": dict(new.attributes),
        "price": regular.amount,
        "sale_price": new.price.amount if reduced else None,
        "sale_from": _to_the_second(new.sale_from) if reduced else None,
        "sale_until": _to_the_second(new.sale_until) if reduced else None,
        "currency": new.price.currency,
        "other_prices": currencies.kept(new, other_prices),
        "grams": new.grams,
        "barcode": new.barcode,
        "swatch": new.swatch.lower(),
        "position": position,
        "requires_shipping": new.requires_shipping,
        "taxable": new.taxable,
        "tax_class": new.tax_class,
        "active": True,
    }


def _to_the_second(moment: datetime | None) -> datetime | None:
    """As forms can say it, so that saving what a form shows changes nothing."""
    return moment.replace(microsecond=0) if moment else None


def _place_media(shelf: _Shelf, product: Product, new: NewProduct) -> list[Media]:
    """The product's pictures from now on, in order."""
    old = shelf.media.get(product.id, [])
    if not new.pictures and any(not pictures.is_drawn(row.url) for row in old):
        return old
    # What was made of a picture goes where the picture goes.
    made = {row.url: _made_of(row) for row in old}
    wanted = []
    for place, picture in enumerate(_pictures(new)):
        values = _media_values(picture, place)
        wanted.append(values | made.get(values["url"], _nothing_made(picture)))
    for values, row in zip(wanted, old, strict=False):
        shelf.apply(row, product, values)
    added = [Media(product_id=product.id, **values) for values in wanted[len(old) :]]
    for media in added:
        check_fields(media)
        shelf.add(media, product)
    if surplus := [row.id for row in old[len(wanted) :]]:
        Media.objects.filter(id__in=surplus).delete()
        shelf.touched[product.id] = product
    return [*old[: len(wanted)], *added]


def _made_of(row: Media) -> dict[str, Any]:
    return {
        "thumbnail": row.thumbnail,
        "width": row.width,
        "height": row.height,
        "sizes": row.sizes,
    }


def _nothing_made(picture: Picture) -> dict[str, Any]:
    kept = uploads.name_of(picture.url) is not None
    return {"width": 0, "height": 0, "sizes": None if kept else {}}


def _pictures(new: NewProduct) -> Iterable[Picture]:
    if new.pictures:
        return sorted(new.pictures, key=lambda picture: picture.position)
    words = " ".join([new.name, new.category, *new.tags])
    kind = new.illustration or illustration.kind_for(words)
    return pictures.drawn_for_product(new.name, new.slug, kind, new.variants)


def _media_values(picture: Picture, position: int) -> dict[str, Any]:
    return {
        "url": pictures.without_version(picture.url),
        "thumbnail": pictures.without_version(picture.thumbnail),
        "alt": picture.alt,
        "shows": picture.shows,
        "position": position,
    }


def _write(shelf: _Shelf) -> None:
    if not shelf.touched:
        return
    shown = [_shown(shelf, product) for product in list(shelf.touched.values())]
    for one in shown:
        for variant, picture in pictures_of(one):
            shelf.apply(variant, one.product, {"picture": picture})
    new = shelf.added.get(Product, [])
    _write_tables(shelf)
    SlugRedirect.objects.filter(slug__in=[one.slug for one in new]).delete()
    write_rows(shown, new={one.id for one in new})
    freshness.products_changed(shelf.touched.keys())
    remembering.forget_after_commit()
    publish_changes(shelf.touched.values(), {one.product.id: one.variants for one in shown})
    _ask_for_sizes(shelf)


def _shown(shelf: _Shelf, product: Product) -> Shown:
    on_sale = (one for one in shelf.owned.get(product.id, ()) if one.active)
    variants = sorted(on_sale, key=lambda one: (one.position, one.id))
    return Shown(product, *shelf.placed[product.id], variants, shelf.pictures[product.id])


def _write_tables(shelf: _Shelf) -> None:
    alias = database_of("catalog")
    try:
        for kind in _WRITTEN:
            insert(shelf.added.get(kind, []), alias=alias)
    except IntegrityError as clash:
        raise SlugTaken("Somebody else saved this product at the same moment. Please try again.") from clash
    price_history.write(shelf.repriced)
    for kind, names in _WRITTEN.items():
        fresh = {one.id for one in shelf.added.get(kind, [])}
        changed = {one.id: one for one in shelf.changed.get(kind, []) if one.id not in fresh}
        update(list(changed.values()), names, alias=alias)


def _ask_for_sizes(shelf: _Shelf) -> None:
    """Let a worker make the smaller copies of what is new."""
    rows = [*shelf.added.get(Media, []), *shelf.changed.get(Media, [])]
    products = dict.fromkeys(row.product_id for row in rows if row.sizes is None)
    if products:
        bus.publish(*(PicturesAdded(product_id=ProductId(one)) for one in products))


def publish_changes(products: Iterable[Product], variants: Mapping[Any, Iterable[Variant]]) -> None:
    """Tell that the products are new or other than they were; `variants` are those that can be bought."""
    facts = [
        ProductChanged(
            product_id=ProductId(product.id),
            slug=product.slug,
            variant_ids=tuple(VariantId(one.id) for one in variants.get(product.id, ())),
        )
        for product in products
    ]
    if facts:
        bus.publish(*facts)
