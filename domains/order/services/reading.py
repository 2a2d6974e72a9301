"""Orders to look at."""

from collections.abc import Mapping

from domains.kernel import idempotency
from domains.kernel import services as kernel
from domains.kernel.events import stream_of
from domains.kernel.ids import OrderId, UserId
from domains.kernel.pagination import DEFAULT_PAGE_SIZE, Page
from domains.kernel.types import IdempotencyKey, RecordedEvent
from domains.order import queries, running, tracking
from domains.order.types import Checkout, DayRevenue, Order, OrderFilters, OrderSummary


def get_order(order_id: OrderId, *, user_id: UserId | None = None) -> Order:
    """The order; only if it is this member's, when one is given. Raises OrderNotFound."""
    return queries.get_order(id=order_id, **({"user_id": user_id} if user_id else {}))


def get_order_owner(order_id: OrderId) -> UserId | None:
    """Whose order it is, in one query; None for a guest's. Raises OrderNotFound."""
    return queries.owner_of(order_id)


def get_order_by_number(number: str) -> Order:
    """The order of this number. Raises OrderNotFound."""
    return queries.get_order(number=number.strip().upper())


def find_order(*, number: str, email: str) -> Order | None:
    """The order with this number and e-mail address, for guests."""
    order_id = queries.find_by_number_and_email(number, email)
    return queries.get_order(id=order_id) if order_id else None


def get_tracking_token(order_id: OrderId) -> str:
    """The token of the order's link for guests; always the same."""
    return tracking.token_of(order_id)


def get_order_by_tracking_token(token: str) -> Order:
    """The order that the link is for. Raises TrackingLinkInvalid, OrderNotFound."""
    return queries.get_order(id=tracking.order_of(token))


def list_orders(
    filters: OrderFilters = OrderFilters(),  # noqa: B008
    *,
    cursor: str | None = None,
    page_size: int = DEFAULT_PAGE_SIZE,
) -> Page[OrderSummary]:
    """Orders, newest first. Raises InvalidCursor."""
    return queries.list_orders(filters, cursor, page_size)


def list_order_events(order_id: OrderId) -> tuple[RecordedEvent, ...]:
    """All that happened to the order, oldest first."""
    return kernel.list_events(stream_of("order", order_id), domain="order")


def list_daily_revenue(*, days: int = 30) -> tuple[DayRevenue, ...]:
    """Orders and money of the last days, oldest first, today included."""
    return queries.daily_revenue(days)


def count_orders_by_saga() -> Mapping[str, int]:
    """How many checkouts stand in each state that is not an end."""
    return queries.count_by_saga()


def is_checkout_waiting(order_id: OrderId) -> bool:
    """Whether the order's checkout should go on and nobody is at it."""
    return not running.is_at_work_on(order_id) and queries.is_waiting(order_id)


def find_checkout(key: IdempotencyKey) -> Checkout | None:
    """How the request with this key was answered; None when there was none.

    Raises IdempotencyKeyReused.
    """
    claim = idempotency.find("order", key)
    if claim is None:
        return None
    return Checkout(get_order(OrderId(claim.resource_id)), replayed=True, answer=claim.answer)
