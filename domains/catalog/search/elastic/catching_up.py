"""Takes into the index what has changed."""

from django.db import transaction

from domains.catalog import freshness, remembering
from domains.catalog.search.elastic import indices, lag
from domains.catalog.search.elastic.connection import guarded
from domains.kernel.router import database_of

_BATCH = 500


def take_in_some() -> int:
    """How many of the changes that waited are in the index and seen by searches; at most 500.

    0 while no index was built. Raises what `connection.AWAY` names.
    """
    changes = lag.waiting(limit=_BATCH)
    if not changes or not guarded(indices.searched):
        return 0
    guarded(lambda: indices.write(changes, wait=True))
    with transaction.atomic(using=database_of("catalog")):
        lag.mark_sent(changes)
        # What was answered between the commit and now may not have known of them.
        freshness.products_changed(changes.keys())
        remembering.forget_after_commit()
    return len(changes)
