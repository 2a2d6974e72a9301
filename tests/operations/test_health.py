"""Live, ready, and the whole picture."""

import pytest

from domains.order.models import Order
from ecommerce import tasks
from ecommerce.operations import invariants
from tests.factories.order import an_order

pytestmark = pytest.mark.django_db


def test_a_process_that_answers_is_live(client):
    assert client.get("/health/live").json() == {"status": "ok"}


def test_a_shop_with_its_databases_is_ready(client):
    answer = client.get("/health/ready").json()
    assert answer["status"] == "ok"
    assert {check["name"].partition(":")[0] for check in answer["checks"]} == {"database", "invariants"}


def test_the_whole_picture_measures_every_neighbour(client):
    answer = client.get("/health").json()
    assert answer["status"] == "ok", answer
    assert {"cache", "broker"} <= {check["name"] for check in answer["checks"]}
    assert all(check["latency_ms"] >= 0 for check in answer["checks"])


def test_without_its_cache_the_shop_is_degraded_and_still_serves(client, settings):
    away = "redis://127.0.0.1:1/0"
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": away}}
    settings.CELERY_BROKER_URL = away
    answer = client.get("/health")
    assert answer.status_code == 200
    assert answer.json()["status"] == "degraded"


def test_a_broken_invariant_is_told_by_metrics_and_health_and_takes_no_shop_off_the_net(client):
    bought = an_order()
    assert tasks.check_invariants() == 0
    assert 'shop_invariant_violations{invariant="I2"} 0.0' in client.get("/metrics").content.decode()
    Order.objects.filter(id=bought.id).update(item_count=7)
    assert tasks.check_invariants() == 1
    assert 'shop_invariant_violations{invariant="I2"} 1.0' in client.get("/metrics").content.decode()
    for address in ("/health", "/health/ready"):
        answer = client.get(address)
        assert (answer.status_code, answer.json()["status"]) == (200, "degraded")
        assert {"name": "invariants", "status": "failed"}.items() <= answer.json()["checks"][-1].items()


def test_a_look_that_is_not_over_is_not_begun_again(monkeypatch):
    bought = an_order()
    Order.objects.filter(id=bought.id).update(item_count=7)
    real, begun = invariants.check, []

    def look(**given):
        # The next one is due while this one works.
        begun.append(tasks.check_invariants())
        return real(**given)

    monkeypatch.setattr(invariants, "check", look)
    assert tasks.check_invariants() == 1
    assert begun == [0]
    assert tasks.check_invariants() == 1


def test_metrics_tell_of_requests_by_route_and_of_the_outbox(client):
    client.get("/health/live")
    text = client.get("/metrics").content.decode()
    assert 'http_requests_total{endpoint="health/live",method="GET",status="200"}' in text
    assert 'outbox_publications{status="dead"} 0.0' in text
    assert "order_sagas" in text
