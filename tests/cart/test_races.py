"""Limits and sums hold, however many shoppers come at once."""

from functools import partial

import pytest

from domains.cart import services as cart
from domains.kernel.ids import new_id
from tests.factories.cart import a_cart, a_coupon, goods
from tests.racing import at_once, refusals

pytestmark = pytest.mark.django_db(transaction=True)


def redeem(code: str, email: str, order=None) -> None:
    cart.redeem_coupons(order or new_id(), codes=(code,), user_id=None, email=email)


@pytest.mark.parametrize("limit", [1, 7])
def test_50_orders_use_a_coupon_as_often_as_it_may_be(limit):
    code = a_coupon(limit=limit)
    outcomes = at_once([partial(redeem, code, f"{number}@example.com") for number in range(50)])
    assert refusals(outcomes) == ["coupon_used_up"] * (50 - limit)


def test_one_person_in_many_windows_uses_a_coupon_as_often_as_a_person_may():
    code = a_coupon(limit_per_customer=2)
    outcomes = at_once([partial(redeem, code, "ada@example.com")] * 20)
    assert refusals(outcomes) == ["coupon_used_up"] * 18


def test_an_order_that_asks_many_times_uses_a_coupon_once():
    code, order = a_coupon(limit=3), new_id()
    assert refusals(at_once([partial(redeem, code, "ada@example.com", order)] * 12)) == []
    assert (
        refusals(at_once([partial(redeem, code, f"{n}@example.com") for n in range(4)]))
        == ["coupon_used_up"] * 2
    )


def test_orders_with_the_same_coupons_in_any_order_do_not_wait_in_a_circle():
    codes = [a_coupon(name) for name in ("ONE", "TWO", "THREE")]
    jobs = [
        partial(
            cart.redeem_coupons,
            new_id(),
            codes=tuple(codes if number % 2 else reversed(codes)),
            user_id=None,
            email="ada@example.com",
        )
        for number in range(24)
    ]
    assert refusals(at_once(jobs)) == []


def test_a_cancelled_order_gives_back_once_however_often_it_is_asked():
    code, order = a_coupon(limit=2), new_id()
    redeem(code, "ada@example.com", order)
    redeem(code, "grace@example.com")
    at_once([partial(cart.return_coupons, order)] * 8)
    outcomes = at_once([partial(redeem, code, f"{number}@example.com") for number in range(6)])
    assert len(refusals(outcomes)) == 5


def test_the_same_product_put_in_at_once_is_one_line_with_the_sum():
    shirt = goods(stock=100)
    made = a_cart()
    at_once([partial(cart.add_item, made.id, variant_id=shirt, quantity=2)] * 15)
    assert [line.quantity for line in cart.get_cart(made.id).lines] == [30]


def test_no_more_than_there_is_gets_into_a_cart():
    shirt = goods(stock=7)
    made = a_cart()
    outcomes = at_once([partial(cart.add_item, made.id, variant_id=shirt, quantity=2)] * 10)
    assert len(refusals(outcomes)) == 7
    assert cart.get_cart(made.id).quantity == 6


def test_a_member_on_two_devices_has_one_cart():
    member = new_id()
    made = at_once([lambda: cart.create_cart(user_id=member).id] * 10)
    assert len(set(made)) == 1


def test_a_guests_cart_is_merged_once_however_often_it_is_asked():
    shirt, member = goods(stock=100), new_id()
    guest = a_cart((shirt, 3))
    a_cart((shirt, 4), user_id=member)
    at_once([partial(cart.merge_carts, token=guest.token, user_id=member)] * 10)
    assert cart.find_cart(user_id=member).quantity == 7


def test_a_cart_becomes_one_order():
    made = a_cart((goods(), 1))
    orders = [new_id() for _ in range(10)]
    outcomes = at_once([partial(cart.close_cart, made.id, order_id=order) for order in orders])
    assert refusals(outcomes) == ["cart_closed"] * 9
