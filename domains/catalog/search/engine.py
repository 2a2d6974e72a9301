"""Which search engine answers."""

from functools import lru_cache

from django.conf import settings

from domains.catalog.search.port import SearchEngine
from domains.catalog.search.postgres import PostgresSearch


def engine() -> SearchEngine:
    """The search server where `ELASTICSEARCH_URL` names one, else PostgreSQL."""
    return _engine(bool(settings.ELASTICSEARCH_URL), settings.DEFAULT_CURRENCY)


@lru_cache(maxsize=4)
def _engine(with_server: bool, currency: str) -> SearchEngine:
    if not with_server:
        return PostgresSearch(currency=currency)
    # The client takes 27 MB of each process and most of a second: only a shop that has a server loads it.
    from domains.catalog.search.elastic.engine import ElasticSearch

    return ElasticSearch(currency=currency)
