"""Money that does not agree, and what is done about it."""

from datetime import timedelta
from uuid import UUID

from domains.kernel import clock, context
from domains.kernel.transactions import stepwise
from domains.order import reconciling, remedies
from domains.order.errors import BreakNotFound
from domains.order.models import Break
from domains.order.types import BreakStatus, Reconciliation, Remedy


@stepwise
def reconcile_payments(*, days: int = 3) -> Reconciliation:
    """What a look at the gateways' books and the orders of the last days came to.

    A disagreement stands as a break until it is settled, mended or ignored; what is still in flight
    is none. A gateway that does not answer leaves its breaks as they are.
    """
    now = clock.now()
    return reconciling.reconcile(now - timedelta(days=days), now)


@stepwise
def resolve_break(break_id: UUID, *, remedy: Remedy, reason: str, by: str) -> BreakStatus:
    """How the break stands after somebody mended or ignored it; one that is over changes no more.

    Raises BreakNotFound, RemedyUnfit, and what payment raises about money that cannot move.
    """
    found = Break.objects.filter(id=break_id).first()
    if found is None:
        raise BreakNotFound
    if found.status == BreakStatus.RESOLVED:
        return BreakStatus.RESOLVED
    with context.bound(actor=by):
        remedies.act(found, remedy, reason)
    status = BreakStatus.IGNORED if remedy is Remedy.IGNORE else BreakStatus.RESOLVED
    Break.objects.filter(id=break_id).exclude(status=BreakStatus.RESOLVED.value).update(
        status=status.value,
        resolution=_DONE[remedy],
        by=by,
        reason=reason[:300],
        updated_at=clock.now(),
    )
    return status


def count_open_breaks() -> int:
    """How much money does not agree and nobody has looked at yet."""
    return Break.objects.filter(status=BreakStatus.OPEN.value).count()


_DONE = {
    Remedy.CAPTURE: "captured",
    Remedy.REFUND: "refunded",
    Remedy.ATTACH: "attached",
    Remedy.IGNORE: "ignored",
}
