"""What an answer was made of is gone once it was sent."""

import gc
from collections.abc import Iterator

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.test import RequestFactory
from django.test.client import ClientHandler
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from tests.factories.catalog import a_product

pytestmark = pytest.mark.django_db
MADE_OF = (WSGIRequest, Request, APIView, Response)


def standing() -> list[object]:
    return [one for one in gc.get_objects() if issubclass(type(one), MADE_OF)]


@pytest.fixture
def kept_by_others() -> Iterator[list[object]]:
    """What earlier tests of this process still hold; the collector rests."""
    gc.collect()
    gc.disable()
    yield standing()
    gc.enable()


@pytest.mark.parametrize("path", ["products", "products/tee", "products/search?q=tee", "cart"])
def test_nothing_of_an_answer_waits_for_the_collector(
    rf: RequestFactory, kept_by_others: list[object], path: str
) -> None:
    a_product("tee")
    answer = ClientHandler()(rf.get(f"/api/v1/{path}").environ)
    assert answer.status_code == 200
    assert answer.content

    answer.close()
    del answer

    assert [one for one in standing() if not any(one is other for other in kept_by_others)] == []
