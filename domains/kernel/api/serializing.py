"""Between the wire and our values, through serializers that are made once.

A new serializer copies every field of its class, those below it included, which costs more than its work.
"""

from functools import cache
from typing import Any

from rest_framework.request import Request
from rest_framework.serializers import Serializer


@cache
def shared(serializer: type[Serializer[Any]]) -> Serializer[Any]:
    """The one instance of the class that everybody reads and shows with."""
    return serializer()


def parse(serializer: type[Serializer[Any]], request: Request, **options: Any) -> dict[str, Any]:
    """The body as `serializer` validates it. Raises ValidationError naming each field at fault."""
    reader = serializer(**options) if options else shared(serializer)
    given: dict[str, Any] = reader.run_validation(request.data)
    return given


def represent(serializer: type[Serializer[Any]], value: Any) -> dict[str, Any]:
    """The value as `serializer` shows it to everybody; nothing in it may depend on the request."""
    shown: dict[str, Any] = shared(serializer).to_representation(value)
    return shown
