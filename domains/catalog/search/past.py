"""What shoppers looked for: counted, and offered to others who begin to type the same."""

from django.db import connections

from domains.catalog.models import PastQuery
from domains.catalog.search.wording import cleaned
from domains.kernel import clock
from domains.kernel.router import database_of

_COUNT = """
INSERT INTO catalog_past_query AS past (text, searches, found, last_searched_at) VALUES (%s, 1, %s, %s)
ON CONFLICT (text) DO UPDATE SET searches = past.searches + 1, found = excluded.found,
    last_searched_at = excluded.last_searched_at
"""


def count(text: str, *, found: int) -> None:
    """Count one search for the text. The transaction does not wait for the disk."""
    asked = cleaned(text).casefold()
    if not asked:
        return
    with connections[database_of("catalog")].cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")
        cursor.execute(_COUNT, [asked, found, clock.now()])


def beginning_with(text: str, *, limit: int) -> tuple[str, ...]:
    """The most frequent searches that begin like the text and found something."""
    rows = PastQuery.objects.filter(text__startswith=cleaned(text).casefold(), found__gt=0)
    return tuple(rows.order_by("-searches", "text").values_list("text", flat=True)[:limit])
