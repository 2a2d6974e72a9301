"""The story of a purchase, told through the services of every domain that plays a part."""

from decimal import Decimal

import pytest

from domains.cart import services as cart
from domains.cart.errors import InsufficientStock
from domains.catalog import services as catalog
from domains.inventory import services as inventory
from domains.inventory.types import ReservationStatus, StockLine
from domains.kernel.ids import new_id
from domains.kernel.types import Answer
from domains.order import services as order
from domains.order.errors import AlreadyPaid, PriceChanged
from domains.order.types import OrderFilters, OrderStatus, SagaState
from domains.payment import services as payment
from domains.payment.errors import CardDataRefused, PaymentMethodInvalid
from domains.payment.models import SandboxCharge
from domains.payment.types import PaymentStatus
from ecommerce.operations import invariants
from tests.factories.cart import a_cart, a_coupon, an_address, goods
from tests.factories.catalog import new_tee, new_variant
from tests.factories.inventory import available, stock
from tests.factories.order import a_key, buy, buy_lines
from tests.factories.payment import a_method, charged_at_gateway, journal_sum
from tests.factories.user import a_member

pytestmark = pytest.mark.django_db


def event_names(order_id) -> list[str]:
    return [event.name for event in order.list_order_events(order_id)]


# --- It goes well ----------------------------------------------------------------------------


def test_a_guest_buys_what_is_in_the_cart():
    mug = goods("19.99", stock=5)
    basket = a_cart((mug, 2))
    bought = buy(basket).order
    assert bought.status is OrderStatus.CONFIRMED
    assert bought.payment_status == "paid"
    assert bought.total.amount == charged_at_gateway()
    assert available(mug) == 3
    assert inventory.get_stock(mug).on_hand == 3
    assert cart.find_cart(token=basket.token) is None
    assert order.get_order(bought.id) == bought
    assert order.find_order(number=bought.number.lower(), email="ADA@example.com") == bought


def test_the_whole_story_stands_in_the_orders_stream():
    bought = buy(a_cart((goods(), 1))).order
    assert event_names(bought.id) == [
        "order.placed.v1",
        "order.stock_reserved.v1",
        "order.paid.v1",
        "order.confirmed.v1",
    ]
    assert [(change.from_status, change.to_status) for change in bought.history] == [("pending", "confirmed")]


def test_a_member_buys_and_finds_the_order_again():
    ada = a_member()
    bought = buy(a_cart((goods(), 1), user_id=ada.id), user_id=ada.id).order
    assert order.get_order(bought.id, user_id=ada.id) == bought
    page = order.list_orders(OrderFilters(user_id=ada.id), page_size=3)
    assert [row.number for row in page] == [bought.number]


def test_the_order_keeps_what_was_agreed_when_the_catalogue_moves_on():
    catalog.save_product(new_tee("kept", variants=(new_variant("KEPT-1", "20.00"),), name="Old name"))
    variant = catalog.get_variants_by_sku(["KEPT-1"]).get("KEPT-1")
    stock(variant.id, east=3)
    bought = buy(a_cart((variant.id, 1))).order
    catalog.save_product(new_tee("kept", variants=(new_variant("KEPT-1", "99.00"),), name="New name"))
    line = order.get_order(bought.id).lines[0]
    assert line.name.startswith("Old name")
    assert line.unit_price.amount == Decimal("20.00")


def test_lines_are_bought_without_a_cart():
    mug = goods("5.00", stock=4)
    bought = buy_lines((mug, 3)).order
    assert bought.status is OrderStatus.CONFIRMED
    assert bought.cart_id is None
    assert available(mug) == 1


def test_a_coupon_takes_its_share_of_the_price():
    basket = a_cart((goods("10.00"), 1))
    cart.apply_coupon(basket.id, code=a_coupon(limit=1))
    bought = buy(basket).order
    assert bought.discount.amount == Decimal("1.00")
    assert bought.coupons == ("TENTH",)
    assert charged_at_gateway() == bought.total.amount


# --- It is refused ---------------------------------------------------------------------------


def test_a_declined_card_releases_the_stock_and_leaves_the_cart_open():
    mug = goods(stock=5)
    basket = a_cart((mug, 2))
    declined = buy(basket, "tok_decline").order
    assert declined.status is OrderStatus.CANCELLED
    assert declined.failure_code == "payment_declined"
    assert declined.failure_facts == {"decline_code": "card_declined"}
    assert available(mug) == 5
    assert charged_at_gateway() == 0
    assert cart.find_cart(token=basket.token).quantity == 2
    assert buy(basket, "tok_ok").order.status is OrderStatus.CONFIRMED


def test_out_of_stock_between_cart_and_checkout_is_refused_before_an_order_is_written():
    mug = goods(stock=2)
    basket = a_cart((mug, 2))
    inventory.reserve_stock(new_id(), lines=(StockLine(mug, 1),))
    with pytest.raises(InsufficientStock):
        buy(basket)
    assert len(order.list_orders()) == 0


@pytest.fixture
def quoted_before(monkeypatch):
    """The cart is quoted now; what happens until the order is placed, the quote does not know."""

    def quote(basket) -> None:
        now = cart.quote_cart(basket.id, address=an_address(), shipping_method="standard")
        monkeypatch.setattr(cart, "quote_cart", lambda *_, **__: now)

    return quote


def test_no_money_is_taken_for_a_coupon_that_somebody_else_got(quoted_before):
    mug, code = goods("10.00", stock=5), a_coupon(limit=1)
    basket = a_cart((mug, 1))
    cart.apply_coupon(basket.id, code=code)
    quoted_before(basket)
    cart.redeem_coupons(new_id(), codes=(code,), user_id=None, email="bob@example.com")
    late = buy(basket).order
    assert late.status is OrderStatus.CANCELLED
    assert late.failure_code == "coupon_used_up"
    assert late.payments == ()
    assert available(mug) == 5


def test_out_of_stock_between_quote_and_reservation_rejects_the_order(quoted_before):
    mug = goods(stock=2)
    basket = a_cart((mug, 2))
    quoted_before(basket)
    inventory.reserve_stock(new_id(), lines=(StockLine(mug, 1),))
    rejected = buy(basket).order
    assert rejected.status is OrderStatus.FAILED
    assert rejected.saga is SagaState.REJECTED
    assert rejected.failure_facts == {"lines": [{"variant_id": str(mug), "requested": 2, "available": 1}]}
    assert rejected.payments == ()
    assert event_names(rejected.id)[-1] == "order.rejected.v1"


def test_a_price_that_changed_since_is_shown_before_anything_is_charged():
    basket = a_cart((goods("20.00"), 1))
    with pytest.raises(PriceChanged) as refused:
        buy(basket, expected_total=Decimal("19.00"))
    assert refused.value.facts["expected"].amount == Decimal("19.00")
    assert refused.value.facts["total"].amount > Decimal("20.00")
    assert len(order.list_orders()) == 0


@pytest.mark.parametrize("card", ["4242424242424242", "4242 4242 4242 4242", "tok_unknown"])
def test_a_card_number_or_an_unknown_token_is_refused_before_anything_is_written(card):
    with pytest.raises((CardDataRefused, PaymentMethodInvalid)):
        buy(a_cart((goods(), 1)), card)
    with pytest.raises(CardDataRefused):
        buy(a_cart((goods(), 1)), note="my card is 4242-4242-4242-4242")
    assert len(order.list_orders()) == 0


# --- It takes longer --------------------------------------------------------------------------


def test_three_d_secure_goes_on_when_the_payer_confirms():
    mug = goods(stock=5)
    checkout = buy(a_cart((mug, 1)), "tok_3ds")
    assert checkout.order.status is OrderStatus.PENDING
    assert checkout.next_action.url == f"/checkout/3ds/{checkout.order.payments[0].id}"
    payment.confirm_payment(checkout.order.payments[0].id, data={"outcome": "success"})
    done = order.get_order(checkout.order.id)
    assert done.status is OrderStatus.CONFIRMED
    assert done.payment_status == "paid"


def test_three_d_secure_that_fails_gives_the_goods_free():
    mug = goods(stock=5)
    waiting = buy(a_cart((mug, 1)), "tok_3ds").order
    assert available(mug) == 4
    payment.confirm_payment(waiting.payments[0].id, data={"outcome": "failure"})
    done = order.get_order(waiting.id)
    assert done.status is OrderStatus.CANCELLED
    assert done.failure_facts == {"decline_code": "authentication_failed"}
    assert available(mug) == 5


def test_a_payer_who_never_comes_back_does_not_keep_the_goods(later):
    mug = goods(stock=5)
    waiting = buy(a_cart((mug, 1)), "tok_3ds").order
    with later(minutes=26):
        assert order.resume_orders() == 1
    done = order.get_order(waiting.id)
    assert done.status is OrderStatus.CANCELLED
    assert done.failure_code == "checkout_expired"
    assert done.payments[0].status is PaymentStatus.VOIDED
    assert available(mug) == 5


def test_a_payer_may_take_another_card_instead():
    waiting = buy(a_cart((goods(), 1)), "tok_3ds").order
    paid = order.retry_payment(waiting.id, method=a_method("tok_ok")).order
    assert paid.id == waiting.id
    assert paid.status is OrderStatus.CONFIRMED
    assert [attempt.status for attempt in paid.payments] == [PaymentStatus.VOIDED, PaymentStatus.CAPTURED]
    with pytest.raises(AlreadyPaid):
        order.retry_payment(waiting.id, method=a_method("tok_ok"))


def test_after_a_decline_the_same_purchase_is_another_order():
    mug = goods(stock=5)
    declined = buy(a_cart((mug, 2)), "tok_decline").order
    again = order.retry_payment(declined.id, method=a_method("tok_ok")).order
    assert again.id != declined.id
    assert again.status is OrderStatus.CONFIRMED
    assert again.total == declined.total
    assert available(mug) == 3


def test_a_slow_gateway_is_finished_by_the_worker(later, no_worker):
    basket = a_cart((goods(stock=5), 1))
    waiting = buy(basket, "tok_slow").order
    assert waiting.status is OrderStatus.PENDING
    assert waiting.payments[0].settled is False
    with later(seconds=8):
        order.advance_order(waiting.id)
    done = order.get_order(waiting.id)
    assert done.status is OrderStatus.CONFIRMED
    assert charged_at_gateway() == done.total.amount


def test_a_gateway_that_fails_is_asked_four_times_and_then_all_is_undone(later, no_worker):
    mug = goods(stock=5)
    waiting = buy(a_cart((mug, 1)), "tok_error").order
    assert waiting.status is OrderStatus.PENDING
    for minutes in (1, 2, 3):
        with later(minutes=minutes):
            order.resume_orders()
    done = order.get_order(waiting.id)
    assert done.status is OrderStatus.CANCELLED
    assert done.failure_code == "gateway_unavailable"
    assert done.payments[0].status is PaymentStatus.VOIDED
    assert available(mug) == 5


def test_goods_that_were_held_too_long_are_held_again_before_they_are_sold(later, no_worker):
    mug = goods(stock=5)
    waiting = buy(a_cart((mug, 1)), "tok_slow").order
    inventory.release_stock(waiting.id)
    with later(seconds=8):
        done = order.advance_order(waiting.id)
    assert done.status is OrderStatus.CONFIRMED
    assert inventory.find_reservation(done.id).status is ReservationStatus.COMMITTED


def test_goods_that_were_sold_to_others_meanwhile_give_the_money_back(later, no_worker):
    mug = goods(stock=1)
    waiting = buy(a_cart((mug, 1)), "tok_slow").order
    inventory.release_stock(waiting.id)
    buy_lines((mug, 1))
    with later(seconds=8):
        done = order.advance_order(waiting.id)
    assert done.status is OrderStatus.CANCELLED
    assert done.failure_code == "insufficient_stock"
    assert done.payments[0].status is PaymentStatus.REFUNDED
    assert charged_at_gateway([done.id]) == 0
    assert journal_sum(done.payments[0].id) == 0


# --- It is asked twice -------------------------------------------------------------------------


def test_the_same_key_is_the_same_order():
    basket, key = a_cart((goods(), 1)), a_key()
    first = buy(basket, key=key)
    order.remember_answer(key, answer=Answer(201, "first"))
    second = buy(basket, key=key)
    assert second.replayed
    assert second.order.id == first.order.id
    assert second.answer.body == "first"
    assert order.find_checkout(key).answer.body == "first"
    assert len(order.list_orders()) == 1


def test_a_second_purchase_of_the_same_cart_is_the_first_order_while_that_lives():
    basket = a_cart((goods(), 1))
    first = buy(basket, key=a_key())
    second = buy(basket, key=a_key())
    assert second.order.id == first.order.id
    assert charged_at_gateway() == first.order.total.amount


def test_a_first_card_that_is_charged_while_the_shopper_takes_another_is_returned_and_no_refund_of_the_order(
    monkeypatch, no_worker, later
):
    waiting = buy(a_cart((goods(), 1)), "tok_3ds").order
    cancel = payment.cancel_payment

    def the_bank_is_faster(order_id):
        SandboxCharge.objects.filter(key=f"pay-{order_id}-1").update(status="captured")
        cancel(order_id)

    monkeypatch.setattr(payment, "cancel_payment", the_bank_is_faster)
    paid = order.retry_payment(waiting.id, method=a_method("tok_ok")).order
    assert (paid.status, paid.payment_status) == (OrderStatus.CONFIRMED, "paid")
    assert [one.status for one in paid.payments] == [PaymentStatus.REFUNDED, PaymentStatus.CAPTURED]
    assert charged_at_gateway([paid.id]) == paid.total.amount
    assert not [one for one in invariants.check() if one.violations]
    with later(minutes=10):
        assert order.reconcile_payments(days=1).found == 0
