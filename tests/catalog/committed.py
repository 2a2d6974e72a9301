"""A shop that takes long to make, made once for the tests of a module: each leaves it as it found it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command


@contextmanager
def committed_for_a_module(blocker: Any) -> Iterator[None]:
    """What is saved before the yield is there for all tests, whose own changes are rolled back; then it goes."""
    with blocker.unblock():
        try:
            yield
        finally:
            for alias in settings.DATABASES:
                call_command("flush", database=alias, interactive=False, verbosity=0)
            cache.clear()
