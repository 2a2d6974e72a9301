"""What a new shop sends by and taxes, until its staff decide otherwise."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, NamedTuple

from django.apps import apps as installed
from django.apps.registry import Apps
from django.conf import settings
from django.db import transaction

from domains.kernel.money import round_amount
from domains.kernel.router import database_of

_EU = (
    "AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE".split()  # noqa: SIM905
)


class _Zone(NamedTuple):
    code: str
    name: str
    countries: list[str]
    standard: str
    express: str
    free_from: str
    slow: tuple[int, int]
    fast: tuple[int, int]


_ZONES = (
    _Zone("us", "United States", ["US"], "5.95", "14.95", "75", (3, 5), (1, 2)),
    _Zone("eu", "European Union", _EU, "9.95", "24.95", "150", (5, 8), (2, 4)),
    _Zone("world", "Rest of the world", [], "19.95", "39.95", "250", (7, 14), (3, 6)),
)
# The states' own rates; counties and cities may add theirs.
_US_RATES = """
AL Alabama 4|AZ Arizona 5.6|AR Arkansas 6.5|CA California 7.25|CO Colorado 2.9|CT Connecticut 6.35|
DC District of Columbia 6|FL Florida 6|GA Georgia 4|HI Hawaii 4|ID Idaho 6|IL Illinois 6.25|IN Indiana 7|
IA Iowa 6|KS Kansas 6.5|KY Kentucky 6|LA Louisiana 5|ME Maine 5.5|MD Maryland 6|MA Massachusetts 6.25|
MI Michigan 6|MN Minnesota 6.875|MS Mississippi 7|MO Missouri 4.225|NE Nebraska 5.5|NV Nevada 6.85|
NJ New Jersey 6.625|NM New Mexico 4.875|NY New York 4|NC North Carolina 4.75|ND North Dakota 5|OH Ohio 5.75|
OK Oklahoma 4.5|PA Pennsylvania 6|RI Rhode Island 7|SC South Carolina 6|SD South Dakota 4.2|TN Tennessee 7|
TX Texas 6.25|UT Utah 4.85|VT Vermont 6|VA Virginia 4.3|WA Washington 6.5|WV West Virginia 6|WI Wisconsin 5|
WY Wyoming 4
"""


def fill_new_shop(*, using: str, apps: Apps = installed, **_: Any) -> None:
    """After every migration: where there is no zone at all, there are the first ones."""
    try:
        zones = apps.get_model("cart", "ShippingZone").objects.using(using)
    except LookupError:
        return
    if using != database_of("cart") or zones.exists():
        return
    methods = apps.get_model("cart", "ShippingMethod").objects.using(using)
    rates = apps.get_model("cart", "TaxRate").objects.using(using)
    with transaction.atomic(using=using):
        for position, new in enumerate(_ZONES):
            zone = zones.create(code=new.code, name=new.name, countries=new.countries, position=10 * position)
            methods.bulk_create(methods.model(zone=zone, **values) for values in _methods(new))
        rates.bulk_create((rates.model(**values) for values in _rates()), ignore_conflicts=True)


def _methods(zone: _Zone) -> Iterator[dict[str, Any]]:
    shared = {"currency": settings.DEFAULT_CURRENCY, "price_per_kg": _money("1.50")}
    yield {
        **shared,
        "code": "standard",
        "name": "Standard",
        "description": f"With the post, in {zone.slow[0]} to {zone.slow[1]} working days.",
        "price": _money(zone.standard),
        "free_from": _money(zone.free_from),
        "days_min": zone.slow[0],
        "days_max": zone.slow[1],
        "position": 0,
    }
    yield {
        **shared,
        "code": "express",
        "name": "Express",
        "description": f"By courier, in {zone.fast[0]} to {zone.fast[1]} working days.",
        "price": _money(zone.express),
        "coupons_apply": False,
        "max_grams": 30_000,
        "days_min": zone.fast[0],
        "days_max": zone.fast[1],
        "position": 1,
    }


def _rates() -> Iterator[dict[str, Any]]:
    for entry in _US_RATES.replace("\n", "").split("|"):
        code, *name, percent = entry.split()
        rate = Decimal(percent) / 100
        yield {"country": "US", "region": code, "region_name": " ".join(name), "rate": rate}


def _money(amount: str) -> Decimal:
    return round_amount(Decimal(amount), settings.DEFAULT_CURRENCY)
