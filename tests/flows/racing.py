"""Many at once."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connections


def at_once(calls: Sequence[Callable[[], Any]], *, threads: int = 16) -> list[Any]:
    """What each call returned or raised."""

    def run(call: Callable[[], Any]) -> Any:
        try:
            return call()
        except Exception as failure:
            return failure
        finally:
            connections.close_all()

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(run, calls))
