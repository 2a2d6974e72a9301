"""Access tokens that are refused before they expire: rows in the database, copied to the cache.

A refusal is read from the cache where it is there; where the cache is silent or away, the
database answers. That a token is clear is remembered for a few seconds only, so that a
refusal which could not reach the cache holds soon after.
"""

from collections.abc import Iterable
from datetime import datetime

from django.core.cache import cache
from django.db import transaction

from domains.kernel import clock
from domains.kernel.router import database_of
from domains.user.models import RevokedAccess

_REVOKED, _CLEAR = "revoked", "clear"
_CLEAR_FOR_S = 10


def revoke(keys: Iterable[str], *, until: datetime) -> None:
    """Refuse these `jti` or `sid` until then; call in the transaction that decides it."""
    rows = [RevokedAccess(key=key, expires_at=until) for key in keys]
    RevokedAccess.objects.bulk_create(rows, ignore_conflicts=True)
    seconds = max(1, int((until - clock.now()).total_seconds()) + 1)
    copies = {_name(row.key): _REVOKED for row in rows}
    transaction.on_commit(
        lambda: cache.set_many(copies, timeout=seconds), using=database_of("user"), robust=True
    )


def is_revoked(*keys: str) -> bool:
    """Whether one of the keys is refused."""
    known = cache.get_many([_name(key) for key in keys])
    if _REVOKED in known.values():
        return True
    if len(known) == len(set(keys)):
        return False
    if RevokedAccess.objects.filter(key__in=keys).exists():
        return True
    for key in keys:
        # `add`, so that a refusal that arrived meanwhile stays.
        cache.add(_name(key), _CLEAR, timeout=_CLEAR_FOR_S)
    return False


def _name(key: str) -> str:
    return f"user:access:{key}"
