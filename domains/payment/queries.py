"""Payments as others see them, and every read."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from uuid import UUID

from domains.kernel import clock
from domains.kernel.ids import OrderId, PaymentId, UserId
from domains.kernel.money import Money
from domains.kernel.selecting import select
from domains.kernel.values import listed
from domains.payment.errors import PaymentNotFound
from domains.payment.models import Payment as PaymentRow
from domains.payment.models import Refund as RefundRow
from domains.payment.types import Balance, NextAction, Payment, PaymentStatus, Refund, RefundStatus


def payment_row(payment_id: UUID) -> PaymentRow:
    """The row as it stands now. Raises PaymentNotFound."""
    row = PaymentRow.objects.filter(id=payment_id).first()
    if row is None:
        raise PaymentNotFound
    return row


def get_payment(payment_id: UUID) -> Payment:
    """One payment with its refunds. Raises PaymentNotFound."""
    return with_refunds([payment_row(payment_id)])[0]


def list_payments(order_ids: Collection[OrderId]) -> Mapping[OrderId, tuple[Payment, ...]]:
    """The payments of each order, first attempt first; two queries for any number of orders."""
    rows = select(PaymentRow, "WHERE order_id = ANY(%s::uuid[]) ORDER BY attempt", [listed(order_ids)])
    found: dict[OrderId, list[Payment]] = {order_id: [] for order_id in order_ids}
    for payment in with_refunds(rows):
        found[payment.order_id].append(payment)
    return {order_id: tuple(payments) for order_id, payments in found.items()}


def balances(order_ids: Collection[OrderId]) -> dict[OrderId, Balance]:
    """What moved for each order; nothing for one without a payment."""
    found = dict.fromkeys(order_ids, Balance())
    rows = PaymentRow.objects.filter(order_id__in=order_ids).order_by("attempt")
    for order_id, captured, refunded, refunding in rows.values_list(
        "order_id", "captured", "refunded", "refunding"
    ):
        before = found[OrderId(order_id)]
        found[OrderId(order_id)] = Balance(
            captured=before.captured + captured,
            refunded=before.refunded + refunded,
            refunding=before.refunding + refunding,
            returned=refunded,
        )
    return found


def by_gateway_key(gateway: str, keys: Collection[str]) -> dict[str, PaymentRow]:
    """The payments that were asked for under these keys."""
    rows = PaymentRow.objects.filter(gateway=gateway, gateway_key__in=keys)
    return {row.gateway_key: row for row in rows}


def captured_between(gateway: str, since: datetime, until: datetime) -> list[PaymentRow]:
    """The captured payments that were begun then."""
    rows = PaymentRow.objects.filter(created_at__gte=since, created_at__lt=until)
    return list(rows.filter(gateway=gateway, captured__gt=0).order_by("created_at", "id"))


def unsettled(limit: int) -> list[PaymentRow]:
    """Payments whose outcome is unknown and due to be asked again."""
    rows = PaymentRow.objects.filter(settled=False, next_check_at__lte=clock.now())
    return list(rows.order_by("next_check_at")[:limit])


def pending_refunds(limit: int) -> list[RefundRow]:
    """Refunds that the gateway has not answered and that are due to be asked again."""
    rows = RefundRow.objects.filter(status=RefundStatus.PENDING, next_check_at__lte=clock.now())
    return list(rows.select_related("payment").order_by("next_check_at")[:limit])


def with_refunds(rows: list[PaymentRow]) -> list[Payment]:
    """The payments with their refunds, oldest first; only what has returned anything is asked for them."""
    touched = [row.id for row in rows if row.refunded or row.refunding]
    refunds = defaultdict(list)
    if touched:
        for refund in RefundRow.objects.filter(payment__in=touched).order_by("id"):
            refunds[refund.payment_id].append(refund)
    return [to_payment(row, refunds[row.id]) for row in rows]


def to_payment(row: PaymentRow, refunds: Iterable[RefundRow] = ()) -> Payment:
    """The row as a plain value."""
    return Payment(
        id=PaymentId(row.id),
        order_id=OrderId(row.order_id),
        attempt=row.attempt,
        amount=row.money,
        captured=Money(row.captured, row.currency),
        refunded=Money(row.refunded, row.currency),
        status=PaymentStatus(row.status),
        settled=row.settled,
        gateway=row.gateway,
        gateway_transaction_id=row.gateway_transaction_id,
        decline_code=row.decline_code,
        decline_message=row.decline_message,
        next_action=NextAction(**row.next_action) if row.next_action else None,
        refunds=tuple(to_refund(refund, row.currency) for refund in refunds),
        created_at=row.created_at,
        user_id=UserId(row.user_id) if row.user_id else None,
    )


def to_refund(row: RefundRow, currency: str) -> Refund:
    """The row as a plain value."""
    return Refund(
        id=row.id,
        amount=Money(row.amount, currency),
        reason=row.reason,
        status=RefundStatus(row.status),
        created_at=row.created_at,
    )
