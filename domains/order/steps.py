"""What each step of the checkout does, and how it is undone. Every one may be repeated."""

from contextlib import suppress
from datetime import timedelta

from domains.cart import services as cart
from domains.cart.errors import CartClosed, CartNotFound
from domains.catalog import services as catalog
from domains.inventory import services as inventory
from domains.inventory.errors import OutOfStock, ReservationEnded, ReservationNotFound
from domains.inventory.types import StockLine
from domains.kernel import clock
from domains.kernel.ids import CartId, UserId, VariantId
from domains.order.engine import DONE, Outcome, Refused, Waiting
from domains.order.running import Run
from domains.order.types import SagaState
from domains.payment import services as payment
from domains.payment.types import PaymentMethod, PaymentStatus

# How often it is looked whether the payer has acted; the payment's events come sooner.
_PAYERS_TURN = timedelta(seconds=20)
_ASK_AGAIN = timedelta(seconds=2)


# --- Stock -----------------------------------------------------------------------------------


def reserve_stock(run: Run) -> Outcome:
    """Hold the goods, all or none."""
    lines = tuple(StockLine(VariantId(line.variant_id), line.quantity) for line in run.lines)
    try:
        inventory.reserve_stock(run.order_id, lines=lines)
    except OutOfStock as short:
        shortages = [
            {
                "variant_id": str(row.variant_id),
                "requested": row.requested,
                "available": row.available,
            }
            for row in short.facts["shortages"]
        ]
        return Refused(short.code, short.detail, {"lines": shortages})
    return DONE


def release_stock(run: Run) -> None:
    """What is still held is free again."""
    inventory.release_stock(run.order_id)


# --- Money -----------------------------------------------------------------------------------


def take_payment(run: Run) -> Outcome:
    """Use up the coupons, then charge. No money is taken for a coupon that somebody else got."""
    order = run.order
    user_id = UserId(order.user_id) if order.user_id else None
    if order.coupons:
        cart.redeem_coupons(run.order_id, codes=tuple(order.coupons), user_id=user_id, email=order.email)
    paid = payment.authorize_payment(
        run.order_id,
        amount=order.money,
        method=PaymentMethod(run.saga.gateway, run.saga.method_token),
        attempt=run.saga.payment_attempt,
        email=order.email,
        return_url=f"/checkout/thanks/{order.number}",
        user_id=user_id,
        patience=run.patience,
    )
    run.payment, run.next_action = paid, paid.next_action
    if not paid.settled:
        # The longer it is unknown, the more rarely it is asked.
        age = clock.now() - run.saga.created_at
        return Waiting(max(_ASK_AGAIN, age / 4), for_worker=True)
    if paid.status is PaymentStatus.REQUIRES_ACTION:
        return Waiting(_PAYERS_TURN, for_worker=False)
    if paid.status in (PaymentStatus.CAPTURED, PaymentStatus.AUTHORIZED):
        return DONE
    detail = paid.decline_message or "The payment did not go through."
    return Refused("payment_declined", detail, {"decline_code": paid.decline_code or paid.status.value})


def give_money_back(run: Run) -> None:
    """Nothing stays charged, and the coupons can be used again."""
    payment.cancel_payment(run.order_id)
    run.payment = None
    if run.order.coupons:
        cart.return_coupons(run.order_id)


# --- The sale --------------------------------------------------------------------------------


def sell(run: Run) -> Outcome:
    """Goods off the shelves, the purchase counted, the cart closed."""
    try:
        inventory.commit_stock(run.order_id)
    except ReservationEnded:
        # It took so long that the goods are not held any more: they may still be there.
        if (again := reserve_stock(run)) != DONE:
            return again
        inventory.commit_stock(run.order_id)
    quantities: dict[VariantId, int] = {}
    for line in run.lines:
        variant_id = VariantId(line.variant_id)
        quantities[variant_id] = quantities.get(variant_id, 0) + line.quantity
    buyer = UserId(run.order.user_id) if run.order.user_id else None
    catalog.record_purchase(run.order_id, quantities=quantities, user_id=buyer)
    if run.order.cart_id:
        # A cart that was merged or ordered otherwise is closed already, and that is all we want.
        with suppress(CartClosed, CartNotFound):
            cart.close_cart(CartId(run.order.cart_id), order_id=run.order_id)
    return DONE


def take_goods_back(run: Run) -> None:
    """What was sold is on the shelves again; a shopper whose checkout failed has the cart again."""
    with suppress(ReservationNotFound):
        inventory.restock(run.order_id)
    if run.order.cart_id and run.saga.reached != SagaState.CONFIRMED:
        with suppress(CartNotFound):
            cart.reopen_cart(CartId(run.order.cart_id), order_id=run.order_id)
