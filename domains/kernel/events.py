"""What an event is: a frozen, versioned fact in the past tense that survives a trip through JSON."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar, dataclass_transform
from uuid import UUID

import msgspec

E = TypeVar("E", bound="Event")
_registry: dict[str, "type[Event]"] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A fact. Subclasses are declared with `@event`."""

    name: ClassVar[str]
    stream_field: ClassVar[str]

    @property
    def stream(self) -> str:
        """The stream it belongs to: `order-0192…`."""
        kind = self.name.partition(".")[0]
        return f"{kind}-{getattr(self, self.stream_field)}"


@dataclass_transform(frozen_default=True, kw_only_default=True)
def event(name: str, *, stream: str) -> Callable[[type[E]], type[E]]:
    """Declare a frozen dataclass as the event `name`; `stream` is the field that names its stream."""

    def declare(kind: type[E]) -> type[E]:
        declared: type[E] = dataclass(frozen=True, slots=True, kw_only=True)(kind)
        declared.name, declared.stream_field = name, stream
        if name in _registry and _registry[name].__qualname__ != declared.__qualname__:
            raise ValueError(f"two events are called {name}")
        _registry[name] = declared
        return declared

    return declare


def to_payload(fact: Event) -> dict[str, Any]:
    """The event as JSON types."""
    payload: dict[str, Any] = msgspec.to_builtins(fact)
    return payload


def from_payload(name: str, payload: Mapping[str, Any]) -> Event:
    """The event again. Raises KeyError for a name that nobody declared."""
    return msgspec.convert(payload, _registry[name], strict=False)


def declared_events() -> Mapping[str, "type[Event]"]:
    """Every declared event by its name."""
    return dict(_registry)


def stream_of(kind: str, identity: UUID) -> str:
    """The name of one thing's stream."""
    return f"{kind}-{identity}"
