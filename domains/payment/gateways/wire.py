"""The words between the shop and a test gateway that is reached by HTTP: one JSON object a call."""

from typing import Any, TypeVar

import msgspec

from domains.payment.gateways.port import ChargeRequest

T = TypeVar("T")


class Unreadable(Exception):
    """Half an answer, or none that we understand."""


def write(value: Any) -> bytes:
    """The value as JSON."""
    return msgspec.json.encode(value)


def read(body: bytes, kind: type[T]) -> T:
    """The JSON as a value of this kind. Raises Unreadable."""
    try:
        return msgspec.json.decode(body, type=kind, strict=False)
    except msgspec.MsgspecError as broken:
        raise Unreadable(str(broken)) from broken


class Call(msgspec.Struct, frozen=True):
    """What one call asks for; `more` is what the call's name needs beside the charge."""

    request: ChargeRequest
    more: dict[str, Any] = {}
    notify_url: str = ""
    patience_s: float = 10.0
