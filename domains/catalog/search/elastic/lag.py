"""What the index has yet to take in, kept in PostgreSQL: no change is lost while the server is away."""

from collections.abc import Collection, Mapping
from datetime import timedelta
from uuid import UUID

from django.db import connections
from django.db.models import F

from domains.catalog.models import SearchEntry
from domains.kernel import clock
from domains.kernel.router import database_of
from domains.kernel.values import values

# Behind by more than this, the index does not answer: PostgreSQL does.
_BEARABLE = timedelta(seconds=30)

_NOTE = """
INSERT INTO catalog_search_entry AS entry (product_id, version, sent, since)
SELECT product_id, 1, 0, %s FROM unnest(%s::uuid[]) AS product_id ORDER BY product_id
ON CONFLICT (product_id) DO UPDATE SET version = entry.version + 1,
    since = CASE WHEN entry.sent < entry.version THEN entry.since ELSE excluded.since END
"""
_SENT = """
UPDATE catalog_search_entry AS entry SET sent = greatest(entry.sent, done.version)
FROM ({done}) AS done (product_id, version) WHERE entry.product_id = done.product_id
"""


def note(product_ids: Collection[UUID]) -> None:
    """These products changed. Call in the transaction that changes them, which holds their locks."""
    with connections[database_of("catalog")].cursor() as cursor:
        cursor.execute(_NOTE, [clock.now(), list(product_ids)])


def waiting(*, limit: int) -> dict[UUID, int]:
    """The version of each product that waits to be taken in, those first that have waited longest."""
    entries = SearchEntry.objects.filter(sent__lt=F("version")).order_by("since")
    return dict(entries.values_list("product_id", "version")[:limit])


def versions(product_ids: Collection[UUID]) -> dict[UUID, int]:
    """Where each product stands; those that never changed since the index is kept are left out."""
    return dict(SearchEntry.objects.filter(product_id__in=product_ids).values_list("product_id", "version"))


def mark_sent(sent: Mapping[UUID, int]) -> None:
    """The index holds these versions, or newer ones."""
    done, parameters = values(sorted(sent.items()), "uuid", "bigint")
    with connections[database_of("catalog")].cursor() as cursor:
        cursor.execute(_SENT.format(done=done), parameters)


def is_unbearable() -> bool:
    """Whether something has waited for longer than shoppers should notice."""
    entries = SearchEntry.objects.filter(sent__lt=F("version"), since__lt=clock.now() - _BEARABLE)
    return entries.exists()
