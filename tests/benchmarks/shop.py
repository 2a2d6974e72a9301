"""The shop as `make run` starts it, the floor's server beside it, and how much both work."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass

import psutil
import redis

from ecommerce.embedded import addresses
from tests.benchmarks.floor.serving import open_floor
from tests.faults.kill.shop import RealShop

_PATIENCE_S = 60.0
# So many of each that no run sells them all.
_STOCK = 1_000_000
_MOST_VARIANTS = 100


@dataclass(frozen=True, slots=True)
class Ground:
    """Everything that is measured: addresses, goods, and the processes that do the work."""

    shop_url: str
    floor_url: str
    shop_database: str
    floor_database: str
    redis_url: str
    variants: tuple[str, ...]
    leaders: Mapping[str, int]
    environment: Mapping[str, str]

    def cpu_s(self) -> dict[str, float]:
        """The time on a core, user and system, that each kind of process has had so far."""
        return {name: _cpu_of(pid) for name, pid in self.leaders.items()}

    def settle(self) -> None:
        """Wait until the worker has nothing left to do. Raises TimeoutError when that takes a minute."""
        deadline = time.monotonic() + _PATIENCE_S
        with redis.Redis.from_url(self.redis_url) as broker:
            while broker.llen("celery") or broker.hlen("unacked"):
                if time.monotonic() > deadline:
                    raise TimeoutError("the worker still has something to do")
                time.sleep(0.05)


@contextmanager
def open_ground() -> Iterator[Ground]:
    """The shop with its demo goods in plenty, and the floor's server on the same PostgreSQL."""
    with RealShop() as shop, _without_calendar(shop):
        written = addresses.read(shop.data / "servers.env")
        variants, database = _plenty(shop), written["DATABASE_URL"]
        with open_floor(database, variants=len(variants), log=shop.data / "floor.log") as floor:
            leaders = {name: pid for name in ("web", "worker", "postgres") if (pid := shop.pid(name))}
            yield Ground(
                shop_url=shop.url,
                floor_url=floor.url,
                floor_database=floor.database,
                shop_database=database,
                redis_url=written["REDIS_URL"],
                variants=variants,
                leaders={**leaders, "floor": floor.leader},
                environment={**shop.environment, **written},
            )


@contextmanager
def _without_calendar(shop: RealShop) -> Iterator[None]:
    """What is due by the clock would be in some figures and not in others: beat stands still."""
    beat = psutil.Process(shop.pid("beat") or 0)
    beat.suspend()
    try:
        yield
    finally:
        beat.resume()


def _plenty(shop: RealShop) -> tuple[str, ...]:
    """Variants of as many products, none of which runs out."""
    with shop.staff() as staff:
        asked = {"in_stock": "true", "page_size": _MOST_VARIANTS}
        page = staff.get("products", params=asked).raise_for_status().json()
        variants = tuple(row["default_variant_id"] for row in page["results"])
        for variant_id in variants:
            counted = {"quantity": _STOCK, "reason": "opening"}
            staff.put(f"inventory/{variant_id}", json=counted).raise_for_status()
    return variants


def _cpu_of(leader: int) -> float:
    """The whole tree's: what ended in it counts with whoever waited for it."""
    total, tree = 0.0, psutil.Process(leader)
    for process in (tree, *tree.children(recursive=True)):
        with suppress(psutil.NoSuchProcess):
            total += sum(process.cpu_times()[:4])
    return total
