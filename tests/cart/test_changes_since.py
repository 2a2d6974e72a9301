"""A cart is read again at every view, and says in words what changed."""

from contextlib import ExitStack

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from domains.cart import services as cart
from domains.cart.types import WarningKind
from domains.catalog import services as catalog
from tests.factories.cart import a_cart, a_coupon, five_off, goods
from tests.factories.catalog import new_tee, new_variant, usd
from tests.factories.inventory import stock

pytestmark = pytest.mark.django_db


def reprice(variant_id, price: str) -> None:
    variant = catalog.get_variants([variant_id])[variant_id]
    product = new_tee(variant.product_slug, name=variant.name, variants=(new_variant(variant.sku, price),))
    catalog.save_product(product)


def queries(look) -> int:
    with ExitStack() as stack:
        seen = [stack.enter_context(CaptureQueriesContext(each)) for each in connections.all()]
        look()
        return sum(len(one) for one in seen)


def kinds(made) -> list[WarningKind]:
    return [warning.kind for warning in made.warnings]


def test_a_new_price_is_charged_and_explained():
    shirt = goods("20.00", name="Linen shirt")
    made = a_cart((shirt, 2))
    reprice(shirt, "25.00")
    seen = cart.get_cart(made.id)
    assert seen.totals.subtotal == usd("50.00")
    assert [warning.message for warning in seen.warnings] == [
        "Linen shirt costs $25.00 now. It was $20.00 when you put it in the cart."
    ]
    changed = cart.change_item(made.id, line_id=made.lines[0].id, quantity=1)
    assert changed.warnings == ()


def test_what_ran_low_or_out_is_explained():
    shirt = goods(stock=5, name="Linen shirt")
    made = a_cart((shirt, 4))
    stock(shirt, east=3)
    seen = cart.get_cart(made.id)
    assert [warning.message for warning in seen.warnings] == [
        "Only 3 of Linen shirt are left, and your cart has 4."
    ]
    assert seen.lines[0].available == 3
    stock(shirt, east=0)
    assert kinds(cart.get_cart(made.id)) == [WarningKind.OUT_OF_STOCK]


def test_fewer_of_what_is_short_can_be_kept():
    shirt = goods(stock=5)
    made = a_cart((shirt, 5))
    stock(shirt, east=1)
    assert cart.change_item(made.id, line_id=made.lines[0].id, quantity=2).quantity == 2


def test_what_left_the_shop_stays_visible_until_it_is_taken_out():
    shirt = goods("20.00", name="Linen shirt")
    made = a_cart((shirt, 1))
    catalog.archive_product(made.lines[0].product_id)
    seen = cart.get_cart(made.id)
    assert kinds(seen) == [WarningKind.NO_LONGER_SOLD]
    assert (seen.lines[0].name, seen.lines[0].available) == ("Linen shirt", 0)
    assert cart.remove_item(made.id, line_id=made.lines[0].id).warnings == ()


@pytest.mark.parametrize("lines", [1, 12])
def test_a_cart_is_seen_in_five_queries_whatever_its_lines(lines):
    made = a_cart(*[(goods(), 1) for _ in range(lines)])
    cart.apply_coupon(made.id, code=a_coupon(combinable=True))
    cart.apply_coupon(made.id, code=five_off(combinable=True))
    for look in (lambda: cart.get_cart(made.id), lambda: cart.find_cart(token=made.token)):
        assert queries(look) <= 5
    assert queries(lambda: cart.count_items(token=made.token)) == 1
