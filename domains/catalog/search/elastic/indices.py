"""The index behind its alias: made, filled, switched to, and written to with versions."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

import structlog
from django.conf import settings
from elastic_transport import TransportError
from elasticsearch.helpers import bulk

from domains.catalog import tree
from domains.catalog.models import ProductRow, Variant
from domains.catalog.search.elastic.connection import client
from domains.catalog.search.elastic.documents import ProductDocument
from domains.kernel.ids import new_id

log = structlog.get_logger(__name__)
_AT_ONCE = 10_000_000
_WRITE_PATIENCE_S = 30
_Action = dict[str, Any]


def alias() -> str:
    """The name that is searched."""
    return str(settings.ELASTICSEARCH_INDEX)


def present() -> list[str]:
    """Every index of ours: the one that is searched, and perhaps one that is being filled."""
    found = client().indices.get(index=f"{alias()}-*", allow_no_indices=True)
    # Another shop's alias may begin like ours.
    ours = re.compile(re.escape(alias()) + "-[0-9a-f]{32}")
    return sorted(name for name in found if ours.fullmatch(name))


def searched() -> list[str]:
    """The index behind the alias; none before the first was built."""
    found = client().options(ignore_status=404).indices.get_alias(name=alias())
    return [] if found.meta.status == 404 else sorted(found)


def create() -> str:
    """The name of a new index that nobody searches yet; what an earlier try left is removed."""
    _remove(set(present()) - set(searched()))
    name = f"{alias()}-{new_id().hex}"
    index = ProductDocument._index.clone(name).aliases(**{_door(name): {}})
    index.create(using=client().options(request_timeout=_WRITE_PATIENCE_S))
    return name


def switch_to(name: str) -> None:
    """From one moment to the next the index is the one that is searched; the one before goes."""
    before = [one for one in searched() if one != name]
    client().indices.refresh(index=name)
    actions: list[dict[str, Any]] = [{"add": {"index": name, "alias": alias()}}]
    actions += [{"remove": {"index": one, "alias": alias()}} for one in before]
    client().indices.update_aliases(actions=actions)
    _remove(before)


def _door(name: str) -> str:
    """What an index is written through: a write to one that is gone fails, and makes no other."""
    return f"{name}-door"


def _remove(names: Collection[str]) -> None:
    for name in names:
        client().options(request_timeout=_WRITE_PATIENCE_S).indices.delete(index=name)


def write(versions: Mapping[UUID, int], *, only: Sequence[str] = (), wait: bool = False) -> int:
    """How many public ones of these products are in the indices now, the others being out of them.

    What is newer there stays. `wait` returns once searches see it. Raises what `connection.AWAY` names.
    The rows are read before the indices are looked for: one that is made later is filled from rows
    that say as much.
    """
    rows = list(_rows(versions))
    names = only or present()
    actions = [action for name in names for action in _actions(rows, versions, name)]
    server = client().options(request_timeout=_WRITE_PATIENCE_S)
    _, failures = bulk(
        server,
        actions,
        chunk_size=len(actions) or 1,
        max_chunk_bytes=_AT_ONCE,
        raise_on_error=False,
        require_alias=True,
        refresh="wait_for" if wait else False,
    )
    _tell(failures)
    return len(rows)


def _rows(product_ids: Collection[UUID]) -> Iterator[ProductRow]:
    """Public rows with their product, SKUs and the names of the categories above them."""
    rows = ProductRow.objects.filter(product__in=product_ids, listed=True).select_related("product")
    names = {one.slug: [name for _, name in one.breadcrumb] for one in tree.every()}
    skus: dict[UUID, list[str]] = {}
    variants = Variant.objects.filter(product__in=product_ids, active=True)
    for product_id, sku in variants.values_list("product_id", "sku"):
        skus.setdefault(product_id, []).append(sku)
    for row in rows.defer("search", "image", "hover_image"):
        more: Any = row
        more.skus, more.category_names = skus.get(row.product_id, []), names.get(row.category_slug, [])
        yield row


def _actions(rows: Sequence[ProductRow], versions: Mapping[UUID, int], name: str) -> Iterator[_Action]:
    document = ProductDocument()
    for row in rows:
        head = _head(name, row.product_id, versions)
        yield {**head, "_op_type": "index", "_source": document.prepare(row)}
    for product_id in versions.keys() - {row.product_id for row in rows}:
        yield {**_head(name, product_id, versions), "_op_type": "delete"}


def _head(name: str, product_id: UUID, versions: Mapping[UUID, int]) -> _Action:
    version = versions[product_id]
    return {"_index": _door(name), "_id": str(product_id), "version": version, "version_type": "external"}


def _tell(failures: Any) -> None:
    """A newer version there, and nothing there to remove, are no failures.

    Raises TransportError where the server had no room, or the index was taken away: that is to be tried
    again.
    """
    for failure in failures:
        (answer,) = failure.values()
        gone = answer["status"] == 404 and "error" in answer
        if gone or answer["status"] == 429 or answer["status"] >= 500:
            raise TransportError(f"a product was not taken in: {answer.get('error')}")
        if answer["status"] not in (404, 409):
            log.error("a product is not in the index", product=answer["_id"], reason=str(answer.get("error")))
