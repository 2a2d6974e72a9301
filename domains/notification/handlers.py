"""Events become messages: one row each, and a task that sends it."""

from typing import Any
from uuid import UUID

from domains.catalog.events import StockRequestMet
from domains.kernel import bus, context
from domains.kernel.money import Money
from domains.notification import services, tasks
from domains.notification.types import MessageKind
from domains.order.events import (
    OrderCancelled,
    OrderConfirmed,
    OrderRefunded,
    OrderRejected,
    OrderStatusChanged,
)
from domains.order.types import OrderStatus
from domains.user.events import (
    PasswordChanged,
    PasswordResetRequested,
    RegistrationRepeated,
    VerificationRequested,
)

_NEWS_OF_STATUS = {
    OrderStatus.SHIPPED.value: MessageKind.ORDER_SHIPPED,
    OrderStatus.DELIVERED.value: MessageKind.ORDER_DELIVERED,
}


@bus.after_the_answer
def send_verification_code(event: VerificationRequested) -> None:
    _queue(MessageKind.VERIFICATION_CODE, event.email, event.user_id, user_id=event.user_id)


@bus.after_the_answer
def tell_of_repeated_registration(event: RegistrationRepeated) -> None:
    _queue(MessageKind.ALREADY_REGISTERED, event.email, event.user_id, user_id=event.user_id)


@bus.after_the_answer
def send_reset_link(event: PasswordResetRequested) -> None:
    _queue(MessageKind.PASSWORD_RESET, event.email, event.user_id, user_id=event.user_id)


@bus.after_the_answer
def tell_of_changed_password(event: PasswordChanged) -> None:
    _queue(MessageKind.PASSWORD_CHANGED, event.email, event.user_id, user_id=event.user_id)


@bus.after_the_answer
def send_confirmation(event: OrderConfirmed) -> None:
    _queue(MessageKind.ORDER_CONFIRMED, event.email, event.order_id, user_id=event.user_id)


@bus.after_the_answer
def tell_of_rejection(event: OrderRejected) -> None:
    missing = [str(variant_id) for variant_id in event.variant_ids]
    _queue(MessageKind.ORDER_REJECTED, event.email, event.order_id, missing=missing)


@bus.after_the_answer
def tell_of_cancellation(event: OrderCancelled) -> None:
    _queue(
        MessageKind.ORDER_CANCELLED,
        event.email,
        event.order_id,
        user_id=event.user_id,
        reason=event.reason,
        **({"refunded": event.refunded} if event.refunded else {}),
    )


@bus.after_the_answer
def tell_of_refund(event: OrderRefunded) -> None:
    _queue(MessageKind.ORDER_REFUNDED, event.email, event.order_id, amount=event.amount, reason=event.reason)


@bus.after_the_answer
def tell_of_progress(event: OrderStatusChanged) -> None:
    kind = _NEWS_OF_STATUS.get(event.to_status)
    if kind is not None:
        _queue(kind, event.email, event.order_id)


@bus.after_the_answer
def tell_of_return(event: StockRequestMet) -> None:
    _queue(
        MessageKind.BACK_IN_STOCK,
        event.email,
        event.request_id,
        user_id=event.user_id,
        variant_id=str(event.variant_id),
    )


def _queue(
    kind: MessageKind, recipient: str, about: UUID, *, user_id: UUID | None = None, **facts: Any
) -> None:
    message_id = services.queue_message(
        # While it is delivered, the event itself is what everything is caused by.
        UUID(context.current().causation_id),
        kind=kind,
        recipient=recipient,
        about=about,
        user_id=user_id,
        facts={name: _plain(value) for name, value in facts.items()},
    )
    tasks.send_message.delay(str(message_id))


def _plain(value: Any) -> Any:
    if isinstance(value, Money):
        return {"amount": str(value.amount), "currency": value.currency}
    return value


SUBSCRIPTIONS: bus.Subscriptions = (
    (VerificationRequested, send_verification_code),
    (RegistrationRepeated, tell_of_repeated_registration),
    (PasswordResetRequested, send_reset_link),
    (PasswordChanged, tell_of_changed_password),
    (OrderConfirmed, send_confirmation),
    (OrderRejected, tell_of_rejection),
    (OrderCancelled, tell_of_cancellation),
    (OrderRefunded, tell_of_refund),
    (OrderStatusChanged, tell_of_progress),
    (StockRequestMet, tell_of_return),
)
