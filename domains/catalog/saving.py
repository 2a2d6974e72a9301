"""Saves products in batches: the number of queries does not grow with the number of products."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

import nh3
from django.db import IntegrityError
from django.db.models import Model

from domains.catalog import illustration, pictures, price_history, remembering, tree
from domains.catalog.brands import brands_named
from domains.catalog.checking import check_fields, check_product
from domains.catalog.errors import CategoryNotFound, SkuTaken, SlugTaken
from domains.catalog.events import ProductChanged
from domains.catalog.models import Brand, Category, Media, PastPrice, Product, SlugRedirect, Variant
from domains.catalog.refresh import refresh
from domains.catalog.schemas import check_attributes
from domains.catalog.types import NewProduct, NewVariant, Picture
from domains.kernel import bus, clock
from domains.kernel.ids import ProductId, VariantId

R = TypeVar("R", Variant, Media)
_BATCH = 500


@dataclass
class _Shelf:
    """What a batch refers to, read once, and what it changes, written once."""

    categories: Mapping[str, Category]
    schemas: Mapping[str, Mapping[str, Any]]
    brands: Mapping[str, Brand]
    products: dict[str, Product]
    variants: dict[str, Variant]
    owned: Mapping[Any, list[Variant]]
    media: Mapping[Any, list[Media]]
    past_prices: list[PastPrice] = field(default_factory=list)
    changed: dict[type[Model], list[Any]] = field(default_factory=dict)
    added: dict[type[Model], list[Any]] = field(default_factory=dict)
    touched: dict[Any, Product] = field(default_factory=dict)

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
        check_fields(row)
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
        _place_media(shelf, product, new)
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
    variants = list(
        (Variant.objects.filter(sku__in=skus) | Variant.objects.filter(product__in=own)).order_by("id")
    )
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
        return product
    product = Product(slug=new.slug, **values)
    check_fields(product)
    shelf.products[new.slug] = product
    shelf.add(product, product)
    return product


def _place_variants(shelf: _Shelf, product: Product, new: NewProduct) -> None:
    wanted = {one.sku for one in new.variants}
    for position, one in enumerate(new.variants):
        values = _variant_values(one, position)
        variant = shelf.variants.get(one.sku)
        if variant is None:
            variant = Variant(product=product, sku=one.sku, **values)
            check_fields(variant)
            shelf.variants[one.sku] = variant
            shelf.add(variant, product)
        elif variant.product_id != product.id:
            raise SkuTaken(f"The SKU {one.sku} belongs to another product.", field="sku", sku=one.sku)
        else:
            if price_history.is_other(variant, values):
                now = clock.now()
                shelf.past_prices.append(price_history.past_of(variant, now))
                values["priced_at"] = now
            shelf.apply(variant, product, values)
    for variant in shelf.owned.get(product.id, ()) if new.all_variants else ():
        if variant.sku not in wanted:
            # Orders and carts still point to it, so it stays, but nobody can buy it.
            shelf.apply(variant, product, {"active": False})


def _variant_values(new: NewVariant, position: int) -> dict[str, Any]:
    reduced = new.compare_at is not None and new.compare_at > new.price
    regular = new.compare_at if reduced and new.compare_at else new.price
    return {
        "attributes": dict(new.attributes),
        "price": regular.amount,
        "sale_price": new.price.amount if reduced else None,
        "sale_from": _to_the_second(new.sale_from) if reduced else None,
        "sale_until": _to_the_second(new.sale_until) if reduced else None,
        "currency": new.price.currency,
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


def _place_media(shelf: _Shelf, product: Product, new: NewProduct) -> None:
    old = shelf.media.get(product.id, [])
    if not new.pictures and any(not pictures.is_drawn(row.url) for row in old):
        return
    wanted = [_media_values(picture, place) for place, picture in enumerate(_pictures(new))]
    for values, row in zip(wanted, old, strict=False):
        shelf.apply(row, product, values)
    for values in wanted[len(old) :]:
        media = Media(product=product, **values)
        check_fields(media)
        shelf.add(media, product)
    if surplus := [row.id for row in old[len(wanted) :]]:
        Media.objects.filter(id__in=surplus).delete()
        shelf.touched[product.id] = product


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
    try:
        for kind in (Product, Variant, Media):
            kind.objects.bulk_create(shelf.added.get(kind, []), batch_size=_BATCH)
    except IntegrityError as clash:
        raise SlugTaken("Somebody else saved this product at the same moment. Please try again.") from clash
    price_history.write(shelf.past_prices)
    for kind in (Product, Variant, Media):
        names = [one.name for one in kind._meta.fields if one.name not in ("id", "created_at", "product")]
        kind.objects.bulk_update(shelf.changed.get(kind, []), names, batch_size=_BATCH)
    SlugRedirect.objects.filter(slug__in=[one.slug for one in shelf.added.get(Product, [])]).delete()
    refresh(shelf.touched)
    remembering.forget_after_commit()
    variants = _by_product(one for one in shelf.variants.values() if one.active)
    for product in shelf.touched.values():
        publish_changed(product, variants.get(product.id, []))


def publish_changed(product: Product, variants: Iterable[Variant]) -> None:
    """Tell that the product is new or other than it was; `variants` are those that can be bought."""
    bus.publish(
        ProductChanged(
            product_id=ProductId(product.id),
            slug=product.slug,
            variant_ids=tuple(VariantId(one.id) for one in variants),
        )
    )
