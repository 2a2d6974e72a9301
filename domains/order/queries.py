"""Orders as others see them, and every read."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from hmac import compare_digest
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connections
from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import TruncDate

from domains.kernel import clock
from domains.kernel.ids import CartId, OrderId, UserId, VariantId
from domains.kernel.keyset import keyset_page
from domains.kernel.money import Money
from domains.kernel.pagination import Page
from domains.kernel.router import database_of
from domains.kernel.selecting import select
from domains.kernel.types import Address
from domains.order.errors import OrderNotFound
from domains.order.models import AMENDING, LIVE_STATES, Line, Saga
from domains.order.models import Amendment as AmendmentRow
from domains.order.models import Order as OrderRow
from domains.order.models import StatusChange as ChangeRow
from domains.order.models import Summary as SummaryRow
from domains.order.statuses import OFF
from domains.order.types import (
    Amendment,
    AmendmentKind,
    AmendmentState,
    DayRevenue,
    Order,
    OrderFilters,
    OrderLine,
    OrderStatus,
    OrderSummary,
    SagaState,
    StatusChange,
)
from domains.payment import services as payment
from domains.payment.types import Payment

_WAITING = """
SELECT FROM order_saga
WHERE order_id = %s AND state = ANY(%s) AND (leased_until IS NULL OR leased_until < %s)
"""


def get_order(**by: Any) -> Order:
    """One order with all that belongs to it. Raises OrderNotFound."""
    row = OrderRow.objects.select_related("saga").filter(**by).first()
    if row is None:
        raise OrderNotFound
    order_id = OrderId(row.id)
    lines = select(Line, "WHERE order_id = %s ORDER BY position", [row.id])
    history = select(ChangeRow, "WHERE order_id = %s ORDER BY id", [row.id])
    return to_order(row, lines, history, payment.list_payments((order_id,))[order_id])


def owner_of(order_id: UUID) -> UserId | None:
    """Whose order it is; None for a guest's. Raises OrderNotFound."""
    found = select(SummaryRow, "WHERE id = %s", [order_id])
    if not found:
        raise OrderNotFound
    return UserId(found[0].user_id) if found[0].user_id else None


def find_by_number_and_email(number: str, email: str) -> UUID | None:
    """The id of the order with both; the same work whether or not either is known."""
    row = OrderRow.objects.filter(number=number.strip().upper()).values_list("id", "email").first()
    order_id, known = row or (None, "nobody@invalid")
    same = compare_digest(known.strip().casefold().encode(), email.strip().casefold().encode())
    return order_id if same else None


def find_live_order_of(cart_id: UUID) -> UUID | None:
    """The id of the order that this cart became, if it lives."""
    rows = OrderRow.objects.filter(cart_id=cart_id).exclude(status__in=OFF)
    return rows.values_list("id", flat=True).first()


def list_orders(filters: OrderFilters, cursor: str | None, page_size: int) -> Page[OrderSummary]:
    """Orders, newest first. Raises InvalidCursor."""
    return keyset_page(
        _narrowed(filters),
        ordering=("-created_at", "-id"),
        to_type=to_summary,
        cursor=cursor,
        page_size=page_size,
    )


def _narrowed(filters: OrderFilters) -> "QuerySet[SummaryRow]":
    wanted = Q()
    if filters.status:
        wanted &= Q(status=filters.status)
    if filters.email:
        wanted &= Q(email__iexact=filters.email.strip())
    if filters.number:
        wanted &= Q(number=filters.number.strip().upper())
    if filters.user_id:
        wanted &= Q(user_id=filters.user_id)
    return SummaryRow.objects.filter(wanted)


def due_sagas(limit: int) -> list[UUID]:
    """The orders whose checkout nobody works on and that should have gone on by now, oldest first."""
    due = Saga.objects.filter(state__in=LIVE_STATES, next_attempt_at__lte=clock.now())
    return list(due.order_by("next_attempt_at").values_list("order_id", flat=True)[:limit])


def due_amendments(limit: int) -> list[UUID]:
    """The changes of orders that nobody works on and that should have gone on by now, oldest first."""
    due = AmendmentRow.objects.filter(state__in=AMENDING, next_attempt_at__lte=clock.now())
    return list(due.order_by("next_attempt_at").values_list("id", flat=True)[:limit])


def list_amendments(order_id: UUID) -> tuple[Amendment, ...]:
    """The changes of an order, oldest first."""
    rows = AmendmentRow.objects.filter(order_id=order_id).select_related("order").order_by("created_at", "id")
    return tuple(
        Amendment(
            id=row.id,
            kind=AmendmentKind(row.kind),
            state=AmendmentState(row.state),
            amount=None if row.amount is None else Money(row.amount, row.order.currency),
            reason=row.reason,
            by=row.by,
            failure_detail=row.failure_detail,
            created_at=row.created_at,
        )
        for row in rows
    )


def has_amendment(order_id: UUID, key: str) -> bool:
    """Whether this key began a change of the order before."""
    return AmendmentRow.objects.filter(order_id=order_id, key=key).exists()


def find_refusal(order_id: UUID, key: str) -> str:
    """Why the change of this key never happened; nothing when it did, or may."""
    refused = AmendmentRow.objects.filter(order_id=order_id, key=key, state=AmendmentState.REFUSED.value)
    return refused.values_list("failure_detail", flat=True).first() or ""


def is_waiting(order_id: UUID) -> bool:
    """Whether the checkout has something left to do and nobody is at it."""
    with connections[database_of("order")].cursor() as cursor:
        cursor.execute(_WAITING, [order_id, list(LIVE_STATES), clock.now()])
        return cursor.fetchone() is not None


def count_by_saga() -> dict[str, int]:
    """Open checkouts by state; those that ended are not counted."""
    open_ones = (*LIVE_STATES, SagaState.NEEDS_OPERATOR.value)
    counts = dict.fromkeys(open_ones, 0)
    rows = Saga.objects.filter(state__in=open_ones).values_list("state").annotate(count=Count("order_id"))
    return counts | dict(rows)


def daily_revenue(days: int) -> tuple[DayRevenue, ...]:
    """What was sold each of the last days, today included, in the shop's own currency."""
    currency = settings.DEFAULT_CURRENCY
    today = clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
    first = today - timedelta(days=days - 1)
    sold = (
        SummaryRow.objects.filter(created_at__gte=first, currency=currency)
        .exclude(status__in=(*OFF, OrderStatus.PENDING))
        .annotate(day=TruncDate("created_at"))
        .values("day")
        .annotate(orders=Count("id"), gross=Sum("total"), returned=Sum("refunded"))
    )
    by_day = {row["day"]: row for row in sold}

    def of(day: datetime) -> DayRevenue:
        row = by_day.get(day.date())
        revenue = Money.of(row["gross"] - row["returned"], currency) if row else Money.zero(currency)
        return DayRevenue(day=day.date().isoformat(), orders=row["orders"] if row else 0, revenue=revenue)

    return tuple(of(first + timedelta(days=offset)) for offset in range(days))


# --- Rows as values -----------------------------------------------------------------------------


def to_order(
    row: OrderRow, lines: Iterable[Line], history: Iterable[ChangeRow], payments: tuple[Payment, ...]
) -> Order:
    """The row and what belongs to it as a plain value."""
    saga, currency = row.saga, row.currency
    return Order(
        id=OrderId(row.id),
        number=row.number,
        user_id=UserId(row.user_id) if row.user_id else None,
        cart_id=CartId(row.cart_id) if row.cart_id else None,
        email=row.email,
        status=OrderStatus(row.status),
        payment_status=row.payment_status,
        fulfilment_status=row.fulfilment_status,
        saga=SagaState(saga.state),
        currency=currency,
        subtotal=Money(row.subtotal, currency),
        discount=Money(row.discount, currency),
        shipping=Money(row.shipping, currency),
        tax=Money(row.tax, currency),
        total=row.money,
        lines=tuple(_to_line(line, currency) for line in lines),
        shipping_address=Address(**row.shipping_address),
        billing_address=Address(**row.billing_address),
        shipping_method=row.shipping_method,
        shipping_method_name=row.shipping_method_name,
        payments=payments,
        history=tuple(_to_change(change) for change in history),
        note=row.note,
        created_at=row.created_at,
        failure_code=saga.failure_code,
        failure_detail=saga.failure_detail,
        failure_facts=saga.failure_facts,
        coupons=tuple(row.coupons),
    )


def to_summary(row: SummaryRow) -> OrderSummary:
    """The row as a row of a list."""
    return OrderSummary(
        id=OrderId(row.id),
        number=row.number,
        user_id=UserId(row.user_id) if row.user_id else None,
        email=row.email,
        status=OrderStatus(row.status),
        payment_status=row.payment_status,
        fulfilment_status=row.fulfilment_status,
        total=Money(row.total, row.currency),
        refunded=Money(row.refunded, row.currency),
        item_count=row.item_count,
        created_at=row.created_at,
    )


def _to_line(row: Line, currency: str) -> OrderLine:
    return OrderLine(
        id=row.id,
        variant_id=VariantId(row.variant_id),
        name=row.name,
        sku=row.sku,
        quantity=row.quantity,
        unit_price=Money(row.unit_price, currency),
        discount=Money(row.discount, currency),
        tax=Money(row.tax, currency),
        total=Money(row.total, currency),
        product_snapshot=row.product_snapshot,
        cancelled=row.cancelled,
    )


def _to_change(row: ChangeRow) -> StatusChange:
    return StatusChange(
        from_status=row.from_status, to_status=row.to_status, reason=row.reason, by=row.by, at=row.at
    )
