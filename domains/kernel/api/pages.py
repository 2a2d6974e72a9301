"""Keyset pages on the wire."""

from collections.abc import Callable
from typing import Any, TypeVar

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from domains.kernel.api.serializing import shared
from domains.kernel.pagination import DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE, Page

T = TypeVar("T")


class PageQuery(serializers.Serializer[Any]):
    """The query parameters of every list."""

    cursor = serializers.CharField(required=False, max_length=2000)
    page_size = serializers.IntegerField(
        required=False, min_value=1, max_value=MAX_PAGE_SIZE, default=DEFAULT_PAGE_SIZE
    )


def page_params(request: Request) -> tuple[str | None, int]:
    """`(cursor, page_size)` of the request. Raises ValidationError when they are not valid."""
    query = request.query_params
    if "cursor" not in query and "page_size" not in query:
        # As most lists are read.
        return None, DEFAULT_PAGE_SIZE
    given = shared(PageQuery).run_validation(query)
    return given.get("cursor"), given["page_size"]


def page_response(request: Request, page: Page[T], serialize: Callable[[T], Any]) -> Response:
    """`{results, next, previous}` with whole addresses of the neighbours."""
    return Response(
        {
            "results": [serialize(row) for row in page],
            "next": _neighbour(request, page.next),
            "previous": _neighbour(request, page.previous),
        }
    )


def _neighbour(request: Request, cursor: str | None) -> str | None:
    if cursor is None:
        return None
    if "cursor" in request.query_params:
        return str(replace_query_param(request.build_absolute_uri(), "cursor", cursor))
    # Most lists are read from their beginning, where the address need not be taken apart; a cursor is fit
    # to stand in one.
    here = f"{request.scheme}://{request.get_host()}{request.get_full_path()}"
    return f"{here}{'&' if '?' in here else '?'}cursor={cursor}"


def paged_schema(row: type[serializers.Serializer[Any]]) -> type[serializers.Serializer[Any]]:
    """The page's serializer for the OpenAPI document."""
    name = f"{row.__name__.removesuffix('Serializer')}Page"
    return type(
        name,
        (serializers.Serializer,),
        {
            "results": row(many=True),
            "next": serializers.URLField(allow_null=True),
            "previous": serializers.URLField(allow_null=True),
        },
    )
