"""What shoppers put in, change and take out."""

import pytest

from domains.cart import services as cart
from domains.cart.errors import (
    CartClosed,
    CartNotFound,
    InsufficientStock,
    InvalidQuantity,
    LineNotFound,
    NotSold,
)
from domains.catalog import services as catalog
from domains.catalog.errors import VariantNotFound
from domains.kernel.ids import CartId, new_id
from tests.factories.cart import a_cart, goods
from tests.factories.catalog import usd

pytestmark = pytest.mark.django_db


def test_a_new_cart_is_empty_and_has_a_token():
    made = cart.create_cart()
    assert (made.lines, made.totals.total, made.currency) == ((), usd("0"), "USD")
    assert cart.find_cart(token=made.token) == made


def test_what_is_put_in_has_todays_name_price_and_stock():
    shirt = goods("19.99", stock=7, name="Linen shirt")
    line = a_cart((shirt, 3)).lines[0]
    assert (line.name, line.quantity, line.available) == ("Linen shirt", 3, 7)
    assert (line.unit_price, line.subtotal) == (usd("19.99"), usd("59.97"))


def test_the_same_variant_adds_up_in_one_line():
    shirt = goods(stock=10)
    made = a_cart((shirt, 2), (shirt, 3))
    assert [line.quantity for line in made.lines] == [5]
    assert cart.count_items(token=made.token) == 5


def test_lines_stay_in_the_order_in_which_they_came():
    first, second, third = goods(), goods(), goods()
    made = a_cart((second, 1), (first, 1), (third, 1), (second, 1))
    assert [line.variant_id for line in made.lines] == [second, first, third]


def test_more_than_there_is_can_not_be_put_in():
    shirt = goods(stock=4)
    made = a_cart((shirt, 3))
    with pytest.raises(InsufficientStock) as refused:
        cart.add_item(made.id, variant_id=shirt, quantity=2)
    assert refused.value.facts["available"] == 4
    assert cart.get_cart(made.id).lines[0].quantity == 3


@pytest.mark.parametrize("quantity", [0, -1, 1000, True, 1.0, "2", "1e3", 2**63, float("nan"), None])
def test_a_quantity_is_a_whole_number_from_1_to_999(quantity):
    shirt = goods(stock=5)
    made = a_cart((shirt, 1))
    with pytest.raises(InvalidQuantity):
        cart.add_item(made.id, variant_id=shirt, quantity=quantity)
    with pytest.raises(InvalidQuantity):
        cart.change_item(made.id, line_id=made.lines[0].id, quantity=quantity)


def test_adding_up_to_more_than_999_is_refused():
    shirt = goods(stock=5000)
    made = a_cart((shirt, 600))
    with pytest.raises(InvalidQuantity):
        cart.add_item(made.id, variant_id=shirt, quantity=400)


def test_what_is_not_for_sale_can_not_be_put_in():
    shirt = goods()
    variant = catalog.get_variants([shirt])[shirt]
    catalog.archive_product(variant.product_id)
    with pytest.raises(NotSold):
        a_cart((shirt, 1))
    with pytest.raises(VariantNotFound):
        a_cart((new_id(), 1))


def test_a_quantity_is_changed():
    shirt = goods("10.00", stock=5)
    made = a_cart((shirt, 1))
    assert cart.change_item(made.id, line_id=made.lines[0].id, quantity=4).totals.subtotal == usd("40")
    with pytest.raises(InsufficientStock):
        cart.change_item(made.id, line_id=made.lines[0].id, quantity=6)


def test_a_line_is_taken_out():
    shirt, hat = goods(), goods()
    made = a_cart((shirt, 1), (hat, 1))
    left = cart.remove_item(made.id, line_id=made.lines[0].id)
    assert [line.variant_id for line in left.lines] == [hat]


def test_a_line_of_another_cart_is_not_found():
    shirt = goods()
    mine, other = a_cart((shirt, 1)), a_cart((shirt, 1))
    for change in (
        lambda: cart.change_item(mine.id, line_id=other.lines[0].id, quantity=2),
        lambda: cart.remove_item(mine.id, line_id=other.lines[0].id),
    ):
        with pytest.raises(LineNotFound):
            change()
    assert cart.get_cart(other.id).quantity == 1


def test_a_cart_that_never_was_is_not_found():
    with pytest.raises(CartNotFound):
        cart.get_cart(CartId(new_id()))


def test_an_ordered_cart_is_closed_and_named_after_its_order():
    shirt, order = goods(), new_id()
    made = a_cart((shirt, 1))
    cart.close_cart(made.id, order_id=order)
    cart.close_cart(made.id, order_id=order)
    with pytest.raises(CartClosed) as refused:
        cart.add_item(made.id, variant_id=shirt, quantity=1)
    assert refused.value.facts["order_id"] == order
    with pytest.raises(CartClosed):
        cart.close_cart(made.id, order_id=new_id())
    assert cart.find_cart(token=made.token) is None
    assert cart.count_items(token=made.token) == 0


def test_a_cart_whose_order_failed_opens_again():
    shirt, order = goods(), new_id()
    made = a_cart((shirt, 2))
    cart.close_cart(made.id, order_id=order)
    cart.reopen_cart(made.id, order_id=new_id())
    assert cart.find_cart(token=made.token) is None
    cart.reopen_cart(made.id, order_id=order)
    cart.reopen_cart(made.id, order_id=order)
    assert cart.find_cart(token=made.token).quantity == 2


def test_a_member_who_began_another_cart_finds_the_goods_of_the_failed_order_in_it():
    shirt, hat, order, member = goods(), goods(), new_id(), new_id()
    ordered = a_cart((shirt, 2), user_id=member)
    cart.close_cart(ordered.id, order_id=order)
    a_cart((hat, 1), user_id=member)
    cart.reopen_cart(ordered.id, order_id=order)
    lines = cart.find_cart(user_id=member).lines
    assert {line.variant_id: line.quantity for line in lines} == {shirt: 2, hat: 1}


@pytest.mark.parametrize("token", ["", "nonsense", "0" * 32 + ".x", "é", "a" * 5000])
def test_a_made_up_token_opens_nothing(token):
    assert cart.find_cart(token=token) is None
    assert cart.count_items(token=token) == 0


def test_a_members_cart_is_opened_by_the_member_alone():
    member = new_id()
    mine = a_cart((goods(), 1), user_id=member)
    assert mine.token == ""
    assert cart.find_cart(user_id=member).id == mine.id
    assert cart.create_cart(user_id=member).id == mine.id
    assert cart.find_cart(user_id=new_id()) is None
