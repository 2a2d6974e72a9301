"""Goods in stock, carts and coupons for tests, made through the services."""

from decimal import Decimal
from itertools import count
from typing import Any

from domains.cart import services as cart
from domains.cart.types import Cart, CouponKind, NewCoupon
from domains.catalog import services as catalog
from domains.kernel.ids import CartId, VariantId
from domains.kernel.types import Address
from tests.factories import inventory
from tests.factories.catalog import a_category, new_tee, new_variant, usd

_numbers = count(1)


def goods(price: str = "20.00", *, stock: int = 10, name: str = "", **changes: Any) -> VariantId:
    """A variant for sale at this price, so many of it in stock."""
    number = next(_numbers)
    sku = f"GOODS-{number}"
    a_category()
    catalog.save_product(
        new_tee(
            f"goods-{number}",
            name=name or f"Goods {number}",
            variants=(new_variant(sku, price, grams=changes.pop("grams", 200), **changes),),
        )
    )
    variant = catalog.get_variants_by_sku([sku]).get(sku)
    assert variant is not None
    inventory.stock(variant.id, east=stock)
    return variant.id


def a_cart(*lines: tuple[VariantId, int], **owner: Any) -> Cart:
    """A cart with so many of each variant."""
    made = cart.create_cart(**owner)
    for variant_id, quantity in lines:
        made = cart.add_item(CartId(made.id), variant_id=variant_id, quantity=quantity)
    return made


def a_coupon(code: str = "TENTH", **changes: Any) -> str:
    """The code of a coupon that exists now: a tenth off unless said."""
    values = {"description": "10 % off", "kind": CouponKind.PERCENTAGE, "percent": Decimal(10), **changes}
    if values["kind"] is not CouponKind.PERCENTAGE:
        values["percent"] = None
    cart.save_coupon(NewCoupon(code=code, **values))
    return code


def five_off(code: str = "FIVE", **changes: Any) -> str:
    """The code of a coupon for five dollars off."""
    return a_coupon(code, kind=CouponKind.FIXED, amount=usd("5"), **changes)


def an_address(**changes: str) -> Address:
    """A place in California unless said."""
    values = {
        "name": "Ada Lovelace",
        "line1": "1 Main Street",
        "city": "Oakland",
        "region": "CA",
        "postal_code": "94607",
        "country": "US",
        **changes,
    }
    return Address(**values)
