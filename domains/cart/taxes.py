"""Sales tax by country, region and class, added to the price after discounts."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q

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
    wanted = address.region.strip()
    here = Q(region="") | Q(region__iexact=wanted) | Q(region_name__iexact=wanted)
    rates = TaxRate.objects.filter(here, country=address.country.upper())
    # The country's come first, so that those of the region stand instead of them.
    return Rates(dict(rates.order_by("region").values_list("tax_class", "rate")))
