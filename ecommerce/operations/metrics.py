"""Prometheus text: requests as they happen, the outbox and the sagas as they stand."""

import os
import time
from collections.abc import Callable, Iterable
from functools import cache

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.cache import never_cache
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import REGISTRY, Collector

from domains.kernel import services as kernel
from domains.order import services as orders
from ecommerce.operations import vigil

REQUESTS = Counter("http_requests_total", "Requests answered", ["method", "endpoint", "status"])
DURATION = Histogram("http_request_duration_seconds", "Time to answer", ["method", "endpoint"])
_KNOWN_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}


class MetricsMiddleware:
    """Counts and times every request by its route, never by its address."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        response = self.get_response(request)
        match = request.resolver_match
        endpoint = match.route if match else "unmatched"
        method = request.method if request.method in _KNOWN_METHODS else "OTHER"
        requests, duration = _counted(method, endpoint, response.status_code)
        requests.inc()
        duration.observe(time.perf_counter() - began)
        return response


@cache
def _counted(method: str, endpoint: str, status: int) -> tuple[Counter, Histogram]:
    """What counts such answers: as few as there are routes."""
    return REQUESTS.labels(method, endpoint, status), DURATION.labels(method, endpoint)


class ShopCollector(Collector):
    """What stands in the database at the moment of the scrape."""

    def collect(self) -> Iterable[GaugeMetricFamily]:
        outbox = GaugeMetricFamily("outbox_publications", "Deliveries not done", labels=["status"])
        for status, count in kernel.count_publications().items():
            outbox.add_metric([status], count)
        yield outbox
        sagas = GaugeMetricFamily("order_sagas", "Checkouts by state", labels=["state"])
        for state, count in orders.count_orders_by_saga().items():
            sagas.add_metric([state], count)
        yield sagas
        yield GaugeMetricFamily(
            "payment_open_breaks", "Money that does not agree", value=orders.count_open_breaks()
        )
        broken = GaugeMetricFamily(
            "shop_invariant_violations", "Rows that break it, at the last look", labels=["invariant"]
        )
        for invariant, count in (vigil.last_look() or {}).items():
            broken.add_metric([invariant], count)
        yield broken


@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """Everything, over all of the server's processes."""
    registry = CollectorRegistry()
    registry.register(ShopCollector())
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        text = generate_latest(registry)
    else:
        text = generate_latest(REGISTRY) + generate_latest(registry)
    return HttpResponse(text, content_type=CONTENT_TYPE_LATEST)


urlpatterns = [path("metrics", metrics, name="metrics")]
