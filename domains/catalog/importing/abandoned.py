"""Imports that nobody works on, files that nobody came back to, and what nobody undoes any more."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from domains.catalog.models import ImportChange, ImportJob
from domains.catalog.types import ImportStatus
from domains.kernel import clock

# A step says that it was done long before: it has a minute at most for the pictures that it waits for.
_QUIET = timedelta(minutes=5)
_DAY = timedelta(days=1)
_UNDOABLE = timedelta(days=30)
_AT_ONCE = 5_000
_AT_WORK = (ImportStatus.WAITING, ImportStatus.RUNNING, ImportStatus.UNDOING)


def stalled() -> Sequence[UUID]:
    """Imports that should be at work and have come no further for five minutes."""
    return _quiet_for(_QUIET)


def hopeless() -> Sequence[UUID]:
    """Those that have come no further for a day."""
    return _quiet_for(_DAY)


def forget_uploads() -> int:
    """Files of a day ago and before that were never begun are gone: how many."""
    old = ImportJob.objects.filter(status=ImportStatus.UPLOADED, created_at__lt=clock.now() - _DAY)
    # Without the files themselves: they would all be read to be deleted.
    count, _ = old.defer("content").delete()
    return count


def forget_changes() -> int:
    """Some of what imports of a month ago and before changed is kept no longer: of how many products."""
    old = ImportChange.objects.filter(job__finished_at__lt=clock.now() - _UNDOABLE, refusal="")
    some = list(old.order_by("id").values_list("id", flat=True)[:_AT_ONCE])
    return ImportChange.objects.filter(id__in=some).delete()[0]


def _quiet_for(time: timedelta) -> Sequence[UUID]:
    quiet = ImportJob.objects.filter(status__in=_AT_WORK, updated_at__lt=clock.now() - time)
    return list(quiet.order_by("created_at").values_list("id", flat=True))
