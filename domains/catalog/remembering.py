"""Keeps small, often-read answers in the cache under a version that every change replaces."""

from collections.abc import Callable
from typing import TypeVar, cast

from django.core.cache import cache
from django.db import transaction

from domains.kernel.ids import new_id
from domains.kernel.router import database_of

T = TypeVar("T")

_VERSION = "catalog:version"
_SECONDS = 300
_ABSENT = object()


def remember(name: str, read: Callable[[], T], *, seconds: int = _SECONDS) -> T:
    """What `read` returns, at most so many seconds old and never older than the last change.

    A reader that began before a change stores its answer under the version that the change replaced.
    """
    key = f"catalog:{_version()}:{name}"
    found = cache.get(key, _ABSENT)
    if found is not _ABSENT:
        return cast(T, found)
    answer = read()
    cache.set(key, answer, seconds)
    return answer


def forget_after_commit() -> None:
    """Make everything remembered stale once the present transaction is committed."""
    transaction.on_commit(_forget, using=database_of("catalog"), robust=True)


def _forget() -> None:
    cache.set(_VERSION, str(new_id()), None)


def _version() -> str:
    version = cache.get(_VERSION)
    if version is None:
        cache.add(_VERSION, str(new_id()), None)
        version = cache.get(_VERSION, "none")
    return str(version)
