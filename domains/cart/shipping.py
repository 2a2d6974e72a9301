"""Which ways of sending there are to a place, and what each costs for a parcel."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import NamedTuple
from uuid import UUID

from babel import Locale
from django.db import connections

from domains.cart import types
from domains.cart.errors import CountryNotServed, ShippingMethodUnknown
from domains.cart.models import ShippingZone
from domains.kernel.money import Money
from domains.kernel.router import database_of

_GRAMS_A_KG = 1000
_REACHING = """
SELECT method.zone_id, method.code, method.name, method.description, method.price, method.currency,
       method.grams_included, method.price_per_kg, method.max_grams, method.free_from, method.coupons_apply,
       method.days_min, method.days_max, zone.postal_prefixes
FROM cart_shipping_method AS method JOIN cart_shipping_zone AS zone ON zone.id = method.zone_id
WHERE method.active AND method.currency = %s AND (zone.countries = '{}' OR %s = ANY(zone.countries))
ORDER BY zone.position, zone.code, method.position, method.code
"""
# Territories of the locale data that are no countries of ISO 3166.
_NO_COUNTRIES = frozenset("AC CP CQ DG EA EU EZ IC QO TA UN XA XB XK ZZ".split())  # noqa: SIM905


class _Way(NamedTuple):
    zone_id: UUID
    code: str
    name: str
    description: str
    price: Decimal
    currency: str
    grams_included: int
    price_per_kg: Decimal
    max_grams: int | None
    free_from: Decimal | None
    coupons_apply: bool
    days_min: int
    days_max: int
    postal_prefixes: list[str]


@dataclass(frozen=True, slots=True)
class Parcel:
    """What is sent: its weight, what the goods come to, and whether a coupon pays for the way."""

    grams: int
    worth: Money
    ships: bool
    free: bool


@cache
def countries() -> Mapping[str, str]:
    """Every country's English name by its ISO 3166 code."""
    names = Locale("en").territories
    return {
        code: name
        for code, name in sorted(names.items(), key=lambda pair: pair[1])
        if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRIES
    }


def served_countries() -> tuple[tuple[str, str], ...]:
    """`(code, name)` of the countries that some zone reaches, by name."""
    zones = ShippingZone.objects.filter(methods__active=True).distinct()
    reached = {code for zone in zones for code in (zone.countries or countries())}
    return tuple((code, name) for code, name in countries().items() if code in reached)


def methods(parcel: Parcel, country: str, postal_code: str) -> tuple[types.ShippingMethod, ...]:
    """The ways to that place, cheapest-first as the shop orders them, in one query.

    Raises CountryNotServed.
    """
    zone = _zone(country.upper(), postal_code, parcel.worth.currency)
    return tuple(
        types.ShippingMethod(
            code=row.code,
            name=row.name,
            description=row.description,
            price=_price(row, parcel),
            days_min=row.days_min,
            days_max=row.days_max,
        )
        for row in zone
        if row.max_grams is None or parcel.grams <= row.max_grams
    )


def method(code: str, parcel: Parcel, country: str, postal_code: str) -> types.ShippingMethod:
    """One way by its code. Raises ShippingMethodUnknown, CountryNotServed."""
    offered = methods(parcel, country, postal_code)
    for one in offered:
        if one.code == code:
            return one
    names = ", ".join(f"“{one.code}”" for one in offered)
    detail = f"Choose one of {names}." if offered else "The parcel is too heavy for every way of sending."
    raise ShippingMethodUnknown(detail, field="shipping_method")


def _zone(country: str, postal_code: str, currency: str) -> Sequence[_Way]:
    """The ways of the first zone that fits."""
    if country not in countries():
        raise CountryNotServed(field="country")
    found: list[_Way] = []
    with connections[database_of("cart")].cursor() as cursor:
        cursor.execute(_REACHING, [currency, country])
        for way in (_Way(*row) for row in cursor.fetchall()):
            if found and way.zone_id != found[0].zone_id:
                break
            if _fits(way.postal_prefixes, postal_code):
                found.append(way)
    if not found:
        raise CountryNotServed(field="country")
    return found


def _fits(prefixes: Sequence[str], postal_code: str) -> bool:
    return not prefixes or postal_code.replace(" ", "").upper().startswith(tuple(prefixes))


def _price(row: _Way, parcel: Parcel) -> Money:
    free = (
        not parcel.ships
        or (parcel.free and row.coupons_apply)
        or (row.free_from is not None and parcel.worth.amount >= row.free_from)
    )
    if free:
        return Money.zero(row.currency)
    kilograms = -(-max(0, parcel.grams - row.grams_included) // _GRAMS_A_KG)
    return Money.of(row.price + row.price_per_kg * kilograms, row.currency)
