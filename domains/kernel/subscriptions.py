"""Who listens to what: filled once, when the applications start."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from domains.kernel.events import Event
from domains.kernel.transactions import domain_of

Handler = Callable[[Any], None]
H = TypeVar("H", bound=Handler)
Subscriptions = Iterable[tuple[type[Event], Handler]]

_handlers: dict[tuple[str, str], Handler] = {}
_subscribers: dict[str, list[str]] = {}
_patient: set[str] = set()


def after_the_answer(handler: H) -> H:
    """The handler can wait until whoever asked was answered: nobody looks for its effect at once."""
    _patient.add(_name_of(handler))
    return handler


def subscribe(subscriptions: Subscriptions) -> None:
    """Register a domain's SUBSCRIPTIONS; registering twice changes nothing."""
    for kind, handler in subscriptions:
        name = _name_of(handler)
        _handlers[kind.name, name] = handler
        names = _subscribers.setdefault(kind.name, [])
        if name not in names:
            names.append(name)


def subscriptions() -> dict[str, tuple[str, ...]]:
    """Which handlers listen to which event."""
    return {event: tuple(names) for event, names in _subscribers.items()}


def subscribers_of(event_name: str) -> tuple[str, ...]:
    """The names of the handlers that listen to the event."""
    return tuple(_subscribers.get(event_name, ()))


def find_handler(event_name: str, name: str) -> Handler:
    """The handler of this name. Raises LookupError when nobody is called so any more."""
    handler = _handlers.get((event_name, name))
    if handler is None:
        raise LookupError(f"nobody is called {name}")
    return handler


def can_wait(name: str) -> bool:
    """Whether the handler of this name may be told after the answer."""
    return name in _patient


def _name_of(handler: Handler) -> str:
    return f"{domain_of(handler.__module__)}.{handler.__name__}"
