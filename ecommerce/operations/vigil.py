"""The last look at the invariants, kept for metrics, health and the dashboard."""

from collections.abc import Mapping
from datetime import datetime, timedelta

import structlog
from django.core.cache import cache

from domains.kernel import clock
from ecommerce.operations import invariants

_KEY = "invariants"
_LOOKING = "invariants:looking"
_LONGEST_LOOK_S = 1600
# Longer than the pause between two looks: what is older says nothing of now.
_FRESH_FOR = timedelta(minutes=20)

log = structlog.get_logger(__name__)


def keep(*, since: datetime | None = None) -> int:
    """Look at every invariant and keep what was found: how many rows break one.

    Nothing is looked at while another look is not over: of a large shop one takes minutes.
    """
    if not cache.add(_LOOKING, True, _LONGEST_LOOK_S):
        return 0
    try:
        return _look(since)
    finally:
        cache.delete(_LOOKING)


def _look(since: datetime | None) -> int:
    found: dict[str, int] = {}
    for finding in invariants.check(since=since):
        found[finding.invariant.id] = len(finding.violations)
        for violation in finding.violations:
            log.error(
                "an invariant is broken",
                invariant=violation.invariant,
                subject=violation.subject,
                detail=violation.detail,
            )
    cache.set(_KEY, {"at": clock.now().isoformat(), "violations": found}, int(_FRESH_FOR.total_seconds()))
    return sum(found.values())


def last_look() -> Mapping[str, int] | None:
    """How many rows broke each invariant at the last look; None when there was none lately."""
    kept = cache.get(_KEY)
    return kept["violations"] if kept else None
