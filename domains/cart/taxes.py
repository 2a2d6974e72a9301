"""Sales tax by country, region and class, added to the price after discounts."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from domains.cart.models import TaxRate
from domains.kernel.types import Address

STANDARD = "standard"


@dataclass(frozen=True, slots=True)
class Rates:
    """The rates that hold at one place, by class."""

    by_class: Mapping[str, Decimal]

    def of(self, tax_class: str) -> Decimal:
        """The rate of this class; the standard one where the class has none of its own."""
        return self.by_class.get(tax_class, self.by_class.get(STANDARD, Decimal(0)))


def rates_at(address: Address) -> Rates:
    """The rates at the address, in one query; its region is known by code or by name."""
    wanted = address.region.strip().casefold()
    country, region = {}, {}
    for row in TaxRate.objects.filter(country=address.country.upper()):
        if not row.region:
            country[row.tax_class] = row.rate
        elif wanted in (row.region.casefold(), row.region_name.casefold()):
            region[row.tax_class] = row.rate
    return Rates({**country, **region})
