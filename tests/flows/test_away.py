"""Neighbours that are away make the shop slower and stop no sale."""

import time

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connections
from kombu.exceptions import OperationalError

from config.env import one_of
from domains.kernel.router import database_of
from ecommerce.embedded.ports import free_port
from ecommerce.operations.broker import PatientCelery
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


@pytest.mark.django_db(transaction=True)
def test_a_database_that_does_not_answer_is_said_to_be_away_and_asked_again(client):
    alias = database_of("catalog")
    other = connections[alias].copy()
    try:
        with connections[alias].cursor() as cursor:
            cursor.execute("SET lock_timeout = '100ms'")
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute("LOCK TABLE catalog_product IN ACCESS EXCLUSIVE MODE")
        answer = client.get("/api/v1/products/a-mug")
        assert (answer.status_code, answer["Retry-After"]) == (503, "2")
        assert answer["Content-Type"] == "application/problem+json"
        assert answer.json()["code"] == "temporarily_unavailable"
        client.raise_request_exception = False
        assert client.get("/products/a-mug").status_code == 503
    finally:
        other.rollback()
        other.close()
        connections[alias].close()
    assert client.get("/api/v1/products/a-mug").status_code == 404


def test_a_broker_that_did_not_answer_is_not_asked_again_at_once():
    app = PatientCelery("away", broker=f"redis://127.0.0.1:{free_port()}/0", set_as_current=False)
    app.conf.update(task_publish_retry=False, broker_transport_options={"max_retries": 0})
    with pytest.raises(OperationalError) as first:
        app.send_task("anything")
    with pytest.raises(OperationalError, match="a moment ago"):
        app.send_task("anything")
    assert "a moment ago" not in str(first.value)


def test_a_setting_that_is_mistyped_is_said_with_what_it_can_be(monkeypatch):
    monkeypatch.setenv("PAYMENT_CAPTURE", "maual")
    with pytest.raises(ImproperlyConfigured, match="'maual'; it must be one of: automatic, manual"):
        one_of("PAYMENT_CAPTURE", "automatic", "manual")
