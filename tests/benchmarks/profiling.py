"""Where the time of an order goes: its statements by who asks what, and its Python by function."""

import cProfile
import io
import json
import os
import pstats
import re
import sys
import time
from collections import defaultdict
from contextlib import ExitStack
from dataclasses import dataclass, field
from random import Random
from typing import Any
from uuid import UUID

from tests.benchmarks.shop import Ground
from tests.faults.kill.load import ADDRESS

_WARM_UP, _ORDERS = 30, 100
_TABLE = re.compile(r'(?:FROM|INTO|UPDATE)\s+"?([a-z]+_[a-z_]+)"?')


@dataclass
class Statements:
    """How often each was sent, and how long it was waited for."""

    count: dict[tuple[str, str], int] = field(default_factory=lambda: defaultdict(int))
    seconds: dict[tuple[str, str], float] = field(default_factory=lambda: defaultdict(float))

    def __call__(self, execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            place = (_asked_by(), _named(str(sql)))
            self.count[place] += 1
            self.seconds[place] += time.perf_counter() - began

    def table(self, orders: int) -> str:
        """One line each, in the order in which they first came."""
        lines = [f"{'asked by':<28}{'statement':<44}{'an order':>10}{'ms':>8}"]
        for place, count in self.count.items():
            by, what = place
            took = 1000 * self.seconds[place] / orders
            lines.append(f"{by:<28}{what:<44}{count / orders:>10.2f}{took:>8.2f}")
        sums = sum(self.count.values()) / orders, 1000 * sum(self.seconds.values()) / orders
        return "\n".join([*lines, f"{'all':<72}{sums[0]:>10.2f}{sums[1]:>8.2f}"])


def profile(ground: Ground, seed: int) -> str:
    """What an order of two lines costs in the process that serves it, without a network between."""
    os.environ.update(ground.environment, DJANGO_SETTINGS_MODULE="config.settings.local")
    import django

    django.setup()
    from django.db import connections
    from django.test import Client

    client, dice = Client(raise_request_exception=True), Random(seed)

    def order() -> None:
        _place(client, ground, dice)

    for _ in range(_WARM_UP):
        order()
    walls = [_timed(order) for _ in range(_ORDERS)]
    began = time.process_time()
    for _ in range(_ORDERS):
        order()
    cpu_ms = 1000 * (time.process_time() - began) / _ORDERS
    statements = Statements()
    with ExitStack() as stack:
        for connection in connections.all(initialized_only=True):
            stack.enter_context(connection.execute_wrapper(statements))
        for _ in range(_ORDERS):
            order()
    profiler = cProfile.Profile()
    for _ in range(_ORDERS):
        profiler.runcall(order)
    said = io.StringIO()
    stats = pstats.Stats(profiler, stream=said).strip_dirs()
    stats.sort_stats("cumulative").print_stats(60)
    stats.sort_stats("tottime").print_stats(30)
    return "\n".join(
        [
            f"an order: p50 {1000 * sorted(walls)[len(walls) // 2]:.2f} ms, {cpu_ms:.2f} ms of Python",
            statements.table(_ORDERS),
            said.getvalue(),
        ]
    )


def _timed(act: Any) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def _place(client: Any, ground: Ground, dice: Random) -> None:
    wanted = {
        "lines": [{"variant_id": one, "quantity": 1} for one in dice.sample(ground.variants, 2)],
        "email": f"{dice.getrandbits(64):016x}@people.test",
        "shipping_address": ADDRESS,
        "shipping_method": "standard",
        "payment": {"gateway": "test", "method_token": "tok_ok"},
    }
    answer = client.post(
        "/api/v1/orders",
        json.dumps(wanted),
        content_type="application/json",
        headers={"Idempotency-Key": str(UUID(int=dice.getrandbits(128)))},
    )
    if answer.status_code != 201:
        raise RuntimeError(answer.content.decode())


def _asked_by() -> str:
    frame = sys._getframe(2)
    while frame is not None:
        name = frame.f_globals.get("__name__", "")
        if name.startswith("domains.") and not name.startswith("domains.kernel.postgresql"):
            return f"{name.removeprefix('domains.')}:{frame.f_code.co_name}"[:27]
        frame = frame.f_back
    return "-"


def _named(sql: str) -> str:
    verb = sql.split(None, 1)[0]
    table = _TABLE.search(sql)
    return f"{verb} {table[1] if table else ''} ({len(sql)})"[:43]
