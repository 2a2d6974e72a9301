"""`python -m tests.benchmarks.filling`: make the shop of `make run` large, to look at it and to measure it by hand."""

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psycopg

from ecommerce.embedded import addresses
from tests.benchmarks import goods, growing

_HERE = Path(__file__).resolve().parents[2]
_GOODS_THERE = "SELECT coalesce(max(substring(slug FROM '-g([0-9]+)$')::bigint), 0) FROM catalog_product WHERE slug ~ '-g[0-9]+$'"
_ORDERS_THERE = (
    "SELECT coalesce(max(substring(number FROM 2)::bigint), 0) FROM order_order WHERE number ~ '^G[0-9]+$'"
)

Grow = Callable[..., None]


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.filling", description=__doc__)
    parser.add_argument(
        "--products", type=int, default=0, metavar="N", help="have so many copies of the demo's"
    )
    parser.add_argument(
        "--orders", type=int, default=0, metavar="N", help="have so many copies of the newest"
    )
    parser.add_argument("--yes", action="store_true", help="do not ask")
    parser.add_argument("--data", type=Path, default=_HERE / ".data", help="the shop's folder (.data)")
    given = parser.parse_args(arguments)
    written = addresses.read(given.data / "servers.env")
    database = written.get("DATABASE_URL", "")
    if not database:
        return _refuse("There is no shop yet: start it with make run, and keep it running.")
    if not given.products and not given.orders:
        return _refuse("Say how many: --products 100000, or --orders 100000.")
    if not given.yes and not _agreed(
        "The copies stay until make reset, and their stock has no ledger. Go on? [y/N] "
    ):
        print("Nothing was copied.")
        return 0
    try:
        _fill(database, given.products, _GOODS_THERE, goods.multiply)
        goods.tell(written["REDIS_URL"])
        _fill(database, given.orders, _ORDERS_THERE, growing.grow)
    except psycopg.OperationalError as away:
        return _refuse(
            f"The shop's database does not answer: start it with make run, and keep it running.\n{away}"
        )
    return 0


def _fill(database: str, wanted: int, there: str, grow: Grow) -> None:
    """What lacks to so many is copied, telling how far it is."""
    if not wanted:
        return
    with psycopg.connect(database) as connection:
        (have,) = connection.execute(there.encode()).fetchone() or (0,)
    if have >= wanted:
        print(f"  {have:,} are there already")
        return
    began = time.monotonic()
    grow(database, first=have + 1, last=wanted, say=lambda line: print(line, flush=True))
    print(f"  {wanted - have:,} more in {time.monotonic() - began:.0f} s", flush=True)


def _agreed(question: str) -> bool:
    try:
        return input(question).strip().lower() in {"y", "yes"}
    except EOFError:
        return False


def _refuse(why: str) -> int:
    print(why, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
