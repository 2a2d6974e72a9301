"""What a process at work brought about, as one statement: its row, the order, its history, the list."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import connections

from domains.kernel import clock
from domains.kernel.router import database_of
from domains.kernel.updating import sent
from domains.kernel.values import values
from domains.order.models import Order, Process, StatusChange

# Whoever held the lease writes, or nobody does.
_OURS = """
WITH ours AS (
    UPDATE {table} SET {said}, lease = NULL, leased_until = NULL, updated_at = %s
    WHERE {key} = %s AND lease = %s RETURNING 1
)"""
_ORDER = """, changed AS (
    UPDATE order_order SET status = %s, payment_status = %s, captured = %s, updated_at = %s
    WHERE id = %s AND EXISTS (SELECT FROM ours) RETURNING id
), noted AS (
    INSERT INTO order_status_change (order_id, from_status, to_status, reason, by, at)
    SELECT step.order_id, from_status, to_status, reason, by, at
    FROM ({steps}) AS step (order_id, from_status, to_status, reason, by, at), changed
)"""
# Behind the order, as everybody locks them.
_LISTED = """, listed AS (
    UPDATE order_summary SET {said} WHERE id IN (SELECT id FROM changed)
)"""

_COUNTED = "SELECT count(*) FROM ours"


def give_back(process: Process, lease: UUID | None) -> bool:
    """Whether the lease was ours until now: then it is given back, and the process stands as it says."""
    return _run(*_own(process, lease))


def give_back_with_order(
    process: Process,
    lease: UUID | None,
    order: Order,
    steps: Sequence[StatusChange],
    listed: dict[str, Any],
) -> bool:
    """The same; then the order, its history and its row of the list are written with it."""
    statement, given = _own(process, lease)
    history, told = values(
        [(order.id, step.from_status, step.to_status, step.reason, step.by, step.at) for step in steps],
        *("uuid", "text", "text", "text", "text", "timestamptz"),
    )
    statement += _ORDER.format(steps=history)
    given += [order.status, order.payment_status, order.captured, clock.now(), order.id, *told]
    if listed:
        statement += _LISTED.format(said=", ".join(f"{name} = %s" for name in listed))
        given += listed.values()
    return _run(statement, given)


def _own(process: Process, lease: UUID | None) -> tuple[str, list[Any]]:
    meta = process._meta
    said = ", ".join(f"{name} = %s" for name in process.written)
    statement = _OURS.format(table=meta.db_table, key=meta.pk.column, said=said)
    alias = database_of("order")
    return statement, [*sent(process, process.written, alias=alias), clock.now(), process.pk, lease]


def _run(statement: str, given: list[Any]) -> bool:
    with connections[database_of("order")].cursor() as cursor:
        cursor.execute(f"{statement} {_COUNTED}", given)
        return bool(cursor.fetchone()[0])
