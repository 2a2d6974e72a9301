"""Keeps small, often-read answers in the cache under a version that every change replaces."""

import time
from collections.abc import Callable, Mapping, Sequence
from contextvars import ContextVar
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import Any, Generic, TypeVar, cast

import msgspec
from django.core.cache import cache
from django.db import transaction

from domains.kernel.ids import new_id
from domains.kernel.router import database_of

T = TypeVar("T")

# Goods and what holds them, and how the words of a search are understood.
GOODS, FINDING = "goods", "finding"
SECONDS = 300
_ABSENT = object()
# While the cache is away nobody can say that something changed.
AWAY = "none"
_BETWEEN = "+"
_here: dict[str, tuple[str, float, Any]] = {}
# Objects that other code has packed may not be the same any more: each release reads what it wrote itself.
_SOURCES = sorted(
    source for place in ("catalog", "kernel") for source in Path(__file__).parents[1].glob(f"{place}/**/*.py")
)
RELEASE = sha256(b"".join(source.read_bytes() for source in _SOURCES)).hexdigest()[:12]
# The versions of what is being read: parts of it are asked for under the same, without asking for them again.
_reading: ContextVar[Mapping[str, str]] = ContextVar("reading", default=MappingProxyType({}))


class Packing(Generic[T]):
    """Writes answers of one type down, a dataclass, in a tenth of the time that pickling takes."""

    def __init__(self, kind: type[T]) -> None:
        self.pack = msgspec.msgpack.Encoder().encode
        self.unpack: Callable[[bytes], T] = msgspec.msgpack.Decoder(kind).decode


def remember(
    name: str,
    read: Callable[[], T],
    *,
    seconds: int | Callable[[T], int] = SECONDS,
    here: bool = False,
    packing: Packing[T] | None = None,
    of: Sequence[str] = (GOODS,),
) -> T:
    """What `read` returns, at most so many seconds old and never older than the last change of its subjects.

    How many seconds may depend on what it returned.
    A reader that began before a change stores its answer under the version that the change replaced.
    What every page needs is kept `here` too, in the process and for as many seconds again: unpacking it would
    cost more than using it.
    """
    present = version(of)
    key, now = f"catalog:{RELEASE}:{present}:{name}", time.monotonic()
    if here and (own := _here.get(name)) is not None and own[0] == key and own[1] > now:
        return cast(T, own[2])
    answer = cache.get(key, _ABSENT)
    absent = answer is _ABSENT
    if absent:
        answer = _read_under(present, of, read)
    elif packing:
        answer = packing.unpack(answer)
    lasts = seconds(answer) if callable(seconds) else seconds
    if absent:
        cache.set(key, packing.pack(answer) if packing else answer, lasts)
    if here and present != AWAY:
        _here[name] = (key, now + lasts, answer)
    return cast(T, answer)


def forget_after_commit(subject: str = GOODS) -> None:
    """Make everything remembered of the subject stale once the present transaction is committed."""
    transaction.on_commit(
        lambda: cache.set(_key(subject), str(new_id()), None), using=database_of("catalog"), robust=True
    )


def version(subjects: Sequence[str] = (GOODS,)) -> str:
    """What every change of the subjects replaces; `AWAY` while nobody can say."""
    known = _reading.get()
    if not all(subject in known for subject in subjects):
        known = _present(subjects)
    versions = [known[subject] for subject in subjects]
    return AWAY if AWAY in versions else _BETWEEN.join(versions)


def _read_under(present: str, subjects: Sequence[str], read: Callable[[], T]) -> T:
    """What `read` returns; what it remembers meanwhile is as old as itself, and stored under its version."""
    if present == AWAY:
        return read()
    known = dict(zip(subjects, present.split(_BETWEEN), strict=True))
    token = _reading.set({**_reading.get(), **known})
    try:
        return read()
    finally:
        _reading.reset(token)


def _present(subjects: Sequence[str]) -> Mapping[str, str]:
    keys = {subject: _key(subject) for subject in subjects}
    found = cache.get_many([*keys.values()])
    for key in keys.values():
        if key not in found:
            cache.add(key, str(new_id()), None)
            found[key] = cache.get(key, AWAY)
    return {subject: str(found[key]) for subject, key in keys.items()}


def _key(subject: str) -> str:
    return f"catalog:version:{subject}"
