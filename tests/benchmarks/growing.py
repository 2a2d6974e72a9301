# ruff: noqa: S608  every name in a statement is written here
"""A shop that has sold for years: one confirmed order, with all that came of it, a million times."""

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

import psycopg
from psycopg import sql

from tests.benchmarks.measuring import BARE_KEPT, PLACE, Run, measure, purchases
from tests.benchmarks.report import table
from tests.benchmarks.shop import Ground

_AT_ONCE = 50_000


@dataclass(frozen=True, slots=True)
class Crop:
    """The rows of one table that belong to the order, and what differs from copy to copy.

    `n` is the copy's number and `k` the row's among those of the order.
    """

    table: str
    belongs: str
    differs: dict[str, str] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()
    k: str = "row_number() OVER ()"


def id_of(kind: str, part: str = "0") -> str:
    """An id that sorts by the copy's number: `kind` is four hexadecimal digits, `part` at most 4095."""
    return (
        f"('{kind}' || lpad(to_hex({part}), 4, '0') || '-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid"
    )


_ORDER, _PAYMENT, _RESERVATION = id_of("0190"), id_of("0191"), id_of("0192")
_EVENT = id_of("0193", "k")
_THE_ORDER = "SELECT id FROM grown_order"
_PAID = f"SELECT id FROM payment_payment WHERE order_id IN ({_THE_ORDER})"
_HELD = f"SELECT id FROM inventory_reservation WHERE reference_id IN ({_THE_ORDER})"
_CAUSED = "correlation_id IN (SELECT correlation_id FROM grown_order)"
_CROPS = (
    Crop(
        "order_order",
        f"id IN ({_THE_ORDER})",
        {"id": _ORDER, "number": "'G' || n", "email": "n || '@people.test'"},
    ),
    Crop("order_line", f"order_id IN ({_THE_ORDER})", {"id": id_of("0194", "k"), "order_id": _ORDER}),
    Crop("order_saga", f"order_id IN ({_THE_ORDER})", {"order_id": _ORDER}),
    Crop(
        "order_summary",
        f"id IN ({_THE_ORDER})",
        {"id": _ORDER, "number": "'G' || n", "email": "n || '@people.test'"},
    ),
    Crop("order_status_change", f"order_id IN ({_THE_ORDER})", {"order_id": _ORDER}, ("id",)),
    Crop(
        "kernel_idempotency_key",
        f"resource_id IN ({_THE_ORDER})",
        {"id": id_of("0195"), "key": "'grown-' || n", "resource_id": _ORDER},
    ),
    Crop("inventory_reservation", f"id IN ({_HELD})", {"id": _RESERVATION, "reference_id": _ORDER}),
    Crop("inventory_allocation", f"reservation_id IN ({_HELD})", {"reservation_id": _RESERVATION}, ("id",)),
    Crop(
        "inventory_movement",
        f"reference_id IN ({_THE_ORDER})",
        {"id": id_of("0196", "k"), "reference_id": _ORDER},
    ),
    Crop(
        "payment_payment",
        f"id IN ({_PAID})",
        {
            "id": _PAYMENT,
            "order_id": _ORDER,
            "gateway_key": "'grown-' || n",
            "gateway_transaction_id": "'ch_' || n",
        },
    ),
    Crop(
        "payment_journal_entry",
        f"payment_id IN ({_PAID})",
        {"payment_id": _PAYMENT, "move_id": _PAYMENT},
        ("id",),
    ),
    Crop(
        "payment_sandbox_charge",
        f"key IN (SELECT gateway_key FROM payment_payment WHERE id IN ({_PAID}))",
        {"key": "'grown-' || n", "id": "'ch_' || n"},
    ),
    Crop("catalog_purchase", f"reference_id IN ({_THE_ORDER})", {"reference_id": _ORDER}, ("id",)),
    Crop(
        "notification_message",
        f"about IN ({_THE_ORDER})",
        {"id": id_of("0197"), "about": _ORDER, "event_id": id_of("0198")},
    ),
    Crop(
        "kernel_event",
        _CAUSED,
        {
            "id": _EVENT,
            "stream": f"split_part(stream, '-', 1) || '-' || {_ORDER}",
            "correlation_id": "'grown-' || n",
        },
        k="rank() OVER (ORDER BY id)",
    ),
    Crop(
        "kernel_publication",
        f"event_id IN (SELECT id FROM kernel_event WHERE {_CAUSED})",
        {"event_id": _EVENT},
        ("id",),
        f"(SELECT count(*) FROM kernel_event WHERE {_CAUSED} AND kernel_event.id <= event_id)",
    ),
)


_YOUNG = 1_000
_LIMIT = 1.2


@dataclass(frozen=True, slots=True)
class Growth:
    """An order in a young shop and in an old one, each beside the floor of the same minutes."""

    young: Run
    old: Run
    orders: int

    @property
    def ratio(self) -> float:
        """By how much an order takes longer, where the bare view takes as long as before."""
        return _against_floor(self.old) / _against_floor(self.young)

    @property
    def holds(self) -> bool:
        return self.ratio <= _LIMIT

    def __str__(self) -> str:
        verdict = "holds" if self.holds else "misses"
        return "\n".join(
            [
                f"at {_YOUNG:,} orders",
                table(self.young),
                f"at {self.orders:,} orders",
                table(self.old),
                f"place order against the bare view, old / young: {self.ratio:.2f}  ≤ {_LIMIT}: {verdict}",
            ]
        )


def measure_growth(
    ground: Ground, orders: int, *, rounds: int, seconds: float, say: Callable[[str], None]
) -> Growth:
    """One client's orders before and after the shop grew; what was sold in between counts for both."""
    runs = []
    paths = {name: path for name, path in purchases(ground).items() if name in (BARE_KEPT, PLACE)}
    # Something must have been sold that can be copied.
    paths[PLACE](1, 1.0, Random(0))
    for first, last in ((1, _YOUNG), (_YOUNG + 1, orders)):
        grow(ground.shop_database, first=first, last=last, say=say)
        runs.append(measure(ground, paths, rounds=rounds, seconds=seconds, clients=(1,), seed=last, say=say))
    return Growth(*runs, orders)


def _against_floor(run: Run) -> float:
    return run[PLACE, 1].latency_ms(0.5) / run[BARE_KEPT, 1].latency_ms(0.5)


def grow(database: str, *, first: int, last: int, say: Callable[[str], None] = lambda line: None) -> None:
    """The shop has so many orders more, the copies of these numbers; they are older than all the others.

    What hangs together in the shop's own numbers, such as stock and its ledger, does not any more.
    """
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute("SET synchronous_commit = off")
        connection.execute(
            "CREATE TEMP TABLE grown_order AS SELECT order_order.id, correlation_id FROM order_order"
            " JOIN kernel_event ON stream = 'order-' || order_order.id AND version = 1"
            " WHERE status = 'confirmed' AND order_order.number NOT LIKE 'G%' ORDER BY order_order.id DESC LIMIT 1"
        )
        for crop in _CROPS:
            for start in range(first, last + 1, _AT_ONCE):
                end = min(start + _AT_ONCE - 1, last)
                connection.execute(_copying(connection, crop), {"start": start, "end": end})
            connection.execute(sql.SQL("VACUUM ANALYZE {}").format(sql.Identifier(crop.table)))
            say(f"  {crop.table}: {last - first + 1:,} orders more")
        connection.execute("CHECKPOINT")


def _copying(connection: psycopg.Connection, crop: Crop) -> sql.Composed:
    known = connection.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_name = %s ORDER BY ordinal_position",
        [crop.table],
    )
    columns = [name for (name,) in known if name not in crop.left_out]
    shown = [
        sql.SQL(crop.differs[name]) if name in crop.differs else sql.Identifier(name) for name in columns
    ]
    return sql.SQL(
        "INSERT INTO {table} ({columns}) SELECT {shown} FROM generate_series(%(start)s::int, %(end)s::int) AS n,"
        " (SELECT *, {k} AS k FROM {table} WHERE {belongs}) AS template ORDER BY n"
    ).format(
        table=sql.Identifier(crop.table),
        columns=sql.SQL(", ").join(map(sql.Identifier, columns)),
        shown=sql.SQL(", ").join(shown),
        belongs=sql.SQL(crop.belongs),
        k=sql.SQL(crop.k),
    )
