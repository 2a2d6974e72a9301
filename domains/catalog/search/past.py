"""What shoppers looked for, offered to others who begin to type the same."""

from domains.catalog.models import PastQuery
from domains.catalog.search.wording import cleaned


def beginning_with(text: str, *, limit: int) -> tuple[str, ...]:
    """The most frequent searches that begin like the text and found something as they were typed."""
    rows = PastQuery.objects.filter(text__startswith=cleaned(text).casefold(), found__gt=0, meant="")
    return tuple(rows.order_by("-searches", "text").values_list("text", flat=True)[:limit])
