"""What fails for a while is tried again; what cannot be undone waits for an operator."""

import pytest

from domains.catalog import services as catalog
from domains.kernel.errors import ConcurrentWrite, Unavailable
from domains.order import services as order
from domains.order.errors import StepUnfit
from domains.order.models import Saga, StatusChange
from domains.order.statuses import STATUS
from domains.order.types import OrderStatus, SagaState
from domains.payment import services as payment
from domains.payment.errors import GatewayUnavailable
from tests.factories.cart import a_cart, goods
from tests.factories.inventory import available
from tests.factories.order import an_order, buy
from tests.factories.payment import charged_at_gateway

pytestmark = pytest.mark.django_db


def failing(monkeypatch, module, name: str, failure: Exception, *, times: int):
    """The function fails so often before it works."""
    real, left = getattr(module, name), [failure] * times

    def fail(*args, **kwargs):
        if left:
            raise left.pop()
        return real(*args, **kwargs)

    monkeypatch.setattr(module, name, fail)


def sweep(later, times: int) -> None:
    for minutes in range(2, 2 * times + 2, 2):
        with later(minutes=minutes):
            order.resume_orders()


@pytest.mark.parametrize("failure", [Unavailable(), ConcurrentWrite(), OSError("cable")])
def test_a_part_that_is_away_for_a_while_only_delays_the_order(monkeypatch, later, no_worker, failure):
    failing(monkeypatch, catalog, "record_purchase", failure, times=2)
    waiting = an_order()
    assert (waiting.status, waiting.saga) == (OrderStatus.PENDING, SagaState.PAID)
    assert waiting.payment_status == "paid"
    sweep(later, 2)
    assert order.get_order(waiting.id).status is OrderStatus.CONFIRMED
    assert charged_at_gateway() == waiting.total.amount


def test_a_part_that_stays_away_gives_goods_and_money_back(monkeypatch, later, no_worker):
    mug = goods(stock=5)
    failing(monkeypatch, catalog, "record_purchase", OSError("cable"), times=99)
    waiting = buy(a_cart((mug, 1))).order
    sweep(later, 10)
    done = order.get_order(waiting.id)
    assert (done.status, done.failure_code) == (OrderStatus.CANCELLED, "checkout_failed")
    assert charged_at_gateway() == 0
    assert available(mug) == 5


def test_what_cannot_be_undone_waits_for_an_operator_who_tries_again(monkeypatch, later, no_worker):
    failing(monkeypatch, payment, "cancel_payment", GatewayUnavailable(), times=10)
    bought = an_order()
    order.cancel_order(bought.id, reason="No", by="user:ada")
    sweep(later, 10)
    stuck = order.get_order(bought.id)
    assert (stuck.status, stuck.saga) == (OrderStatus.CONFIRMED, SagaState.NEEDS_OPERATOR)
    assert order.count_orders_by_saga()["needs_operator"] == 1
    assert "GatewayUnavailable" in Saga.objects.get(order_id=bought.id).last_error
    done = order.retry_order(bought.id)
    assert (done.status, done.payment_status) == (OrderStatus.CANCELLED, "refunded")
    assert done.history[-1].by == "user:ada"


def test_a_checkout_at_work_is_left_alone(later, no_worker):
    waiting = buy(a_cart((goods(), 1)), "tok_slow").order
    Saga.objects.filter(order_id=waiting.id).update(leased_until="2999-01-01T00:00:00Z")
    with later(minutes=3):
        assert order.resume_orders() == 0
        assert order.advance_order(waiting.id).status is OrderStatus.PENDING


def test_the_token_is_forgotten_once_it_is_not_needed():
    for card in ("tok_ok", "tok_decline"):
        found = an_order(card=card)
        assert Saga.objects.get(order_id=found.id).method_token == ""


def test_a_history_is_never_rewritten():
    an_order()
    with pytest.raises(RuntimeError, match="append-only"):
        StatusChange.objects.update(reason="something else")


def test_every_status_leads_only_to_statuses():
    assert set(STATUS) == set(OrderStatus)
    assert all(onward <= set(OrderStatus) for onward in STATUS.values())
    ends = {status for status, onward in STATUS.items() if not onward}
    assert ends == {OrderStatus.CANCELLED, OrderStatus.FAILED, OrderStatus.REFUNDED}


def test_the_days_revenue_counts_what_was_sold_less_what_went_back():
    sold = [an_order(price="10.00"), an_order(price="20.00")]
    an_order(card="tok_decline")
    order.cancel_order(sold[0].id, reason="No", by="system")
    today = order.list_daily_revenue(days=3)[-1]
    assert (today.orders, today.revenue) == (1, sold[1].total)


def test_every_try_of_a_step_stands_in_the_log(monkeypatch, later, no_worker):
    failing(monkeypatch, catalog, "record_purchase", OSError("cable"), times=1)
    waiting = an_order()
    sweep(later, 1)
    steps = Saga.objects.get(order_id=waiting.id).steps
    assert [(entry["step"], entry["outcome"]) for entry in steps] == [
        ("reserve_stock", "done"),
        ("take_payment", "done"),
        ("sell", "failed"),
        ("sell", "done"),
    ]
    assert steps[2]["detail"] == "OSError: cable"


def test_a_step_that_was_done_by_hand_is_skipped_and_what_stays_charged_shows(monkeypatch, later, no_worker):
    sold = an_order()
    failing(monkeypatch, payment, "cancel_payment", GatewayUnavailable(), times=99)
    order.cancel_order(sold.id, reason="Too late", by="guest")
    sweep(later, 12)
    assert order.get_order(sold.id).saga is SagaState.NEEDS_OPERATOR
    with pytest.raises(StepUnfit):
        order.skip_undoing(sold.id, step="nonsense", reason="", by="user:finance")
    off = order.skip_undoing(
        sold.id, step="give_money_back", reason="Paid out at the counter", by="user:finance"
    )
    assert (off.status, off.saga) == (OrderStatus.CANCELLED, SagaState.CANCELLED)
    entry = next(one for one in Saga.objects.get(order_id=sold.id).steps if one["outcome"] == "skipped")
    assert (entry["step"], entry["detail"], entry["by"]) == (
        "give_money_back",
        "Paid out at the counter",
        "user:finance",
    )
    with later(minutes=90):
        assert order.reconcile_payments().new == 1


def test_a_step_forward_is_never_skipped():
    with pytest.raises(StepUnfit):
        order.skip_undoing(an_order().id, step="release_stock", reason="", by="user:finance")
