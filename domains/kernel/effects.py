"""Effects that come about once, however often the event behind them is delivered."""

from django.db import connections

from domains.kernel import clock
from domains.kernel.router import database_of

# The count of inserted rows is what tells, and `bulk_create` does not give it.
_CLAIM = "INSERT INTO kernel_effect (name, at) VALUES (%s, %s) ON CONFLICT DO NOTHING"


def first_time(domain: str, effect: str) -> bool:
    """Whether the effect has not come about yet; from the caller's commit on, it has.

    Call inside the transaction that brings it about: another one with the same effect waits for
    its end.
    """
    with connections[database_of(domain)].cursor() as cursor:
        cursor.execute(_CLAIM, [effect, clock.now()])
        return bool(cursor.rowcount)
