"""Staff look at orders and move them on with buttons that ask first."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from domains.kernel.types import Role
from domains.order import services as order
from domains.order.models import Saga
from domains.order.types import OrderStatus, SagaState
from tests.factories.catalog import usd
from tests.factories.order import an_order
from tests.factories.payment import charged_at_gateway
from tests.factories.user import PASSWORD, a_member

pytestmark = pytest.mark.django_db
LIST = "/admin/order/order/"


@pytest.fixture
def support(client):
    person = a_member(Role.SUPPORT)
    client.login(email=person.email, password=PASSWORD)
    return client


def button(found, name: str, model: str = "order") -> str:
    return f"/admin/order/{model}/{found.id}/{name}/"


def test_the_list_costs_the_same_for_any_number_of_orders(support):
    for _ in range(3):
        an_order()
    support.get(LIST)
    with CaptureQueriesContext(connection) as queries:
        answer = support.get(LIST)
    assert answer.status_code == 200
    assert b"S7-" in answer.content
    assert len(queries) <= 10


@pytest.mark.parametrize("find_by", ["number", "email"])
def test_an_order_is_found_by_its_number_or_address(support, find_by):
    wanted, other = an_order(), an_order(email="bob@example.com")
    text = support.get(LIST, {"q": getattr(wanted, find_by)}).content.decode()
    assert wanted.number in text
    assert other.number not in text


def test_the_page_of_an_order_tells_all_of_it(support):
    found = an_order(price="19.99")
    text = support.get(f"{LIST}{found.id}/change/").content.decode()
    for shown in (found.lines[0].name, "$19.99", "Ada Lovelace", "order.confirmed.v1", "captured", "Refund"):
        assert shown in text


def test_a_button_asks_before_it_moves_the_order_on(support):
    found = an_order()
    asked = support.get(button(found, "move-on"))
    assert b"processing" in asked.content
    assert order.get_order(found.id).status is OrderStatus.CONFIRMED
    answer = support.post(button(found, "move-on"), {"reason": "Stock picked"})
    assert answer.status_code == 302
    after = order.get_order(found.id)
    assert after.status is OrderStatus.PROCESSING
    assert after.history[-1].reason == "Stock picked"
    assert after.history[-1].by.startswith("user:")


def test_a_refund_of_a_part_and_then_of_the_rest(support):
    found = an_order(price="20.00")
    form = {"reason": "Scratched", "amount": "5.00", "key": "one"}
    for _ in range(2):  # the form is sent twice
        assert support.post(button(found, "refund"), form).status_code == 302
    after = order.get_order(found.id)
    assert after.payment_status == "partially_refunded"
    assert after.payments[0].refunded == usd("5.00")
    support.post(button(found, "refund"), {"reason": "All of it", "key": "two"})
    assert order.get_order(found.id).payment_status == "refunded"
    assert charged_at_gateway() == 0


def test_more_than_what_is_left_is_refused_in_words(support):
    found = an_order(price="20.00")
    answer = support.post(button(found, "refund"), {"reason": "x", "amount": "500", "key": "one"})
    assert answer.status_code == 200
    assert "cannot be refunded" in answer.content.decode()
    assert charged_at_gateway() == found.total.amount


def test_cancelling_gives_everything_back(support):
    found = an_order()
    support.post(button(found, "cancel"), {"reason": "Customer rang"})
    after = order.get_order(found.id)
    assert after.status is OrderStatus.CANCELLED
    assert after.payment_status == "refunded"
    assert charged_at_gateway() == 0


def test_an_operator_undoes_a_checkout_that_stands_still(support):
    waiting = an_order(card="tok_3ds")
    Saga.objects.filter(order_id=waiting.id).update(state=SagaState.NEEDS_OPERATOR.value)
    page = support.get("/admin/order/saga/")
    assert b"needs_operator" in page.content
    assert support.post(button(waiting, "retry", "saga"), {}).status_code == 302
    assert order.get_order(waiting.id).saga is SagaState.CANCELLED


def test_an_operator_gives_a_waiting_checkout_up(support):
    waiting = an_order(card="tok_3ds")
    support.post(button(waiting, "compensate", "saga"), {"reason": "Fraud"})
    assert order.get_order(waiting.id).status is OrderStatus.CANCELLED


@pytest.mark.parametrize("path", [LIST, "/admin/order/saga/", "/admin/payment/payment/"])
def test_merchandisers_have_no_business_here(client, path):
    person = a_member(Role.MERCHANDISER)
    client.login(email=person.email, password=PASSWORD)
    assert client.get(path).status_code == 403
    found = an_order()
    assert client.post(button(found, "cancel"), {"reason": "x"}).status_code == 403
    assert order.get_order(found.id).status is OrderStatus.CONFIRMED


def test_finance_sees_payments_with_both_sides_of_every_move(client):
    person = a_member(Role.FINANCE)
    client.login(email=person.email, password=PASSWORD)
    found = an_order()
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/admin/payment/payment/").status_code == 200
    assert len(queries) <= 10
    text = client.get(f"/admin/payment/payment/{found.payments[0].id}/change/").content.decode()
    assert "gateway:test" in text
    assert "sales" in text


def test_the_page_of_a_checkout_tells_it_step_by_step(support):
    found = an_order()
    text = support.get(f"/admin/order/saga/{found.id}/change/").content.decode()
    for shown in ("Step by step", "Reserve stock", "Take payment", "Give money back", "Skip a step"):
        assert shown in text


def test_a_capture_is_asked_for_and_made(support, settings):
    settings.PAYMENT_CAPTURE = "manual"
    found = an_order(price="20.00")
    assert b"captured once" in support.get(button(found, "capture")).content
    support.post(button(found, "capture"), {"amount": "5.00"})
    assert order.get_order(found.id).payment_status == "paid"
    assert charged_at_gateway([found.id]) == 5


def test_a_step_of_a_sold_order_is_not_skipped(support):
    found = an_order()
    asked = {"step": "give_money_back", "reason": "By hand"}
    refused = support.post(button(found, "skip", "saga"), asked)
    assert b"Only an undoing that is still to be done can be skipped." in refused.content


def test_a_part_is_called_off_from_a_form_with_each_line(support):
    found = an_order(quantity=3)
    line = found.lines[0]
    asked = support.get(button(found, "cancel-part")).content.decode()
    assert f"{line.name} (3 left)" in asked
    given = {str(line.id): "1", "reason": "One is enough", "key": "a"}
    for _ in range(2):
        support.post(button(found, "cancel-part"), given)
    assert order.get_order(found.id).lines[0].cancelled == 1
    (change,) = order.list_amendments(found.id)
    page = support.get(f"/admin/order/amendment/{change.id}/change/").content.decode()
    assert "Take part back" in page
    assert found.number in support.get("/admin/order/amendment/").content.decode()


def test_a_change_that_is_over_is_not_tried_again(support):
    found = an_order(quantity=3)
    support.post(button(found, "cancel-part"), {str(found.lines[0].id): "1", "reason": "x", "key": "a"})
    (change,) = order.list_amendments(found.id)
    refused = support.post(f"/admin/order/amendment/{change.id}/retry/")
    assert b"There is nothing to try again" in refused.content


@pytest.mark.parametrize("name", ["refund", "capture"])
def test_an_amount_of_nothing_is_not_all_of_it(support, settings, name):
    settings.PAYMENT_CAPTURE = "manual" if name == "capture" else "automatic"
    found = an_order()
    refused = support.post(button(found, name), {"amount": "0", "reason": "x", "key": "a"})
    assert b"above zero" in refused.content
    assert charged_at_gateway([found.id]) == (0 if name == "capture" else found.total.amount)
