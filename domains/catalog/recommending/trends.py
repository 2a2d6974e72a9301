"""What is wanted these days: every sign of interest counts less from day to day, by half in three.

The sum of what is left of all signs, taken as a logarithm, moves by the same amount for every product
while time goes on. So a number that is written once with each sign stands for good, and sorts rightly
at every moment; nothing has to be cooled.
"""

import math
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import F

from domains.catalog import queries
from domains.kernel import clock

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from domains.catalog.models import ProductRow

_HALF_LIFE = timedelta(days=3)
_RECENT = timedelta(days=7)
_BEGINNING = datetime(2020, 1, 1, tzinfo=UTC)
_A_SECOND = math.log(2) / _HALF_LIFE.total_seconds()
# Beyond this PostgreSQL's exponentials underflow; what is so much colder adds nothing.
_COLDEST = 600

# Signs are rows (product_id, weight, at) of a table expression that comes before.
_HEAT = """
    INSERT INTO catalog_trend AS trend (product_id, heat)
    SELECT sign.product_id, hottest.heat
        + ln(sum(sign.weight * exp(greatest({heat} - hottest.heat, -{coldest}))))
    FROM {signs} AS sign, (SELECT max({heat}) AS heat FROM {signs} AS sign) AS hottest
    GROUP BY sign.product_id, hottest.heat ORDER BY sign.product_id
    ON CONFLICT (product_id) DO UPDATE SET heat = greatest(trend.heat, EXCLUDED.heat)
        + ln(1 + exp(-least(abs(trend.heat - EXCLUDED.heat), {coldest})))
"""


def heating(signs: str) -> str:
    """SQL that lets the signs of interest in the table expression of that name count."""
    heat = f"(extract(epoch FROM sign.at)::float8 - {_BEGINNING.timestamp()}) * {_A_SECOND!r}"
    return _HEAT.format(signs=signs, heat=heat, coldest=_COLDEST)


def heat_of(moment: datetime) -> float:
    """How hot one sign of interest of that moment is."""
    return (moment - _BEGINNING).total_seconds() * _A_SECOND


def wanted_now() -> "QuerySet[ProductRow]":
    """The rows of what can be bought and was wanted within the week, most wanted first."""
    least = heat_of(clock.now() - _RECENT)
    rows = queries.listed_rows().filter(in_stock=True, product__trend__heat__gte=least)
    return rows.alias(heat=F("product__trend__heat")).order_by("-heat", "-product_id")
