"""What a product must be before it is saved; the first fault is named with its field."""

import re
from collections import Counter
from collections.abc import Collection, Mapping
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db.models import (
    BooleanField,
    CharField,
    Field,
    ForeignKey,
    JSONField,
    Model,
    PositiveIntegerField,
    TextField,
)

from domains.catalog import currencies, pictures
from domains.catalog.errors import InvalidProduct
from domains.catalog.keeping_json import refusal
from domains.catalog.types import NewProduct, NewVariant

MOST_VARIANTS = 2_000
_OWN = frozenset({"id", "created_at", "updated_at"})
_LARGEST = 2_147_483_647
_SLUG = re.compile(r"[\w-]{1,255}")
_is_address = URLValidator(schemes=["http", "https"])


def check_product(new: NewProduct) -> None:
    """Raises InvalidProduct for the first rule that the product breaks on its own."""
    if not _SLUG.fullmatch(new.slug):
        _refuse("slug", f"{new.slug[:80]!r} is not a slug: use letters, digits, hyphens and underscores.")
    if not new.name.strip():
        _refuse("name", "A product needs a name.")
    if not new.variants:
        _refuse("variants", "A product needs at least one variant.")
    if len(new.variants) > MOST_VARIANTS:
        _refuse("variants", f"A product has at most {MOST_VARIANTS} variants.")
    if not isinstance(new.attributes, Mapping):
        _refuse("attributes", 'The attributes must be an object such as {"material": "Wool"}.')
    _check_json("The attributes", new.attributes)
    if new.illustration and not pictures.is_drawable(new.illustration):
        _refuse("illustration", f"There is no drawing of {new.illustration!r}.")
    for picture in new.pictures:
        _check_address(picture.url)
        if picture.thumbnail:
            _check_address(picture.thumbnail)
    for variant in new.variants:
        _check_variant(variant)
    _check_together(new.variants)


def check_fields(row: Model, changed: Collection[str] | None = None) -> None:
    """Raises InvalidProduct when a value does not fit its column, of those `changed` or of all."""
    for field in _checked(type(row)):
        if changed is not None and field.attname not in changed:
            continue
        value = getattr(row, field.attname)
        if _fits(field, value):
            continue
        try:
            setattr(row, field.attname, field.clean(value, row))
        except ValidationError as refused:
            _refuse(field.name, f"{field.name}: {' '.join(refused.messages)}")


@cache
def _checked(model: type[Model]) -> "tuple[Field[Any, Any], ...]":
    """Not what the shop fills in by itself, and no JSON, which has no length."""
    return tuple(
        field
        for field in model._meta.concrete_fields
        if not isinstance(field, ForeignKey | JSONField | BooleanField) and field.name not in _OWN
    )


def _fits(field: "Field[Any, Any]", value: Any) -> bool:
    """Whether it plainly does: Django's own check costs ten times as much, for each of a file's values."""
    if field.blank and value in field.empty_values:
        return True
    if type(field) is CharField:
        longest = field.max_length or 0
        return type(value) is str and not field.choices and 0 < len(value) <= longest
    if type(field) is PositiveIntegerField:
        return type(value) is int and 0 <= value <= _LARGEST
    return type(field) is TextField and type(value) is str and value != ""


def _check_variant(variant: NewVariant) -> None:
    if not variant.sku.strip():
        _refuse("sku", "A variant needs a SKU.")
    if variant.price.amount < 0 or (variant.compare_at and variant.compare_at.amount < 0):
        _refuse("price", f"The price of {variant.sku} is negative.")
    if variant.compare_at and variant.compare_at.currency != variant.price.currency:
        _refuse("compare_at", f"The two prices of {variant.sku} have different currencies.")
    currencies.check(variant)
    if variant.sale_from and variant.sale_until and variant.sale_from >= variant.sale_until:
        _refuse("sale_until", f"The reduction of {variant.sku} must end after it begins.")
    if variant.swatch and not pictures.is_colour(variant.swatch):
        _refuse("swatch", f"The swatch of {variant.sku} must be a colour such as #5b6b46.")
    if not all(_is_text(name) and _is_text(value) for name, value in variant.attributes.items()):
        _refuse("attributes", f"The options of {variant.sku} must be texts, such as Size: M.")
    _check_json(f"The options of {variant.sku}", variant.attributes)


def _check_together(variants: tuple[NewVariant, ...]) -> None:
    skus = Counter(variant.sku for variant in variants)
    for sku, times in skus.items():
        if times > 1:
            _refuse("sku", f"The SKU {sku} is there {times} times.")
    choices = {tuple(sorted(variant.attributes.items())) for variant in variants}
    if len(choices) < len(variants):
        _refuse("variants", "Two variants have the same options.")
    if len({variant.price.currency for variant in variants}) > 1:
        _refuse("price", "All variants of a product are priced in one currency.")


def _check_json(what: str, value: Mapping[str, object]) -> None:
    if why := refusal(value):
        _refuse("attributes", f"{what} cannot be kept: {why}.")


def _check_address(url: str) -> None:
    if url.startswith("/") and not url.startswith("//"):
        return
    try:
        _is_address(url)
    except ValidationError:
        _refuse("pictures", f"{url[:120]!r} is not the address of a picture.")


def _is_text(value: object) -> bool:
    return isinstance(value, str) and len(value.strip()) > 0 and len(value) <= 255


def _refuse(field: str, detail: str) -> None:
    raise InvalidProduct(detail, field=field)
