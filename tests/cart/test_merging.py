"""At sign-in the guest's cart goes into the member's, and nothing gets lost."""

import pytest

from domains.cart import services as cart
from domains.cart.types import CartStatus
from domains.kernel import services as kernel
from domains.kernel.ids import new_id
from tests.factories.cart import a_cart, a_coupon, five_off, goods
from tests.factories.inventory import stock

pytestmark = pytest.mark.django_db


def quantities(made) -> dict[object, int]:
    return {line.variant_id: line.quantity for line in made.lines}


def test_quantities_add_up():
    shirt, hat, scarf, member = goods(), goods(), goods(), new_id()
    guest = a_cart((shirt, 2), (hat, 1))
    a_cart((hat, 3), (scarf, 1), user_id=member)
    merged = cart.merge_carts(token=guest.token, user_id=member)
    assert quantities(merged) == {shirt: 2, hat: 4, scarf: 1}
    assert cart.find_cart(user_id=member) == merged


def test_a_member_without_a_cart_gets_what_the_guest_had():
    shirt, member = goods(), new_id()
    guest = a_cart((shirt, 2))
    assert quantities(cart.merge_carts(token=guest.token, user_id=member)) == {shirt: 2}


def test_merging_twice_merges_once():
    shirt, member = goods(), new_id()
    guest = a_cart((shirt, 2))
    for _ in range(2):
        merged = cart.merge_carts(token=guest.token, user_id=member)
    assert quantities(merged) == {shirt: 2}
    assert cart.find_cart(token=guest.token) is None
    assert cart.get_cart(guest.id).status is CartStatus.MERGED
    assert [event.name for event in kernel.list_events(f"cart-{guest.id}", domain="cart")] == [
        "cart.merged.v1"
    ]


def test_no_more_than_there_is_comes_together():
    shirt, member = goods(stock=5), new_id()
    guest = a_cart((shirt, 4))
    a_cart((shirt, 3), user_id=member)
    assert quantities(cart.merge_carts(token=guest.token, user_id=member)) == {shirt: 5}


def test_no_more_than_999_come_together():
    shirt, member = goods(stock=5000), new_id()
    guest = a_cart((shirt, 600))
    a_cart((shirt, 600), user_id=member)
    assert quantities(cart.merge_carts(token=guest.token, user_id=member)) == {shirt: 999}


def test_what_ran_out_meanwhile_stays_as_one_piece_and_says_so():
    shirt, member = goods(stock=5), new_id()
    guest = a_cart((shirt, 4))
    stock(shirt, east=0)
    merged = cart.merge_carts(token=guest.token, user_id=member)
    assert quantities(merged) == {shirt: 1}
    assert "out of stock" in merged.warnings[0].message


@pytest.mark.parametrize("token", ["", "made-up"])
def test_a_token_that_opens_nothing_changes_nothing(token):
    shirt, member = goods(), new_id()
    a_cart((shirt, 1), user_id=member)
    assert quantities(cart.merge_carts(token=token, user_id=member)) == {shirt: 1}


def test_a_guests_coupon_comes_along_unless_it_does_not_combine():
    shirt = goods("50.00")
    for members_own, expected in ((None, ["GUEST"]), ("MEMBER", ["MEMBER"])):
        member, guest = new_id(), a_cart((shirt, 1))
        cart.apply_coupon(guest.id, code=a_coupon("GUEST"))
        if members_own:
            mine = a_cart((shirt, 1), user_id=member)
            cart.apply_coupon(mine.id, code=five_off(members_own))
        merged = cart.merge_carts(token=guest.token, user_id=member)
        assert [coupon.code for coupon in merged.coupons] == expected
