"""Live, ready, and the whole picture."""

import pytest

pytestmark = pytest.mark.django_db


def test_a_process_that_answers_is_live(client):
    assert client.get("/health/live").json() == {"status": "ok"}


def test_a_shop_with_its_databases_is_ready(client):
    answer = client.get("/health/ready").json()
    assert answer["status"] == "ok"
    assert {check["name"].partition(":")[0] for check in answer["checks"]} == {"database"}


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


def test_metrics_tell_of_requests_by_route_and_of_the_outbox(client):
    client.get("/health/live")
    text = client.get("/metrics").content.decode()
    assert 'http_requests_total{endpoint="health/live",method="GET",status="200"}' in text
    assert 'outbox_publications{status="dead"} 0.0' in text
    assert "order_sagas" in text
