"""What stands for many tests: made once, and each of them finds it as it was made."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from django.db import connections, transaction


@contextmanager
def standing() -> Iterator[None]:
    """Keeps what is made inside until the end, and undoes it then.

    A test inside it is undone as ever, down to here. Not for tests that commit.
    """
    with ExitStack() as blocks:
        for alias in connections:
            block = transaction.atomic(using=alias)
            # A transaction of the tests' own, around which the shop may begin what it takes for the outermost.
            block._from_testcase = True
            blocks.enter_context(block)
            blocks.callback(transaction.set_rollback, True, using=alias)
        yield
