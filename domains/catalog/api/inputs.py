"""Shapes that merchandisers and buyers send, and the values that they stand for."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.utils.text import slugify
from rest_framework import serializers

from domains.catalog.errors import InvalidProduct
from domains.catalog.types import (
    NewProduct,
    NewVariant,
    OtherPrice,
    ProductStatus,
    ReviewOrdering,
    Visibility,
)
from domains.kernel.api import MoneyField
from domains.kernel.money import Money

_WINDOW = ("sale_from", "sale_until")


class OtherPriceInput(serializers.Serializer[Any]):
    """What a variant costs in another currency."""

    price = MoneyField()
    sale_price = MoneyField(required=False, allow_null=True)

    def validate(self, given: dict[str, Any]) -> Any:
        return OtherPrice(given["price"], given.get("sale_price"))


class VariantInput(serializers.Serializer[Any]):
    """`price` is the regular price, `sale_price` what is paid instead, from `sale_from` to `sale_until`."""

    sku = serializers.CharField(max_length=255)
    attributes = serializers.DictField(child=serializers.CharField(max_length=255), required=False)
    price = MoneyField()
    sale_price = MoneyField(required=False, allow_null=True)
    sale_from = serializers.DateTimeField(required=False, allow_null=True)
    sale_until = serializers.DateTimeField(required=False, allow_null=True)
    other_prices = OtherPriceInput(many=True, required=False)
    grams = serializers.IntegerField(required=False, min_value=0, max_value=10**8)
    barcode = serializers.CharField(required=False, allow_blank=True, max_length=80)
    swatch = serializers.RegexField(r"^#[0-9a-fA-F]{6}$", required=False, allow_blank=True)
    requires_shipping = serializers.BooleanField(required=False)
    taxable = serializers.BooleanField(required=False)
    tax_class = serializers.CharField(required=False, max_length=40)


class SeoInput(serializers.Serializer[Any]):
    title = serializers.CharField(required=False, allow_blank=True, max_length=255)
    description = serializers.CharField(required=False, allow_blank=True, max_length=1000)


class ProductInput(serializers.Serializer[Any]):
    """A product; one without options may give `sku` and `price` in place of `variants`."""

    name = serializers.CharField(max_length=255)
    slug = serializers.CharField(required=False, max_length=255)
    description = serializers.CharField(required=False, allow_blank=True, max_length=200_000)
    category = serializers.CharField(required=False, allow_blank=True, max_length=120)
    brand = serializers.CharField(required=False, allow_blank=True, max_length=120)
    vendor = serializers.CharField(required=False, allow_blank=True, max_length=255)
    attributes = serializers.DictField(required=False)
    tags = serializers.ListField(child=serializers.CharField(max_length=255), required=False, max_length=250)
    illustration = serializers.CharField(required=False, allow_blank=True, max_length=80)
    status = serializers.ChoiceField([one.value for one in ProductStatus], required=False)
    visibility = serializers.ChoiceField([one.value for one in Visibility], required=False)
    seo = SeoInput(required=False)
    published_at = serializers.DateTimeField(required=False)
    variants = VariantInput(many=True, required=False, allow_empty=False)
    sku = serializers.CharField(required=False, max_length=255)
    price = MoneyField(required=False)
    sale_price = MoneyField(required=False, allow_null=True)
    sale_from = serializers.DateTimeField(required=False, allow_null=True)
    sale_until = serializers.DateTimeField(required=False, allow_null=True)


class ReviewInput(serializers.Serializer[Any]):
    rating = serializers.IntegerField(min_value=1, max_value=5)
    author = serializers.CharField(max_length=80, help_text="The name that stands under the review.")
    title = serializers.CharField(required=False, allow_blank=True, max_length=120, default="")
    body = serializers.CharField(required=False, allow_blank=True, max_length=4000, default="")


class ReviewQuery(serializers.Serializer[Any]):
    ordering = serializers.ChoiceField(
        [one.value for one in ReviewOrdering], required=False, default=ReviewOrdering.NEWEST.value
    )


class VoteInput(serializers.Serializer[Any]):
    helpful = serializers.BooleanField()


class MediaInput(serializers.Serializer[Any]):
    file = serializers.FileField(help_text="A JPEG, PNG or WebP picture of at most 10 MB.")
    alt = serializers.CharField(required=False, allow_blank=True, max_length=500, default="")


def to_variant(given: Mapping[str, Any]) -> NewVariant:
    """Raises InvalidProduct where the sale price is no reduction."""
    regular: Money = given["price"]
    sale: Money | None = given.get("sale_price")
    if sale is not None and (sale.currency != regular.currency or sale >= regular):
        raise InvalidProduct(
            "The sale price must be below the price and in its currency.", field="sale_price"
        )
    if sale is None and any(given.get(name) for name in _WINDOW):
        raise InvalidProduct("Give the `sale_price` that is paid in that time.", field="sale_price")
    rest = {
        name: given[name]
        for name in ("grams", "barcode", "swatch", "requires_shipping", "taxable", "tax_class", *_WINDOW)
        if name in given
    }
    if "other_prices" in given:
        rest["other_prices"] = tuple(given["other_prices"])
    return NewVariant(
        sku=given["sku"],
        attributes=given.get("attributes", {}),
        price=sale or regular,
        compare_at=regular if sale else None,
        **rest,
    )


def to_product(given: Mapping[str, Any]) -> NewProduct:
    """A whole product. Raises InvalidProduct when it has neither variants nor a SKU with a price."""
    if "variants" not in given and not {"sku", "price"} <= given.keys():
        raise InvalidProduct("Give `variants`, or `sku` and `price`.", field="variants")
    slug = slugify(given["name"], allow_unicode=True)[:255]
    blank = NewProduct(slug=slug, name="", description="", category="", variants=())
    return changed(blank, given)


def changed(product: NewProduct, given: Mapping[str, Any]) -> NewProduct:
    """The product with what was given in place of what was there."""
    plain = ("name", "slug", "description", "category", "brand", "vendor", "attributes", "illustration")
    changes: dict[str, Any] = {name: given[name] for name in (*plain, "published_at") if name in given}
    if "tags" in given:
        changes["tags"] = tuple(given["tags"])
    if "status" in given:
        changes["status"] = ProductStatus(given["status"])
    if "visibility" in given:
        changes["visibility"] = Visibility(given["visibility"])
    for name, value in given.get("seo", {}).items():
        changes[f"seo_{name}"] = value
    if "variants" in given:
        changes["variants"] = tuple(to_variant(one) for one in given["variants"])
    elif changed_one := _single_variant(product, given):
        changes["variants"] = (changed_one,)
    return replace(product, **changes)


def _single_variant(product: NewProduct, given: Mapping[str, Any]) -> NewVariant | None:
    """The one variant of a product without options, with what was given at the product's own level."""
    if not given.keys() & {"sku", "price", "sale_price", *_WINDOW}:
        return None
    if not product.variants:
        return to_variant(given)
    if len(product.variants) > 1:
        raise InvalidProduct("This product has several variants: change their prices there.", field="price")
    (old,) = product.variants
    reduced = given.get("sale_price", old.price if old.compare_at else None)
    # With the reduction goes the time that it had.
    window = {name: given.get(name, getattr(old, name) if reduced else None) for name in _WINDOW}
    fresh = to_variant(
        {
            "sku": given.get("sku", old.sku),
            "price": given.get("price", old.compare_at or old.price),
            "sale_price": reduced,
            **window,
        }
    )
    return replace(
        old,
        sku=fresh.sku,
        price=fresh.price,
        compare_at=fresh.compare_at,
        sale_from=fresh.sale_from,
        sale_until=fresh.sale_until,
    )
