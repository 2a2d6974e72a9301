"""The way to the search server, which may be Elasticsearch or OpenSearch."""

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from typing import TypeVar

from django.conf import settings
from elastic_transport import HttpHeaders, TransportError, Urllib3HttpNode
from elastic_transport._node import NodeApiResponse
from elastic_transport.client_utils import DEFAULT, DefaultType
from elasticsearch import ApiError, Elasticsearch

from domains.kernel import resilience
from domains.kernel.errors import Unavailable

R = TypeVar("R")
# What a question or a write may come back with instead of an answer.
AWAY = (Unavailable, TransportError, ApiError)
_PATIENCE_S = 2
_VENDOR = "application/vnd.elasticsearch+"


class PlainHttpNode(Urllib3HttpNode):
    """Speaks plain JSON, which both servers understand, and lets the client take either for its own."""

    def perform_request(
        self,
        method: str,
        target: str,
        body: bytes | None = None,
        headers: HttpHeaders | None = None,
        request_timeout: DefaultType | float | None = DEFAULT,
    ) -> NodeApiResponse:
        plain = HttpHeaders({name: _plain(value) for name, value in (headers or {}).items()})
        answer = super().perform_request(
            method, target, body=body, headers=plain, request_timeout=request_timeout
        )
        known = HttpHeaders({**answer.meta.headers, "x-elastic-product": "Elasticsearch"})
        return NodeApiResponse(replace(answer.meta, headers=known), answer.body)


def _plain(media_type: str) -> str:
    """`application/vnd.elasticsearch+json; compatible-with=9` is `application/json`."""
    return media_type.replace(_VENDOR, "application/").partition("; compatible-with")[0]


def client() -> Elasticsearch:
    """The client of this process; a question is given two seconds."""
    return _client(settings.ELASTICSEARCH_URL)


@lru_cache(maxsize=4)
def _client(addresses: str) -> Elasticsearch:
    return Elasticsearch(
        [address.strip().rstrip("/") for address in addresses.split(",")],
        node_class=PlainHttpNode,
        request_timeout=_PATIENCE_S,
        max_retries=0,
    )


def guarded(ask: Callable[[], R]) -> R:
    """What `ask` returns; after five failures in a row nothing is asked for 20 s. Raises those of AWAY."""
    return resilience.call("elasticsearch", ask, retry_on=(), attempts=1)
