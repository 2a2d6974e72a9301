"""Which search engine answers."""

from functools import lru_cache

from django.conf import settings

from domains.catalog.search.port import SearchEngine
from domains.catalog.search.postgres import PostgresSearch


@lru_cache(maxsize=1)
def engine() -> SearchEngine:
    """The shop's search engine."""
    return PostgresSearch(currency=settings.DEFAULT_CURRENCY)
