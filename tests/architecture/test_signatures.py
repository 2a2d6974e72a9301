"""What crosses a boundary is fully typed and made of plain, frozen things."""

import dataclasses
import enum
import inspect
import types
import typing
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from domains.kernel.money import Money
from domains.kernel.pagination import Page
from tests.architecture.house import DOMAINS, published_everywhere, services

_PLAIN = {str, int, bool, bytes, Decimal, datetime, date, timedelta, UUID, type(None), Money, object}
FUNCTIONS = published_everywhere()
NAMES = [f"{domain}.{name}" for domain, name, _ in FUNCTIONS]


def may_cross(kind: object, seen: frozenset[object] = frozenset()) -> bool:
    """Whether a value of this type may pass from one domain to another."""
    if kind in _PLAIN or kind in seen or isinstance(kind, typing.TypeVar):
        return True
    if isinstance(kind, typing.NewType):
        return may_cross(kind.__supertype__, seen)
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin in (typing.Union, types.UnionType, tuple, frozenset, Page, Mapping):
        return all(inner is Ellipsis or may_cross(inner, seen) for inner in arguments)
    if inspect.isclass(kind) and issubclass(kind, enum.Enum):
        return True
    if inspect.isclass(kind) and dataclasses.is_dataclass(kind):
        hints = typing.get_type_hints(kind)
        fields = [hints[field.name] for field in dataclasses.fields(kind)]
        frozen = kind.__dataclass_params__.frozen
        return frozen and all(may_cross(inner, seen | {kind}) for inner in fields)
    return False


def may_be_given(name: str, kind: object) -> bool:
    """Whoever asks may hand over any collection of plain things, and a number of seconds."""
    if name.endswith("_s"):
        return kind in (int, float, float | None)
    if typing.get_origin(kind) in (Collection, Iterable, Sequence):
        return all(map(may_cross, typing.get_args(kind)))
    return may_cross(kind)


def may_return(kind: object) -> bool:
    """What is handed back is frozen, or a stream of such for what is too large to hold."""
    if typing.get_origin(kind) is Iterator:
        return all(map(may_cross, typing.get_args(kind)))
    return may_cross(kind)


@pytest.mark.parametrize(("domain", "name", "function"), FUNCTIONS, ids=NAMES)
def test_a_published_function_is_typed_and_passes_only_what_may_cross(domain, name, function) -> None:
    signature, hints = inspect.signature(function), typing.get_type_hints(inspect.unwrap(function))
    assert "return" in hints, f"{name} does not say what it returns"
    for parameter in signature.parameters.values():
        assert parameter.name in hints, f"{name}({parameter.name}) has no type"
    for where, kind in hints.items():
        allowed = may_return(kind) if where == "return" else may_be_given(where, kind)
        assert allowed, f"{name}: {where} is a {kind}, which may not cross"


@pytest.mark.parametrize(("domain", "name", "function"), FUNCTIONS, ids=NAMES)
def test_after_the_first_identity_every_argument_is_named(domain, name, function) -> None:
    positional = [
        parameter.name
        for parameter in inspect.signature(function).parameters.values()
        if parameter.kind is not inspect.Parameter.KEYWORD_ONLY
    ]
    assert len(positional) <= 1, f"{name} takes {positional} by position"


@pytest.mark.parametrize(("domain", "name", "function"), FUNCTIONS, ids=NAMES)
def test_a_published_function_says_what_comes_of_it(domain, name, function) -> None:
    assert function.__doc__, f"{name} has no docstring"


@pytest.mark.parametrize("domain", DOMAINS)
def test_what_a_domain_publishes_is_listed_and_sorted(domain: str) -> None:
    names = services(domain).__all__
    assert len(names) == len(set(names))
    public = {
        name
        for name, value in vars(services(domain)).items()
        if inspect.isfunction(value)
        and not name.startswith("_")
        and value.__module__.startswith(f"domains.{domain}.services")
    }
    assert public <= set(names), f"not in __all__: {sorted(public - set(names))}"


def test_the_rule_bites() -> None:
    class Mutable:
        pass

    for kind in (dict, list, Mutable, dict[str, int], float, typing.Any, Mapping[str, float]):
        assert not may_cross(kind), kind
