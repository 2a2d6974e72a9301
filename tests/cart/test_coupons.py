"""Coupons take off what they say, where they apply, as often as they may."""

from datetime import timedelta
from decimal import Decimal

import pytest

from domains.cart import services as cart
from domains.cart.errors import CouponExpired, CouponInvalid, CouponNotApplicable, CouponUsedUp
from domains.cart.types import CouponKind, NewCoupon, WarningKind
from domains.kernel import clock
from domains.kernel.errors import InvalidInput
from domains.kernel.ids import new_id
from tests.factories.cart import a_cart, a_coupon, an_address, five_off, goods
from tests.factories.catalog import usd

pytestmark = pytest.mark.django_db


def redeem(code: str, *, order=None, user=None, email: str = "ada@example.com") -> None:
    cart.redeem_coupons(order or new_id(), codes=(code,), user_id=user, email=email)


def test_a_percentage_is_taken_off():
    made = a_cart((goods("19.99"), 3))
    reduced = cart.apply_coupon(made.id, code=a_coupon())
    assert [(coupon.code, coupon.discount) for coupon in reduced.coupons] == [("TENTH", usd("6.00"))]
    assert (reduced.totals.discount, reduced.totals.total) == (usd("6.00"), usd("53.97"))


def test_a_code_is_known_in_any_case_and_stays_once():
    made = a_cart((goods("50.00"), 1))
    a_coupon("TENTH")
    for code in (" tenth ", "TENTH"):
        reduced = cart.apply_coupon(made.id, code=code)
    assert [coupon.code for coupon in reduced.coupons] == ["TENTH"]


def test_a_fixed_amount_never_takes_off_more_than_there_is():
    made = a_cart((goods("3.00"), 1))
    reduced = cart.apply_coupon(made.id, code=five_off())
    assert (reduced.totals.discount, reduced.totals.total) == (usd("3.00"), usd("0"))


def test_a_coupon_is_taken_out():
    made = a_cart((goods("50.00"), 1))
    cart.apply_coupon(made.id, code=a_coupon())
    assert cart.remove_coupon(made.id, code="tenth").coupons == ()


@pytest.mark.parametrize("code", ["NOSUCH", "", "'; DROP TABLE cart_coupon", "A\x00B", "X" * 500])
def test_a_code_that_nobody_gave_out_is_invalid(code):
    made = a_cart((goods(), 1))
    with pytest.raises(CouponInvalid):
        cart.apply_coupon(made.id, code=code)


def test_a_coupon_that_is_switched_off_is_invalid():
    made = a_cart((goods(), 1))
    with pytest.raises(CouponInvalid):
        cart.apply_coupon(made.id, code=a_coupon(active=False))


def test_a_coupon_has_its_time():
    made, now = a_cart((goods(), 1)), clock.now()
    with pytest.raises(CouponExpired):
        cart.apply_coupon(made.id, code=a_coupon(ends_at=now))
    with pytest.raises(CouponNotApplicable, match="is valid from"):
        cart.apply_coupon(made.id, code=a_coupon(starts_at=now + timedelta(days=1)))


def test_a_minimum_must_be_reached_and_stay_reached():
    shirt = goods("20.00")
    code = a_coupon(minimum=usd("50"))
    made = a_cart((shirt, 2))
    with pytest.raises(CouponNotApplicable, match=r"needs goods for at least \$50\.00") as refused:
        cart.apply_coupon(made.id, code=code)
    assert refused.value.facts["reason"] == "minimum"
    cart.add_item(made.id, variant_id=shirt, quantity=1)
    assert cart.apply_coupon(made.id, code=code).totals.discount == usd("6.00")
    fewer = cart.change_item(made.id, line_id=made.lines[0].id, quantity=1)
    assert fewer.totals.discount == usd("0")
    assert [warning.kind for warning in fewer.warnings] == [WarningKind.COUPON_NOT_APPLIED]


def test_a_coupon_that_stands_alone_refuses_company():
    made = a_cart((goods("50.00"), 1))
    cart.apply_coupon(made.id, code=a_coupon())
    with pytest.raises(CouponNotApplicable, match="does not combine"):
        cart.apply_coupon(made.id, code=five_off(combinable=True))


def test_coupons_that_combine_apply_one_after_the_other():
    made = a_cart((goods("50.00"), 1))
    cart.apply_coupon(made.id, code=a_coupon(combinable=True))
    reduced = cart.apply_coupon(made.id, code=five_off(combinable=True))
    assert [coupon.discount for coupon in reduced.coupons] == [usd("5.00"), usd("5.00")]
    assert reduced.totals.total == usd("40.00")


def test_free_shipping_pays_for_the_standard_way():
    made = a_cart((goods("10.00"), 1))
    code = a_coupon("FREEPOST", kind=CouponKind.FREE_SHIPPING, description="Free shipping")
    before = {way.code: way.price for way in cart.list_shipping_methods(made.id, country="US")}
    cart.apply_coupon(made.id, code=code)
    after = {way.code: way.price for way in cart.list_shipping_methods(made.id, country="US")}
    assert before["standard"] > usd("0")
    assert after == {"standard": usd("0"), "express": before["express"]}


def test_a_coupon_is_used_up_when_enough_orders_used_it():
    code = a_coupon(limit=2)
    redeem(code)
    redeem(code)
    with pytest.raises(CouponUsedUp):
        redeem(code)
    with pytest.raises(CouponUsedUp):
        cart.apply_coupon(a_cart((goods(), 1)).id, code=code)


def test_an_order_uses_a_coupon_once():
    code, order = a_coupon(limit=1), new_id()
    redeem(code, order=order)
    redeem(code, order=order)


def test_a_cancelled_order_gives_its_coupon_back_once():
    code, order = a_coupon(limit=2), new_id()
    redeem(code, order=order)
    redeem(code)
    cart.return_coupons(order)
    cart.return_coupons(order)
    redeem(code)
    with pytest.raises(CouponUsedUp):
        redeem(code)


def test_an_order_that_goes_on_after_all_uses_its_coupon_again():
    code, order = a_coupon(limit=1), new_id()
    redeem(code, order=order)
    cart.return_coupons(order)
    redeem(code, order=order)
    with pytest.raises(CouponUsedUp):
        redeem(code)


def test_a_person_is_known_by_account_or_address():
    code, ada = a_coupon(limit_per_customer=1), new_id()
    redeem(code, user=ada, email="ada@example.com")
    for user, email in ((ada, "other@example.com"), (None, "ADA@example.com"), (new_id(), "ada@example.com")):
        with pytest.raises(CouponUsedUp):
            redeem(code, user=user, email=email)
    redeem(code, user=new_id(), email="grace@example.com")


def test_a_member_hears_at_once_that_the_coupon_is_used_up():
    code, ada = a_coupon(limit_per_customer=1), new_id()
    redeem(code, user=ada)
    made = a_cart((goods(), 1), user_id=ada)
    with pytest.raises(CouponUsedUp):
        cart.apply_coupon(made.id, code=code)


def test_a_coupon_that_does_not_apply_is_not_in_the_quote():
    made = a_cart((goods("50.00", stock=9), 1))
    cart.apply_coupon(made.id, code=a_coupon(limit=1))
    redeem("TENTH")
    quote = cart.quote_cart(made.id, address=an_address(), shipping_method="standard")
    assert (quote.coupons, quote.totals.discount) == ((), usd("0"))


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("percent", {"kind": CouponKind.PERCENTAGE}),
        ("percent", {"kind": CouponKind.PERCENTAGE, "percent": Decimal(101)}),
        ("percent", {"kind": CouponKind.PERCENTAGE, "percent": Decimal(-1)}),
        ("percent", {"kind": CouponKind.FIXED, "percent": Decimal(10), "amount": usd("5")}),
        ("amount", {"kind": CouponKind.FIXED}),
        ("amount", {"kind": CouponKind.FIXED, "amount": usd("0")}),
        ("code", {"kind": CouponKind.FREE_SHIPPING, "code": "no spaces"}),
    ],
)
def test_an_unsound_coupon_is_refused_by_its_field(field, values):
    with pytest.raises(InvalidInput) as refused:
        cart.save_coupon(NewCoupon(**{"code": "SOUND", "description": "A coupon", **values}))
    assert refused.value.facts["field"] == field
