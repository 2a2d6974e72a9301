"""Live: the process answers. Ready: what it needs to serve is there. Health: everything, measured."""

import time
from collections.abc import Callable
from typing import Any

import structlog
from django.conf import settings
from django.core.cache import cache
from django.db import connections
from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.views.decorators.cache import never_cache
from kombu import Connection

from domains.catalog import services as catalog
from domains.kernel import clock
from domains.kernel.router import every_database
from ecommerce.operations import vigil

log = structlog.get_logger(__name__)
Check = Callable[[], None]


def _database(alias: str) -> Check:
    def check() -> None:
        with connections[alias].cursor() as cursor:
            cursor.execute("SELECT 1")

    return check


def _cache() -> None:
    cache.set("health", "ok", 5)
    if cache.get("health") != "ok":
        raise ConnectionError("the cache does not answer")


def _broker() -> None:
    with Connection(settings.CELERY_BROKER_URL, connect_timeout=1) as connection:
        connection.ensure_connection(max_retries=1, timeout=1)


def _invariants() -> None:
    broken = [invariant for invariant, count in (vigil.last_look() or {}).items() if count]
    if broken:
        raise RuntimeError(f"broken: {', '.join(broken)}")


def _measure(name: str, check: Check) -> dict[str, Any]:
    began = time.perf_counter()
    try:
        check()
        status = "ok"
    except Exception as failure:
        # Whatever a check raises is the answer to the question that was asked.
        log.warning("health check failed", check=name, reason=str(failure))
        status = "failed"
    return {"name": name, "status": status, "latency_ms": round((time.perf_counter() - began) * 1000, 2)}


def _required() -> list[tuple[str, Check]]:
    return [(f"database:{alias}", _database(alias)) for alias in every_database()]


@never_cache
def live(request: HttpRequest) -> JsonResponse:
    """200 while the process answers."""
    return JsonResponse({"status": "ok"})


@never_cache
def ready(request: HttpRequest) -> JsonResponse:
    """200 when every database answers: without cache and broker the shop still sells.

    A broken invariant is told and takes no shop off the net: the row is wrong already, and those
    who could not buy would be served no better.
    """
    return _answer(
        [_measure(name, check) for name, check in _required()], [_measure("invariants", _invariants)]
    )


@never_cache
def health(request: HttpRequest) -> JsonResponse:
    """Every neighbour and how fast it answers; 503 only when a database is away."""
    required = [_measure(name, check) for name, check in _required()]
    optional = [
        _measure("cache", _cache),
        _measure("broker", _broker),
        _measure("invariants", _invariants),
    ]
    if settings.ELASTICSEARCH_URL:
        optional.append(_measure("search", catalog.check_search))
    return _answer(required, optional)


def _answer(required: list[dict[str, Any]], optional: list[dict[str, Any]] | None = None) -> JsonResponse:
    checks = [*required, *(optional or [])]
    serving = all(check["status"] == "ok" for check in required)
    whole = serving and all(check["status"] == "ok" for check in checks)
    status = "ok" if whole else "degraded" if serving else "failed"
    timestamp = clock.now().isoformat().replace("+00:00", "Z")
    return JsonResponse(
        {"status": status, "timestamp": timestamp, "checks": checks}, status=200 if serving else 503
    )


urlpatterns = [
    path("health/live", live, name="live"),
    path("health/ready", ready, name="ready"),
    path("health", health, name="health"),
]
