"""The list of orders is a fold of the orders' events, never behind them, and can be built again."""

import re
from importlib import import_module
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connections
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from domains.inventory import services as inventory
from domains.kernel.errors import DomainError
from domains.kernel.ids import new_id
from domains.kernel.models import StoredEvent
from domains.kernel.router import database_of
from domains.order import services as order
from domains.order import summaries
from domains.order.models import Order, Summary
from domains.order.types import OrderFilters, OrderStatus, SagaState
from domains.payment import services as payment
from tests.factories.cart import a_cart, goods
from tests.factories.catalog import usd
from tests.factories.order import an_order, buy
from tests.factories.payment import a_method

pytestmark = pytest.mark.django_db

# What events did not tell before there was a list.
SINCE = {"placed_at", "refunded_in_all", "payment_status", "order_status"}
SHARED = (
    "number",
    "user_id",
    "email",
    "status",
    "payment_status",
    "fulfilment_status",
    "currency",
    "total",
    "refunded",
    "item_count",
    "created_at",
)


def row_and_order(order_id) -> tuple[list[object], list[object]]:
    row, whole = Summary.objects.get(id=order_id), Order.objects.get(id=order_id)
    return [getattr(row, name) for name in SHARED], [getattr(whole, name) for name in SHARED]


def nothing_differs() -> None:
    assert order.find_summary_differences().differences == ()


# --- Any story ------------------------------------------------------------------------------


def confirm(found) -> None:
    if found.payments:
        payment.confirm_payment(found.payments[-1].id, data={"outcome": "success"})


def fail_to_confirm(found) -> None:
    if found.payments:
        payment.confirm_payment(found.payments[-1].id, data={"outcome": "failure"})


def refund(amount: str | None):
    def act(found) -> None:
        money = usd(amount) if amount else None
        order.refund_order(found.id, amount=money, reason="Scratched", by="system", key=str(new_id()))

    return act


def move_to(status: OrderStatus):
    def act(found) -> None:
        order.change_status(found.id, status=status, reason="On its way", by="system")

    return act


def cancel(found) -> None:
    order.cancel_order(found.id, reason="Changed my mind", by="guest")


def pay_otherwise(found) -> None:
    order.retry_payment(found.id, method=a_method("tok_ok"))


MOVES = [
    move_to(status)
    for status in (
        OrderStatus.PROCESSING,
        OrderStatus.SHIPPED,
        OrderStatus.DELIVERED,
        OrderStatus.RETURN_REQUESTED,
        OrderStatus.RETURNED,
        OrderStatus.REFUNDED,
    )
]
DEEDS = [confirm, fail_to_confirm, cancel, pay_otherwise, refund("3.00"), refund(None)]
A_STORY = st.tuples(
    st.sampled_from(["tok_ok", "tok_ok", "tok_decline", "tok_3ds"]),
    st.lists(st.sampled_from([*DEEDS, *MOVES, *MOVES]), max_size=5) | st.just([*MOVES[:5], refund(None)]),
)


class AnyStory(TestCase):
    databases = "__all__"

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(story=A_STORY)
    def test_whatever_happens_to_an_order_its_row_is_the_fold_of_its_events(self, story):
        card, deeds = story
        found = an_order(card=card)
        for deed in deeds:
            try:
                deed(order.get_order(found.id))
            except DomainError:
                continue
            finally:
                nothing_differs()
        row, whole = row_and_order(found.id)
        assert row == whole


# --- Corners --------------------------------------------------------------------------------


def test_a_returned_order_whose_money_went_back_is_listed_as_refunded():
    found = an_order()
    for move in MOVES[:5]:
        move(found)
    refund(None)(found)
    assert [row.status for row in order.list_orders()] == [OrderStatus.REFUNDED]
    nothing_differs()


def test_money_that_went_back_before_the_cancellation_is_through_is_listed(monkeypatch, no_worker):
    found = an_order()
    monkeypatch.setattr(inventory, "release_stock", _away)
    stuck = order.cancel_order(found.id, reason="x", by="system")
    assert stuck.saga is SagaState.COMPENSATING
    assert [row.payment_status for row in order.list_orders()] == ["refunded"]
    nothing_differs()


def _away(*_, **__):
    raise OSError("cable")


def test_events_that_were_stored_before_they_told_all_fold_to_the_same_row():
    found = an_order(price="20.00")
    for move in MOVES[:5]:
        move(found)
    refund("5.00")(found)
    refund(None)(found)
    told = order.list_order_events(found.id)
    for event in told:
        for name in SINCE & event.payload.keys():
            del event.payload[name]
    before, now = summaries.fold(told), summaries.fold(order.list_order_events(found.id))
    assert (before.status, before.payment_status, before.refunded) == (
        now.status,
        now.payment_status,
        now.refunded,
    )


def test_an_order_costs_one_statement_a_commit_for_its_row_of_the_list():
    basket = a_cart((goods(), 1))
    with CaptureQueriesContext(connections[database_of("order")]) as queries:
        buy(basket)
    written = [re.findall(r'(INSERT INTO|UPDATE) "?order_summary"?', query["sql"]) for query in queries]
    assert [verbs for verbs in written if verbs] == [["INSERT INTO"], ["UPDATE"]]


@pytest.mark.parametrize(
    "filters",
    [
        OrderFilters(),
        OrderFilters(status="confirmed"),
        OrderFilters(email="ada@example.com"),
        OrderFilters(user_id=new_id()),
        OrderFilters(number="S7-1"),
    ],
    ids=["all", "status", "email", "member", "number"],
)
def test_a_list_reads_an_index_whatever_it_is_narrowed_to(filters):
    an_order()
    with connections[database_of("order")].cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_sort = off")
        with CaptureQueriesContext(connections[database_of("order")]) as queries:
            order.list_orders(filters)
        cursor.execute(f"EXPLAIN {queries[0]['sql']}")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "Index" in plan
    assert "Sort" not in plan


# --- Rebuilding -----------------------------------------------------------------------------


def rebuild(*options: str) -> str:
    said = StringIO()
    call_command("rebuild_projections", *options, stdout=said)
    return said.getvalue()


def test_a_rebuild_writes_what_is_missing_corrects_what_differs_and_drops_what_never_was():
    wrong, missing, right = an_order(), an_order(card="tok_decline"), an_order()
    Summary.objects.filter(id=wrong.id).update(status="shipped", total=1)
    Summary.objects.filter(id=missing.id).delete()
    stranger = Summary.objects.get(id=right.id)
    stranger.id, stranger.number = new_id(), "S7-0"
    stranger.save(force_insert=True)
    assert "put right" in rebuild("--batch", "2")
    nothing_differs()
    assert set(Summary.objects.values_list("id", flat=True)) == {wrong.id, missing.id, right.id}


def test_orders_from_before_there_was_a_list_are_in_it_as_their_events_say():
    paid, returned, off = an_order(price="20.00"), an_order(price="20.00"), an_order(price="20.00")
    an_order(card="tok_decline")
    an_order(card="tok_3ds")
    refund("5.00")(paid)
    for move in MOVES[:5]:
        move(returned)
    refund(None)(returned)
    cancel(off)
    store = StoredEvent.objects.using(database_of("order"))
    store.filter(name="order.refund_noted.v1").delete()
    for event in store.all():
        event.payload = {name: value for name, value in event.payload.items() if name not in SINCE}
        event.save(using=database_of("order"))
    Summary.objects.all().delete()
    fill = import_module("domains.order.migrations.0004_order_list")._FILL
    with connections[database_of("order")].cursor() as cursor:
        cursor.execute(fill)
    assert len(order.list_orders()) == 5
    nothing_differs()


def test_a_check_names_each_field_that_differs_and_changes_nothing():
    wrong = an_order()
    assert "1 orders compared, 0 differences" in rebuild("--check")
    Summary.objects.filter(id=wrong.id).update(status="shipped")
    said = StringIO()
    with pytest.raises(CommandError, match="1 differences"):
        call_command("rebuild_projections", "--check", stdout=said)
    assert f"order {wrong.id}: status is shipped, its events say confirmed" in said.getvalue()
    assert Summary.objects.get(id=wrong.id).status == "shipped"


def test_daily_revenue_counts_what_was_sold_and_takes_off_what_went_back():
    found = an_order(price="20.00")
    an_order(card="tok_decline")
    refund("5.00")(found)
    today = order.list_daily_revenue(days=1)[0]
    assert (today.orders, today.revenue) == (1, found.total - usd("5.00"))
