"""An event survives the trip through JSON; a correlation id survives everything."""

import msgspec

from domains.kernel import context
from domains.kernel.events import from_payload, to_payload
from domains.kernel.ids import OrderId, UserId, VariantId, new_id
from domains.kernel.money import Money
from domains.order.events import OrderPlaced
from domains.order.types import WantedLine


def test_a_fact_comes_back_as_it_went():
    fact = OrderPlaced(
        order_id=OrderId(new_id()),
        number="S7-1",
        user_id=UserId(new_id()),
        cart_id=None,
        email="a@example.com",
        total=Money.of("12.50", "USD"),
        lines=(WantedLine(VariantId(new_id()), 2),),
    )
    text = msgspec.json.encode(to_payload(fact))
    assert from_payload(fact.name, msgspec.json.decode(text)) == fact


def test_identifiers_sort_by_the_time_they_were_made():
    made = [new_id() for _ in range(100)]
    assert made == sorted(made)


def test_a_context_is_bound_for_a_while_and_travels_in_headers():
    with context.bound(correlation_id="c-1", actor="user:1"):
        headers = context.to_headers()
        with context.bound(causation_id="e-1"):
            assert context.current().correlation_id == "c-1"
    assert context.from_headers(headers) == {"correlation_id": "c-1", "actor": "user:1"}
    assert context.current().actor == "system"
