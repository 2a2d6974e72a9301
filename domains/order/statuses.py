"""The order's state machine, as one table: where an order can go from each status."""

from collections.abc import Mapping

from domains.order.types import OrderStatus as S

STATUS: Mapping[S, frozenset[S]] = {
    S.PENDING: frozenset({S.CONFIRMED, S.CANCELLED, S.FAILED}),
    S.CONFIRMED: frozenset({S.PROCESSING, S.CANCELLED}),
    S.PROCESSING: frozenset({S.SHIPPED, S.CANCELLED}),
    S.SHIPPED: frozenset({S.DELIVERED}),
    S.DELIVERED: frozenset({S.COMPLETED, S.RETURN_REQUESTED}),
    S.COMPLETED: frozenset({S.RETURN_REQUESTED}),
    S.RETURN_REQUESTED: frozenset({S.RETURNED}),
    S.RETURNED: frozenset({S.REFUNDED}),
    S.REFUNDED: frozenset(),
    S.CANCELLED: frozenset(),
    S.FAILED: frozenset(),
}
# Where only the checkout or a cancellation takes an order, because money and goods move with it.
MOVED_BY_SAGA = frozenset({S.CONFIRMED, S.CANCELLED, S.FAILED})
# Orders that came to nothing.
OFF = frozenset({S.CANCELLED, S.FAILED})
CANCELLABLE = frozenset(status for status, onward in STATUS.items() if S.CANCELLED in onward)

FULFILMENT: Mapping[S, str] = {
    S.PROCESSING: "in_progress",
    S.SHIPPED: "shipped",
    S.DELIVERED: "delivered",
    S.RETURNED: "returned",
}


def legal_for_staff(status: S) -> tuple[S, ...]:
    """Where staff can take an order by hand; cancelling is a service of its own."""
    return tuple(sorted(STATUS[status] - MOVED_BY_SAGA))
