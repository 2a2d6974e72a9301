"""What is said on the terminal while the shop starts."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager


def say(line: str) -> None:
    """Print a line at once. Raises KeyboardInterrupt when nobody reads any more."""
    try:
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read the log is gone (`make run | head`): what is still said goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise KeyboardInterrupt from None


@contextmanager
def step(title: str) -> Iterator[None]:
    """Say that something begins, and how long it took."""
    say(f"> {title} …")
    began = time.monotonic()
    yield
    say(f"  done in {time.monotonic() - began:.1f} s")
