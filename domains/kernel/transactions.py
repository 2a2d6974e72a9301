"""The two shapes of a published write.

`@durable`   one transaction of the function's own domain; Django raises when somebody
             wraps it in another transaction of the same database.
`@stepwise`  several durable writes or a call to the outside, one after the other, with no
             transaction open around them; a crash between two is somebody's to resume.
             A single statement is a durable write by itself, and needs no more than that.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.db import connections, transaction

from domains.kernel.router import database_of

P = ParamSpec("P")
R = TypeVar("R")


def domain_of(module: str) -> str:
    """`domains.order.services` belongs to `order`."""
    return module.split(".")[1]


def is_open(alias: str) -> bool:
    """Whether a transaction is open there; the one that a test case wraps around itself is none."""
    blocks: list[Any] = connections[alias].atomic_blocks
    return any(not block._from_testcase for block in blocks)


def durable(function: Callable[P, R]) -> Callable[P, R]:
    """Run as one durable transaction of the domain that defines the function."""
    alias = database_of(domain_of(function.__module__))

    @wraps(function)
    def in_one_transaction(*args: P.args, **kwargs: P.kwargs) -> R:
        with transaction.atomic(using=alias, durable=True):
            return function(*args, **kwargs)

    in_one_transaction.writes = "durable"  # type: ignore[attr-defined]
    return in_one_transaction


def stepwise(function: Callable[P, R]) -> Callable[P, R]:
    """Run with no transaction open around it. Raises RuntimeError when there is one."""
    alias = database_of(domain_of(function.__module__))

    @wraps(function)
    def outside_transactions(*args: P.args, **kwargs: P.kwargs) -> R:
        if is_open(alias):
            raise RuntimeError(f"{function.__qualname__} makes several transactions; do not wrap it in one")
        return function(*args, **kwargs)

    outside_transactions.writes = "stepwise"  # type: ignore[attr-defined]
    return outside_transactions
