"""The product's form and its rows of variants and pictures, and the product that they describe."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from unfold.widgets import UnfoldAdminTextInputWidget

from domains.catalog import queries
from domains.catalog.errors import InvalidProduct
from domains.catalog.models import Media, Product, Variant
from domains.catalog.types import NewProduct, NewVariant, OtherPrice, Picture, ProductStatus, Visibility
from domains.kernel.money import Money, round_amount

_PLAIN = ("slug", "name", "description", "vendor", "illustration", "seo_title", "seo_description")

# What must be read whole, in a table that scrolls inside its own box.
_WIDTHS = {
    "sku": "11rem",
    "attributes": "14rem",
    "price": "6rem",
    "sale_price": "6rem",
    "in_currencies": "16rem",
}


class _AsPeopleWrite(forms.CharField):
    """A text for people, a value for us; what stays as it was shown has not changed."""

    widget = UnfoldAdminTextInputWidget

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(super().has_changed(self.prepare_value(initial), data))


class OptionsField(_AsPeopleWrite):
    """`Colour: Moss; Size: M` for people, a mapping for us."""

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, dict):
            return "; ".join(f"{name}: {option}" for name, option in value.items())
        return value

    def clean(self, value: Any) -> dict[str, str]:
        text = super().clean(value) or ""
        options: dict[str, str] = {}
        for part in filter(str.strip, text.split(";")):
            name, colon, option = (piece.strip() for piece in part.partition(":"))
            if not (name and colon and option):
                raise forms.ValidationError("Write options like this: Colour: Moss; Size: M")
            options[name] = option
        return options


class OtherPricesField(_AsPeopleWrite):
    """`EUR 20.00 15.00; GBP 17.50` for people: currency, regular and reduced price."""

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, dict):
            lines = (f"{currency} {' '.join(filter(None, prices))}" for currency, prices in value.items())
            return "; ".join(lines)
        return value

    def clean(self, value: Any) -> tuple[OtherPrice, ...]:
        text = super().clean(value) or ""
        return tuple(self._price(part.split()) for part in text.split(";") if part.strip())

    def _price(self, words: list[str]) -> OtherPrice:
        try:
            currency, *amounts = words
            regular, reduced = amounts if len(amounts) > 1 else (*amounts, None)
            price = Money(Decimal(str(regular)), currency.upper())
            return OtherPrice(price, None if reduced is None else Money(Decimal(reduced), price.currency))
        except (ValueError, InvalidOperation) as wrong:
            raise forms.ValidationError("Write other prices like this: EUR 20.00 15.00; GBP 17.50") from wrong


class ProductForm(forms.ModelForm):  # type: ignore[type-arg]
    """The product itself, and one picture to upload."""

    upload = forms.FileField(
        required=False, label="Add a picture", help_text="JPEG, PNG or WebP, up to 10 MB."
    )
    upload_alt = forms.CharField(required=False, max_length=500, label="What it shows")

    class Meta:
        model = Product
        fields = "__all__"


class VariantForm(forms.ModelForm):  # type: ignore[type-arg]
    attributes = OptionsField(required=False, label="Options", help_text="Colour: Moss; Size: M")
    in_currencies = OtherPricesField(
        required=False,
        label="Other currencies",
        help_text="Currency, regular and reduced price, e.g. EUR 20.00 15.00; GBP 17.50",
    )

    class Meta:
        model = Variant
        fields = (
            "sku",
            "attributes",
            "price",
            "sale_price",
            "currency",
            "grams",
            "swatch",
            "barcode",
            # Wide, and seldom asked for: the last.
            "sale_from",
            "sale_until",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["currency"].initial = settings.DEFAULT_CURRENCY
        if not self.instance._state.adding:
            known, options = self.instance.attributes, self.instance.product.options
            self.initial["in_currencies"] = self.instance.other_prices
            self.initial["attributes"] = queries.in_order(known, options)
            for name in ("price", "sale_price"):
                if (amount := self.initial.get(name)) is not None:
                    self.initial[name] = round_amount(amount, self.instance.currency)
        for name, width in _WIDTHS.items():
            self.fields[name].widget.attrs["style"] = f"min-width: {width}"


class MediaForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Media
        fields = ("url", "alt", "shows", "position")
        labels: ClassVar = {"alt": "What it shows", "shows": "Only for", "url": "Address"}
        help_texts: ClassVar = {
            "alt": "Read out to whoever does not see the picture.",
            "shows": "An option such as Moss; empty for every variant.",
            "position": "Drag the rows, or write numbers: the smallest comes first.",
        }


def described(form: Any, variants: Iterable[Any], media: Iterable[Any]) -> NewProduct:
    """The product that the form and its rows describe. Raises InvalidProduct."""
    given = form.cleaned_data
    return NewProduct(
        **{name: given[name] for name in _PLAIN},
        category=given["category"].slug if given["category"] else "",
        brand=given["brand"].slug if given["brand"] else "",
        attributes=given["attributes"] or {},
        tags=tuple(given["tags"] or ()),
        status=ProductStatus(given["status"]),
        visibility=Visibility(given["visibility"]),
        published_at=_published_at(form),
        variants=tuple(_variant(row) for row in variants),
        pictures=tuple(
            Picture(row["url"], row["alt"], row["position"], row["shows"], _thumbnail(row)) for row in media
        ),
    )


def _published_at(form: Any) -> datetime | None:
    """The new time; None where it stays, because a form knows no microseconds."""
    given: datetime = form.cleaned_data["published_at"]
    before: datetime | None = form.initial.get("published_at")
    return None if before and before.replace(microsecond=0) == given.replace(microsecond=0) else given


def _variant(row: dict[str, Any]) -> NewVariant:
    try:
        regular = Money(row["price"], row["currency"].upper())
        sale = None if row["sale_price"] is None else Money(row["sale_price"], regular.currency)
    except ValueError as wrong:
        raise InvalidProduct(f"{row['sku']}: {wrong}.", field="variants") from wrong
    if sale is not None and sale >= regular:
        raise InvalidProduct(
            f"{row['sku']}: the sale price must be below the regular price.", field="variants"
        )
    if sale is None and (row["sale_from"] or row["sale_until"]):
        raise InvalidProduct(
            f"{row['sku']}: give the sale price that is paid in that time.", field="variants"
        )
    known: Variant | None = row.get("id")
    return NewVariant(
        sku=row["sku"],
        attributes=row["attributes"],
        price=sale or regular,
        compare_at=regular if sale else None,
        sale_from=row["sale_from"],
        sale_until=row["sale_until"],
        grams=row["grams"],
        barcode=row["barcode"],
        swatch=row["swatch"],
        other_prices=row["in_currencies"],
        requires_shipping=known.requires_shipping if known else True,
        taxable=known.taxable if known else True,
        tax_class=known.tax_class if known else "standard",
    )


def _thumbnail(row: dict[str, Any]) -> str:
    known: Media | None = row.get("id")
    return known.thumbnail if known is not None and known.url == row["url"] else ""
