"""Tasks that are enqueued at once or not at all: the outbox delivers again what found no broker."""

import time
from typing import Any

from celery import Task
from kombu.exceptions import OperationalError

_PAUSE_S = 2.0


class PunctualTask(Task):  # type: ignore[type-arg]
    """A broker that did not answer is not asked again for a moment: a request waits for it once."""

    abstract = True
    _away_until = 0.0

    def apply_async(self, *args: Any, **kwargs: Any) -> Any:
        if time.monotonic() < PunctualTask._away_until:
            raise OperationalError("the broker did not answer a moment ago")
        try:
            return super().apply_async(*args, **kwargs)
        except OperationalError:
            PunctualTask._away_until = time.monotonic() + _PAUSE_S
            raise
