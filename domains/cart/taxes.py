"""Sales tax by country, region and class, added to the price after discounts."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db import connections

from domains.kernel.router import database_of
from domains.kernel.types import Address

STANDARD = "standard"
# The country's come first, so that those of the region stand instead of them.
_RATES = """
SELECT tax_class, rate FROM cart_tax_rate
WHERE country = %(country)s
  AND (region = '' OR upper(region) = upper(%(region)s) OR upper(region_name) = upper(%(region)s))
ORDER BY region
"""


@dataclass(frozen=True, slots=True)
class Rates:
    """The rates that hold at one place, by class."""

    by_class: Mapping[str, Decimal]

    def of(self, tax_class: str) -> Decimal:
        """The rate of this class; the standard one where the class has none of its own."""
        return self.by_class.get(tax_class, self.by_class.get(STANDARD, Decimal(0)))


def rates_at(address: Address) -> Rates:
    """The rates at the address, in one query; its region is known by code or by name."""
    with connections[database_of("cart")].cursor() as cursor:
        cursor.execute(_RATES, {"country": address.country.upper(), "region": address.region.strip()})
        return Rates(dict(cursor.fetchall()))
