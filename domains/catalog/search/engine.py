"""Which search engine answers."""

from functools import lru_cache

from django.conf import settings

from domains.catalog.search.elastic.engine import ElasticSearch
from domains.catalog.search.port import SearchEngine
from domains.catalog.search.postgres import PostgresSearch


def engine() -> SearchEngine:
    """The search server where `ELASTICSEARCH_URL` names one, else PostgreSQL."""
    return _engine(bool(settings.ELASTICSEARCH_URL), settings.DEFAULT_CURRENCY)


@lru_cache(maxsize=4)
def _engine(with_server: bool, currency: str) -> SearchEngine:
    return ElasticSearch(currency=currency) if with_server else PostgresSearch(currency=currency)
