"""A broker that may be away: a request waits for it once, and the outbox delivers again what found none."""

import time
from typing import Any

from celery import Celery
from kombu.exceptions import OperationalError

_PAUSE_S = 2.0


class PatientCelery(Celery):
    """A broker that did not answer is not asked again for a moment."""

    _away_until = 0.0

    def send_task(self, *args: Any, **kwargs: Any) -> Any:
        if time.monotonic() < self._away_until:
            raise OperationalError("the broker did not answer a moment ago")
        try:
            return super().send_task(*args, **kwargs)
        except OperationalError:
            self._away_until = time.monotonic() + _PAUSE_S
            raise
