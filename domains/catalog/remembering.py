"""Keeps small, often-read answers in the cache under a version that every change replaces."""

import time
from collections.abc import Callable
from typing import Any, TypeVar, cast

from django.core.cache import cache
from django.db import transaction

from domains.kernel.ids import new_id
from domains.kernel.router import database_of

T = TypeVar("T")

_VERSION = "catalog:version"
_SECONDS = 300
_ABSENT = object()
# While the cache is away nobody can say that something changed.
_AWAY = "none"
_here: dict[str, tuple[str, float, Any]] = {}


def remember(name: str, read: Callable[[], T], *, seconds: int = _SECONDS, here: bool = False) -> T:
    """What `read` returns, at most so many seconds old and never older than the last change.

    A reader that began before a change stores its answer under the version that the change replaced.
    What every page needs is kept `here` too, in the process: unpacking it would cost more than using it.
    """
    version = _version()
    key, until = f"catalog:{version}:{name}", time.monotonic()
    if here and (own := _here.get(name)) is not None and own[0] == key and own[1] > until:
        return cast(T, own[2])
    answer = cache.get(key, _ABSENT)
    if answer is _ABSENT:
        answer = read()
        cache.set(key, answer, seconds)
    if here and version != _AWAY:
        _here[name] = (key, until + seconds, answer)
    return cast(T, answer)


def forget_after_commit() -> None:
    """Make everything remembered stale once the present transaction is committed."""
    transaction.on_commit(_forget, using=database_of("catalog"), robust=True)


def _forget() -> None:
    cache.set(_VERSION, str(new_id()), None)


def _version() -> str:
    version = cache.get(_VERSION)
    if version is None:
        cache.add(_VERSION, str(new_id()), None)
        version = cache.get(_VERSION, _AWAY)
    return str(version)
