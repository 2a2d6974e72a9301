"""Money that does not agree with a gateway's books or with the orders is found, kept, and mended by hand."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.conf import settings

from domains.kernel import clock
from domains.kernel.ids import new_id
from domains.kernel.types import Role
from domains.order import services as order
from domains.order import tasks
from domains.order.errors import RemedyUnfit
from domains.order.models import Break, Order, Saga
from domains.order.types import BreakKind, BreakStatus, OrderStatus, Remedy, SagaState
from domains.payment import services as payment
from domains.payment.errors import GatewayUnavailable, IllegalPaymentState
from domains.payment.gateways.port import GatewayTimeout
from domains.payment.gateways.test import SandboxGateway
from domains.payment.models import Payment, SandboxCharge, SandboxRefund
from domains.payment.types import PaymentStatus
from ecommerce.operations.metrics import ShopCollector
from tests.factories.catalog import usd
from tests.factories.order import an_order
from tests.factories.payment import charged_at_gateway, journal_sum
from tests.factories.user import PASSWORD, a_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def look(later):
    """A look at the books when all that the test did has come to rest."""

    def reconcile(**time: float):
        with later(**(time or {"minutes": 20})):
            return order.reconcile_payments()

    return reconcile


def the_break() -> Break:
    return Break.objects.exclude(status=BreakStatus.RESOLVED).get()


def mend(remedy: Remedy) -> BreakStatus:
    return order.resolve_break(the_break().id, remedy=remedy, reason="Rang the bank", by="user:finance")


def strange_charge(key: str, amount_minor: int = 2000) -> SandboxCharge:
    """The far side took money that nobody here asked for."""
    return SandboxCharge.objects.create(
        key=key, id=f"ch_{new_id().hex}", token="tok_ok", amount_minor=amount_minor, currency="USD",
        status="captured",
    )  # fmt: skip


# --- All is well ----------------------------------------------------------------------------


def test_a_shop_whose_books_agree_has_no_break(look):
    for card in ("tok_ok", "tok_decline", "tok_3ds"):
        an_order(card=card)
    paid, off = an_order(), an_order()
    order.refund_order(paid.id, amount=usd("5.00"), reason="Scratched", by="system", key="one")
    order.cancel_order(off.id, reason="x", by="system")
    assert look().found == 0
    assert order.count_open_breaks() == 0


def test_what_is_still_in_flight_is_no_break(look):
    found = an_order()
    SandboxCharge.objects.all().delete()
    strange_charge("someone")
    Order.objects.filter(id=found.id).update(refunded=1)
    assert look(seconds=1).found == 0
    assert look().found == 3


def test_a_waiting_refund_is_no_break(look, monkeypatch):
    found = an_order()

    def late(*_, **__):
        raise GatewayTimeout

    with monkeypatch.context() as patched:
        patched.setattr(SandboxGateway, "refund", late)
        order.refund_order(found.id, amount=usd("5.00"), reason="x", by="system", key="one")
    assert look().found == 0


# --- The far side did something -----------------------------------------------------------------


def test_a_charge_that_we_do_not_know_is_found_and_returned(look):
    strange_charge("from-somewhere-else")
    assert look().new == 1
    found = the_break()
    assert (found.kind, found.ours, found.theirs) == (BreakKind.UNKNOWN_CHARGE, "0.00 USD", "20.00 USD")
    with pytest.raises(RemedyUnfit, match="names no order"):
        mend(Remedy.ATTACH)
    assert mend(Remedy.REFUND) is BreakStatus.RESOLVED
    assert charged_at_gateway() == 0
    assert look().found == 0


def test_a_payment_that_we_lost_is_attached_to_its_order(look):
    found = an_order(card="tok_3ds")
    Payment.objects.filter(order_id=found.id).delete()
    SandboxCharge.objects.update(status="captured")
    look()
    assert the_break().kind == BreakKind.UNKNOWN_CHARGE
    assert mend(Remedy.ATTACH) is BreakStatus.RESOLVED
    done = order.get_order(found.id)
    assert (done.status, done.payment_status) == (OrderStatus.CONFIRMED, "paid")
    assert done.payments[0].captured == found.total
    assert look().found == 0
    assert charged_at_gateway() == found.total.amount


def test_a_second_charge_for_a_paid_order_is_only_returned(look):
    found = an_order()
    strange_charge(f"pay-{found.id}-2", found.total.minor)
    look()
    with pytest.raises(IllegalPaymentState, match="paid already"):
        mend(Remedy.ATTACH)
    mend(Remedy.REFUND)
    assert charged_at_gateway() == found.total.amount
    assert look().found == 0


def test_a_charge_of_another_amount_than_its_order_is_not_attached(look):
    found = an_order(card="tok_3ds")
    Payment.objects.filter(order_id=found.id).delete()
    SandboxCharge.objects.update(status="captured", amount_minor=1)
    look()
    with pytest.raises(RemedyUnfit, match="costs"):
        mend(Remedy.ATTACH)


def test_money_taken_for_a_payment_that_we_gave_up_goes_back(look):
    found = an_order(card="tok_decline")
    SandboxCharge.objects.update(status="captured")
    look()
    assert the_break().kind == BreakKind.CHARGED_THERE
    with pytest.raises(RemedyUnfit, match="cancelled"):
        mend(Remedy.ATTACH)
    mend(Remedy.REFUND)
    assert charged_at_gateway([found.id]) == 0
    assert look().found == 0


@pytest.mark.parametrize(
    ("remedy", "status", "charged"),
    [(Remedy.ATTACH, OrderStatus.CONFIRMED, True), (Remedy.REFUND, OrderStatus.CANCELLED, False)],
)
def test_money_taken_while_the_order_waits_for_its_payer(look, remedy, status, charged):
    found = an_order(card="tok_3ds")
    SandboxCharge.objects.update(status="captured")
    look()
    mend(remedy)
    assert order.get_order(found.id).status is status
    assert bool(charged_at_gateway()) is charged
    assert look().found == 0


def test_a_refund_behind_our_back_is_taken_over_on_payment_journal_and_order(look):
    found = an_order(price="20.00")
    SandboxCharge.objects.update(refunded_minor=500)
    look()
    assert (the_break().ours, the_break().theirs) == ("0.00 USD", "5.00 USD")
    mend(Remedy.ATTACH)
    done = order.get_order(found.id)
    assert (done.payments[0].refunded, done.payment_status) == (usd("5.00"), "partially_refunded")
    assert done.payments[0].refunds[0].reason == "Rang the bank"
    assert journal_sum(done.payments[0].id) == 0
    assert look().found == 0


def test_a_refund_that_the_gateway_lost_is_asked_for_again(look):
    found = an_order()
    order.refund_order(found.id, amount=usd("5.00"), reason="x", by="system", key="one")
    SandboxRefund.objects.all().delete()
    SandboxCharge.objects.update(refunded_minor=0)
    look()
    assert the_break().kind == BreakKind.NOT_REFUNDED_THERE
    mend(Remedy.REFUND)
    assert charged_at_gateway() == found.total.amount - 5
    assert look().found == 0


def test_another_amount_than_ours_can_only_be_ignored_and_opens_again_when_it_changes(look):
    an_order()
    SandboxCharge.objects.update(amount_minor=1)
    look()
    assert the_break().kind == BreakKind.AMOUNT_DIFFERS
    for remedy in (Remedy.CAPTURE, Remedy.ATTACH, Remedy.REFUND):
        with pytest.raises(RemedyUnfit):
            mend(remedy)
    assert mend(Remedy.IGNORE) is BreakStatus.IGNORED
    look()
    assert order.count_open_breaks() == 0
    SandboxCharge.objects.update(amount_minor=2)
    look()
    assert order.count_open_breaks() == 1


def test_a_charge_that_the_gateway_does_not_know_is_found(look):
    found = an_order()
    SandboxCharge.objects.all().delete()
    look()
    assert (the_break().kind, the_break().theirs) == (BreakKind.NOT_CHARGED_THERE, "0.00 USD")
    assert the_break().order_id == found.id


# --- An order and its payments -------------------------------------------------------------------


def test_a_cancelled_order_that_stays_charged_is_refunded(look):
    found = an_order()
    Order.objects.filter(id=found.id).update(status="cancelled")
    Saga.objects.filter(order_id=found.id).update(state=SagaState.CANCELLED.value)
    look()
    assert the_break().kind == BreakKind.CANCELLED_BUT_CHARGED
    mend(Remedy.REFUND)
    assert charged_at_gateway() == 0
    assert look().found == 0


def test_money_taken_for_an_order_that_was_never_confirmed_goes_back(look):
    found = an_order()
    Order.objects.filter(id=found.id).update(status="pending")
    look()
    assert the_break().kind == BreakKind.CAPTURED_NOT_CONFIRMED
    mend(Remedy.REFUND)
    assert order.get_order(found.id).status is OrderStatus.CANCELLED
    assert charged_at_gateway() == 0


def test_a_paid_order_whose_payment_took_nothing_is_captured(look):
    found = an_order(card="tok_3ds")
    Order.objects.filter(id=found.id).update(status="confirmed", payment_status="paid")
    Saga.objects.filter(order_id=found.id).update(state=SagaState.CONFIRMED.value)
    look()
    assert the_break().kind == BreakKind.PAID_WITHOUT_CAPTURE
    with pytest.raises(RemedyUnfit, match="did not take"):
        mend(Remedy.CAPTURE)
    Payment.objects.update(settled=False, status=PaymentStatus.CREATED)
    SandboxCharge.objects.update(status="captured")
    mend(Remedy.CAPTURE)
    assert order.get_order(found.id).payments[0].captured == found.total


def test_a_refund_that_the_order_does_not_know_is_written_on_it(look):
    found = an_order()
    order.refund_order(found.id, amount=usd("5.00"), reason="x", by="system", key="one")
    Order.objects.filter(id=found.id).update(refunded=0, payment_status="paid")
    look()
    assert the_break().kind == BreakKind.REFUND_NOT_ON_ORDER
    mend(Remedy.ATTACH)
    assert Order.objects.get(id=found.id).refunded == 5
    assert look().found == 0


# --- Keeping --------------------------------------------------------------------------------------


def test_a_break_is_kept_once_and_closes_itself_when_it_is_gone(look):
    strange = strange_charge("late-webhook")
    assert (look().new, look().new) == (1, 0)
    first = the_break()
    strange.delete()
    assert look().settled == 1
    first.refresh_from_db()
    assert (first.status, first.resolution, first.by) == ("resolved", "settled", "system")


def test_a_gateway_that_is_away_leaves_its_breaks_as_they_are(look, monkeypatch):
    strange_charge("someone")
    look()

    def away(*_, **__):
        raise GatewayTimeout

    monkeypatch.setattr(SandboxGateway, "list_charges", away)
    seen = look()
    assert (seen.unreachable, seen.settled) == (("test",), 0)
    assert order.count_open_breaks() == 1
    with pytest.raises(GatewayUnavailable):
        payment.compare_with_gateway("test", since=clock.now() - timedelta(days=1), until=clock.now())


def test_a_look_at_some_days_says_nothing_of_others(look, later):
    strange_charge("old")
    look()
    SandboxCharge.objects.all().delete()
    with later(days=5):
        assert order.reconcile_payments(days=3).settled == 0
        assert order.reconcile_payments(days=30).settled == 1


def test_the_clock_looks_often_and_far_back_at_night():
    strange_charge("from-somewhere-else")
    entries = [
        entry for entry in settings.CELERY_BEAT_SCHEDULE.values() if entry["task"] == tasks.reconcile.name
    ]
    assert [entry.get("kwargs", {}) for entry in entries] == [{}, {"days": 90}]
    assert tasks.reconcile(**entries[1]["kwargs"]) == 0  # in flight
    SandboxCharge.objects.update(created_at=clock.now() - timedelta(days=80))
    assert (tasks.reconcile(), tasks.reconcile(**entries[1]["kwargs"])) == (0, 1)


# --- The inbox -------------------------------------------------------------------------------------


@pytest.fixture
def finance(client):
    client.login(email=a_member(Role.FINANCE).email, password=PASSWORD)
    return client


def button(found: Break, name: str) -> str:
    return f"/admin/order/break/{found.id}/{name}/"


def test_the_inbox_offers_what_mends_a_break_asks_first_and_keeps_who_did_it(finance, look):
    strange_charge("from-somewhere-else")
    look()
    found = the_break()
    page = finance.get(f"/admin/order/break/{found.id}/change/").content.decode()
    assert "took money that we know nothing of" in page
    assert button(found, "refund") in page
    assert button(found, "capture") not in page
    asked = finance.get(button(found, "refund"))
    assert b"Refund this money?" in asked.content
    assert charged_at_gateway() == 20
    assert finance.post(button(found, "refund"), {"reason": "Not ours"}).status_code == 302
    assert charged_at_gateway() == 0
    found.refresh_from_db()
    assert (found.status, found.resolution, found.reason) == ("resolved", "refunded", "Not ours")
    assert UUID(found.by.removeprefix("user:"))
    assert "Not ours" in finance.get(f"/admin/order/break/{found.id}/history/").content.decode()


def test_a_refusal_says_why_and_leaves_the_break_open(finance, look):
    strange_charge("from-somewhere-else")
    look()
    answer = finance.post(button(the_break(), "attach"), {"reason": "Ours?"})
    assert "names no order of ours" in answer.content.decode()
    assert order.count_open_breaks() == 1


def test_the_dashboard_and_the_metrics_count_what_is_open(finance, look):
    strange_charge("from-somewhere-else")
    look()
    page = finance.get("/admin/").content.decode()
    assert "/admin/order/break/?status__exact=open" in page
    gauges = {family.name: family for family in ShopCollector().collect()}
    assert gauges["payment_open_breaks"].samples[0].value == 1


def test_only_finance_has_this_inbox(client, look):
    strange_charge("from-somewhere-else")
    look()
    client.login(email=a_member(Role.SUPPORT).email, password=PASSWORD)
    assert client.get("/admin/order/break/").status_code == 403
    assert client.post(button(the_break(), "refund"), {"reason": "x"}).status_code == 403
    assert charged_at_gateway() == 20
