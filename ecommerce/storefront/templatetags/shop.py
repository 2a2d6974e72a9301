"""Small words for templates: money, pictures' places, icons, fields."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from babel import Locale
from django import template
from django.forms import BoundField, CheckboxInput
from django.template import Context
from django.templatetags.static import static
from django.utils.html import format_html, json_script
from django.utils.safestring import SafeString, mark_safe

from domains.catalog.types import Picture
from domains.kernel.ids import OrderId, ProductId
from domains.kernel.money import Money
from domains.kernel.money import currency_name as named_currency
from domains.kernel.types import Address
from ecommerce.storefront import linked_data as linked_data_of
from ecommerce.storefront import seen, timeline

register = template.Library()
_COUNTRIES = Locale("en").territories


@register.simple_tag
def sized(picture: Picture, sizes: str) -> SafeString:
    """The attributes of an `img`: the address, the smaller copies for places of these sizes, the shape.

    The shape of a drawing is 4 to 5, as the places are; nothing moves when a picture arrives.
    """
    src = format_html(
        'src="{}" width="{}" height="{}"', picture.url, picture.width or 800, picture.height or 1000
    )
    if not picture.sizes:
        return src
    srcset = ", ".join(f"{url} {width}w" for width, url in picture.sizes)
    return format_html('{} srcset="{}" sizes="{}"', src, srcset, sizes)


@register.filter
def absolute(path: str) -> str:
    """The address with the shop's host."""
    return linked_data_of.absolute(path)


@register.filter
def money(amount: Money) -> str:
    """`$19.99`"""
    return amount.formatted()


@register.filter
def currency_name(currency: str) -> str:
    """`US dollars`"""
    return named_currency(currency)


@register.filter
def upto(number: int) -> range:
    """1, 2, … the number; a list of choices, so never a long one."""
    return range(1, min(number, 99) + 1)


@register.filter
def moments(order_id: OrderId) -> tuple[timeline.Moment, ...]:
    """What happened to the order, newest first."""
    return timeline.timeline(order_id)


@register.filter
def at(found: Mapping[ProductId, str], key: ProductId) -> SafeString:
    """The name with what was searched for marked, as the catalogue escaped it; empty without one."""
    return mark_safe(found.get(key, "")) if found else mark_safe("")  # noqa: S308


@register.filter
def times(amount: Money, quantity: int) -> Money:
    """What so many cost."""
    return amount * quantity


@register.filter
def percent_of_five(average: Decimal) -> int:
    """A rating as the width of its stars."""
    return round(average * 20)


@register.filter
def human(code: str) -> str:
    """`return_requested` as words."""
    return str(code).replace("_", " ").capitalize()


@register.filter
def lines(address: Address) -> list[str]:
    """An address as on a label."""
    town = " ".join(part for part in (address.city + ("," if address.region else ""), address.region) if part)
    every = (address.name, address.company, address.line1, address.line2, f"{town} {address.postal_code}")
    country = _COUNTRIES.get(address.country, address.country)
    return [one for one in (*every, country) if one.strip()]


@register.simple_tag
def icon(name: str) -> SafeString:
    """An icon of the sprite, silent for screen readers."""
    source = static("icons.svg")
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}#{}"></use></svg>', source, name)


@register.simple_tag(takes_context=True)
def seen_lately(context: Context) -> SafeString:
    """What the visitor looked at, between marks at which a kept page is filled in."""
    return mark_safe(f"<!--seen-->{seen.section(context['request'])}<!--/seen-->")  # noqa: S308


@register.inclusion_tag("storefront/parts/field.html")
def field(bound: BoundField, width: str = "") -> dict[str, Any]:
    """A field with its label, help and error; `width` is a class such as `half`."""
    return {"field": bound, "width": width, "is_box": isinstance(bound.field.widget, CheckboxInput)}


@register.simple_tag
def linked_data(value: dict[str, Any]) -> SafeString:
    """schema.org data that cannot break out of its element."""
    safe = json_script(value)
    return mark_safe(safe.replace("application/json", "application/ld+json"))  # noqa: S308
