"""Neighbours that are away make the shop slower and stop no sale."""

import time

import pytest

from ecommerce.embedded.ports import free_port
from tests.factories.cart import a_cart, goods
from tests.factories.order import a_form
from tests.factories.user import send

pytestmark = pytest.mark.django_db


def test_without_its_cache_the_shop_shows_its_goods_and_sells(client, settings):
    settings.CACHES = {
        "default": {**settings.CACHES["default"], "LOCATION": f"redis://127.0.0.1:{free_port()}/0"}
    }
    basket, began = a_cart((goods(name="Enamel mug"), 1)), time.monotonic()
    assert "Enamel mug" in client.get("/search", {"q": "Enamel mug"}).content.decode()
    answer = send(client, "post", "cart/checkout", a_form(), **{"X-Cart-Token": basket.token})
    assert (answer.status_code, answer.json()["status"]) == (201, "confirmed")
    assert time.monotonic() - began < 5
