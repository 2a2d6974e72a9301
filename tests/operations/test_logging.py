"""What is logged tells what happened, and opens nothing."""

import json
import logging
import logging.config
import re
import runpy
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver
from gunicorn.config import Config

from config.logging import logging_config
from config.secrets import without_tokens
from ecommerce.operations.correlation import CorrelationMiddleware

_SECRET = "s3cret-Tok:en_value"


def routes(patterns: list[URLPattern | URLResolver], before: str = "/") -> Iterator[str]:
    for one in patterns:
        route = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from routes(one.url_patterns, route)
        else:
            yield route


@pytest.fixture
def lines() -> Iterator[StringIO]:
    """What the shop's own logging writes, as deployed."""
    configured, output = structlog.get_config(), StringIO()
    given = logging_config(level="INFO")
    handlers = {"console": {**given["handlers"]["console"], "stream": output}}
    logging.config.dictConfig({**given, "handlers": handlers})
    yield output
    logging.config.dictConfig(settings.LOGGING)
    structlog.configure(**configured)


def test_every_address_with_a_token_is_masked() -> None:
    with_token = [one for one in routes(get_resolver().url_patterns) if re.search(r"<\w+:token>", one)]
    assert len(with_token) >= 5
    for route in with_token:
        address = re.sub(r"<\w+:token>", _SECRET, route)
        assert _SECRET not in without_tokens(f'"GET {address} HTTP/1.1"'), (
            f"mask {route} in config/secrets.py"
        )


def test_what_is_no_token_stays() -> None:
    for text in ("/orders/track", "/products/wishlists-for-all", "/account/orders/1001", "a token of thanks"):
        assert without_tokens(text) == text
    assert without_tokens("/orders/track/abc?x=1") == "/orders/track/...?x=1"
    assert without_tokens("/api/v1/orders/7?token=abc&page=2") == "/api/v1/orders/7?token=...&page=2"


@pytest.mark.django_db
def test_a_link_that_leads_nowhere_is_logged_without_its_token(lines: StringIO) -> None:
    assert Client().get(f"/wishlists/{_SECRET}").status_code == 404
    assert "/wishlists/..." in lines.getvalue() and _SECRET not in lines.getvalue()


def test_a_failed_request_is_logged_without_its_token(lines: StringIO) -> None:
    def failing(request: HttpRequest) -> HttpResponse:
        try:
            raise RuntimeError(f"nothing at {request.path}")
        except RuntimeError:
            structlog.get_logger("views").exception("a page failed")
        return HttpResponse(status=500)

    CorrelationMiddleware(failing)(RequestFactory().get(f"/orders/track/{_SECRET}"))
    failed, request = (json.loads(line) for line in lines.getvalue().splitlines())
    assert "nothing at /orders/track/..." in failed["exception"]
    assert (request["path"], request["status"]) == ("/orders/track/...", 500)
    assert _SECRET not in lines.getvalue()


def test_the_web_servers_own_lines_tell_no_token(capsys, monkeypatch) -> None:
    monkeypatch.syspath_prepend(str(settings.BASE_DIR))
    given = runpy.run_path(str(Path(settings.BASE_DIR) / "config" / "gunicorn.py"))
    server = Config()
    server.set("accesslog", "-")
    logger = given["logger_class"](server)
    logger.access_log.info("%s", f"GET /orders/track/{_SECRET}")
    logger.error_log.error("Error handling request %s", f"/account/reset/{_SECRET}")
    told = "".join(capsys.readouterr())
    assert "/orders/track/..." in told and "/account/reset/..." in told
    assert _SECRET not in told
    for name in ("gunicorn.access", "gunicorn.error"):
        logging.getLogger(name).handlers.clear()
