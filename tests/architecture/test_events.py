"""Events are frozen, versioned, and survive a trip through JSON."""

import dataclasses
import re
from collections.abc import Mapping
from decimal import Decimal

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domains.kernel.events import declared_events, from_payload, to_payload
from domains.kernel.money import Money

_NAME = re.compile(r"[a-z]+\.[a-z_]+\.v[1-9]\d*\Z")
EVENTS = declared_events()

st.register_type_strategy(
    Money, st.builds(Money.from_minor, st.integers(-(10**9), 10**9), st.sampled_from(["USD", "JPY", "KWD"]))
)
st.register_type_strategy(
    Mapping,
    lambda kind: st.dictionaries(*map(st.from_type, kind.__args__), max_size=3),
)
st.register_type_strategy(Decimal, st.decimals(allow_nan=False, allow_infinity=False, places=2))


@pytest.mark.parametrize("name", EVENTS)
def test_an_event_is_named_frozen_and_belongs_to_its_domain(name: str) -> None:
    kind = EVENTS[name]
    assert _NAME.match(name)
    assert kind.__dataclass_params__.frozen
    assert kind.__module__ == f"domains.{name.partition('.')[0]}.events"
    assert kind.stream_field in {field.name for field in dataclasses.fields(kind)}
    assert kind.__doc__


@pytest.mark.parametrize("name", EVENTS)
@settings(max_examples=10, deadline=None)
@given(data=st.data())
def test_an_event_comes_back_from_json_as_it_went(name: str, data: st.DataObject) -> None:
    fact = data.draw(st.from_type(EVENTS[name]))
    text = msgspec.json.encode(to_payload(fact))
    assert from_payload(name, msgspec.json.decode(text)) == fact


def test_every_domain_that_has_events_is_here() -> None:
    assert {name.partition(".")[0] for name in EVENTS} >= {"user", "catalog", "cart", "order", "payment"}
