"""Answers whose time must not tell whether an address has an account."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

# Well above what the longer path takes, so that both take this long.
EVEN_S = 0.2


@contextmanager
def evenly(seconds: float = EVEN_S) -> Iterator[None]:
    """Take at least this long, whatever the block does."""
    ends = time.monotonic() + seconds
    try:
        yield
    finally:
        time.sleep(max(0.0, ends - time.monotonic()))
