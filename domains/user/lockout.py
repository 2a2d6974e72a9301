"""Lockout of one account from one network address, kept in the database.

Five failures are free; from then on each locks for twice as long, a minute to a quarter of an
hour. The account need not exist: an unknown address locks just as a known one does.
"""

import hashlib
from datetime import datetime, timedelta
from math import ceil

from domains.kernel import clock
from domains.kernel.transactions import durable
from domains.user.errors import LockedOut
from domains.user.models import SignInFailures

FREE_FAILURES = 5
SHORTEST, LONGEST = timedelta(minutes=1), timedelta(minutes=15)
FORGOTTEN_AFTER = timedelta(hours=1)


def refuse_locked(email: str, ip: str) -> None:
    """Raises LockedOut, with the seconds to wait, while the pair is locked."""
    row = SignInFailures.objects.filter(account=_account(email), ip=ip).first()
    if row is not None:
        _refuse(row.locked_until)


def settle(email: str, ip: str, *, right: bool) -> None:
    """Count a wrong password, or forget the earlier ones after a right one.

    Raises LockedOut when attempts beside this one locked the pair meanwhile: a burst of
    guesses learns nothing beyond the free failures.
    """
    locked_until = _forget(email, ip) if right else _count(email, ip)
    _refuse(locked_until)


def forgive(email: str) -> None:
    """Forget every failure of the account, from wherever."""
    SignInFailures.objects.filter(account=_account(email)).delete()


@durable
def _count(email: str, ip: str) -> datetime | None:
    SignInFailures.objects.bulk_create(
        [SignInFailures(account=_account(email), ip=ip)], ignore_conflicts=True
    )
    row = SignInFailures.objects.select_for_update().get(account=_account(email), ip=ip)
    now = clock.now()
    if row.locked_until is not None and row.locked_until > now:
        return row.locked_until
    if row.updated_at < now - FORGOTTEN_AFTER:
        row.failures = 0
    row.failures, row.updated_at = row.failures + 1, now
    row.locked_until = None
    if row.failures >= FREE_FAILURES:
        doublings = min(row.failures - FREE_FAILURES, 8)
        row.locked_until = now + min(SHORTEST * 2**doublings, LONGEST)
    row.save(update_fields=["failures", "updated_at", "locked_until"])
    return None


def _forget(email: str, ip: str) -> datetime | None:
    row = SignInFailures.objects.filter(account=_account(email), ip=ip).first()
    if row is None:
        return None
    return _forget_unless_locked(row)


@durable
def _forget_unless_locked(row: SignInFailures) -> datetime | None:
    now = clock.now()
    found = SignInFailures.objects.select_for_update().filter(pk=row.pk).first()
    if found is None:
        return None
    if found.locked_until is not None and found.locked_until > now:
        return found.locked_until
    found.delete()
    return None


def _refuse(locked_until: datetime | None) -> None:
    now = clock.now()
    if locked_until is not None and locked_until > now:
        raise LockedOut(retry_after_s=ceil((locked_until - now).total_seconds()))


def _account(email: str) -> str:
    return hashlib.sha256(email.encode()).hexdigest()
