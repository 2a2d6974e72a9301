"""What is always true of stock."""

from datetime import timedelta

from domains.kernel import clock
from domains.kernel.auditing import Rule, guard

# The sweeper comes every few seconds.
_LATE = timedelta(minutes=5)


def rules() -> tuple[Rule, ...]:
    """The rules as of now."""
    return (*_RULES, Rule("I3", _OVERDUE, (clock.now() - _LATE,)))


_OVERDUE = """
SELECT reference_id, format('held until %%s and not freed', expires_at)
FROM inventory_reservation WHERE status = 'held' AND expires_at < %s
"""

_RULES = (
    Rule(
        "I1",
        """
        SELECT variant_id, format('%s on hand, %s reserved', on_hand, reserved)
        FROM inventory_stock WHERE NOT (0 <= reserved AND reserved <= on_hand)
        """,
    ),
    guard("I1", "inventory_stock_reserved_within_on_hand", "inventory_stock_place"),
    Rule(
        "I2",
        """
        SELECT stock.variant_id, format('%s on hand, the ledger sums to %s', stock.on_hand, moved.sum)
        FROM inventory_stock AS stock
        CROSS JOIN LATERAL (
            SELECT coalesce(sum(delta), 0) AS sum FROM inventory_movement AS movement
            WHERE movement.variant_id = stock.variant_id AND movement.warehouse_id = stock.warehouse_id
        ) AS moved
        WHERE moved.sum <> stock.on_hand
        """,
    ),
    Rule(
        "I2",
        """
        SELECT stock.variant_id, format('%s reserved, reservations hold %s', stock.reserved, held.sum)
        FROM inventory_stock AS stock
        LEFT JOIN (
            SELECT allocation.variant_id, allocation.warehouse_id, sum(allocation.quantity) AS sum
            FROM inventory_allocation AS allocation
            JOIN inventory_reservation AS reservation ON reservation.id = allocation.reservation_id
            WHERE reservation.status = 'held' GROUP BY 1, 2
        ) AS held USING (variant_id, warehouse_id)
        WHERE stock.reserved <> coalesce(held.sum, 0)
        """,
    ),
    guard("I2", "inventory_movement_append_only"),
    Rule(
        "I10",
        """
        SELECT reservation.reference_id, format('%s sold, %s back on the shelves', -moved.sold, moved.back)
        FROM inventory_reservation AS reservation
        CROSS JOIN LATERAL (
            SELECT coalesce(sum(delta) FILTER (WHERE kind = 'sale'), 0) AS sold,
                   coalesce(sum(delta) FILTER (WHERE kind = 'restock'), 0) AS back
            FROM inventory_movement WHERE reference_id = reservation.reference_id
        ) AS moved
        WHERE reservation.status = 'committed'
          AND (reservation.restocked_at IS NULL) = (moved.back <> 0)
        """,
    ),
    guard("I12", "inventory_movement_once"),
)
