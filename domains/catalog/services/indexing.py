"""Keeping the search server's index: catching up with changes, and building it anew.

The client is loaded where it is needed, so that a shop without such a server carries none of it.
"""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import ModuleType
from uuid import UUID

import structlog
from django.conf import settings

from domains.catalog import remembering
from domains.catalog.models import ProductRow
from domains.catalog.search.elastic import lag
from domains.catalog.search.engine import engine
from domains.catalog.types import IndexedProducts
from domains.kernel.errors import Unavailable
from domains.kernel.ids import ProductId
from domains.kernel.transactions import durable, stepwise

log = structlog.get_logger(__name__)


@stepwise
def catch_up_search(*, budget_s: int = 45) -> int:
    """How many changed products the index took in, in at most so many seconds.

    0 where no search server is set; while it is away the changes wait in the database.
    """
    if not settings.ELASTICSEARCH_URL:
        return 0
    from domains.catalog.search.elastic import catching_up
    from domains.catalog.search.elastic.connection import AWAY

    done, ends = 0, time.monotonic() + budget_s
    try:
        while time.monotonic() < ends and (some := catching_up.take_in_some()):
            done += some
    except AWAY as failure:
        log.warning("search changes wait", reason=str(failure)[:500])
    return done


@stepwise
def refresh_popularity() -> int:
    """How many products the index is told anew because they sold; it takes them in with what else changed.

    0 where no search server is set or built; while it is away, the next round sees them again.
    """
    if not settings.ELASTICSEARCH_URL:
        return 0
    from domains.catalog.search.elastic import selling
    from domains.catalog.search.elastic.connection import AWAY

    count = 0
    try:
        for some in selling.outdated():
            _note(some)
            count += len(some)
    except AWAY as failure:
        log.warning("popularity waits", reason=str(failure)[:500])
    return count


@durable
def _note(product_ids: Sequence[UUID]) -> None:
    engine().note_stock(product_ids)


@stepwise
def open_search_index() -> str:
    """The name of a new, empty index that is not searched yet. Raises Unavailable."""
    with _server() as indices:
        return str(indices.create())


@stepwise
def fill_search_index(name: str, *, after: ProductId | None = None, limit: int = 500) -> IndexedProducts:
    """The next so many public products, by id, are in the index too. Raises Unavailable."""
    rows = ProductRow.objects.filter(listed=True).order_by("product_id")
    if after is not None:
        rows = rows.filter(product_id__gt=after)
    ids = list(rows.values_list("product_id", flat=True)[:limit])
    if not ids:
        return IndexedProducts(count=0, last=None)
    versions = dict.fromkeys(ids, 0) | lag.versions(ids)
    with _server() as indices:
        count: int = indices.write(versions, only=[name])
    return IndexedProducts(count=count, last=ProductId(ids[-1]))


@stepwise
def switch_search_index(name: str) -> None:
    """From now on this index is searched, and the one before is gone. Raises Unavailable."""
    with _server() as indices:
        indices.switch_to(name)
    remembering.forget_after_commit()


@stepwise
def check_search() -> None:
    """Raises Unavailable where PostgreSQL answers in place of the search server, and says why."""
    with _server() as indices:
        if not indices.searched():
            raise Unavailable("The search server has no index. Run manage.py rebuild_search.")
    if lag.is_unbearable():
        raise Unavailable("The search server's index is behind; PostgreSQL answers until it has caught up.")


@contextmanager
def _server() -> Iterator[ModuleType]:
    """The indices of the search server. Raises Unavailable where there is none, or it does not answer."""
    if not settings.ELASTICSEARCH_URL:
        raise Unavailable("No search server is set. Give its address in ELASTICSEARCH_URL.")
    from domains.catalog.search.elastic import indices
    from domains.catalog.search.elastic.connection import AWAY

    try:
        yield indices
    except AWAY as failure:
        raise Unavailable(f"The search server refused or did not answer: {failure}") from failure
