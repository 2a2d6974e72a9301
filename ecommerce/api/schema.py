"""The OpenAPI document: one address for each operation."""

from collections.abc import Callable
from typing import Any

_Endpoint = tuple[str, str, str, Callable[..., Any]]


def versioned_only(endpoints: list[_Endpoint], **_: Any) -> list[_Endpoint]:
    """The endpoints under `/api/v1/`: `/api/…` answers the same and is not described twice."""
    return [endpoint for endpoint in endpoints if endpoint[0].startswith("/api/v1/")]
