"""The story of a purchase, told through the services of every domain that plays a part."""

import pytest

from domains.cart import services as cart
from domains.order import services as order
from domains.order.types import OrderStatus, SagaState
from tests.factories.cart import a_cart, goods
from tests.factories.inventory import available
from tests.factories.order import buy
from tests.factories.payment import charged_at_gateway

pytestmark = pytest.mark.django_db


def test_a_guest_buys_what_is_in_the_cart():
    mug = goods("19.99", stock=5)
    basket = a_cart((mug, 2))
    bought = buy(basket).order
    assert bought.status is OrderStatus.CONFIRMED
    assert bought.saga is SagaState.CONFIRMED
    assert bought.total.amount == charged_at_gateway()
    assert available(mug) == 3
    assert cart.find_cart(token=basket.token) is None
    assert order.get_order(bought.id) == bought
