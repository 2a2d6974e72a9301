"""The shop's own background work, beside what its domains do."""

from datetime import timedelta

from celery import shared_task

from domains.kernel import clock
from ecommerce.operations import vigil

# Orders that changed before were looked at by an earlier round.
_WINDOW = timedelta(hours=1)


# A look at a shop that has sold a million orders takes minutes.
@shared_task(name="ecommerce.check_invariants", soft_time_limit=1500, time_limit=1600)
def check_invariants() -> int:
    """Look whether what must always be true is: how many rows break it."""
    return vigil.keep(since=clock.now() - _WINDOW)
