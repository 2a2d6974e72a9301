"""Brands and collections with how many public products each has; remembered until something changes."""

from collections.abc import Sequence
from typing import NamedTuple

from django.db.models import Count

from domains.catalog import counts, remembering
from domains.catalog.models import Brand as BrandRecord
from domains.catalog.models import Collection as CollectionRecord
from domains.catalog.models import ProductRow
from domains.catalog.narrowing import trait
from domains.catalog.types import Brand, Collection


class _Brands(NamedTuple):
    all: tuple[Brand, ...]
    lasts: int


class _Collections(NamedTuple):
    all: tuple[Collection, ...]
    lasts: int


def brands() -> tuple[Brand, ...]:
    """Every brand by name."""
    return remembering.remember("brands", _read_brands, here=True, seconds=lambda read: read.lasts).all


def collections() -> tuple[Collection, ...]:
    """Every collection by name."""
    known = remembering.remember("collections", _read_collections, here=True, seconds=lambda read: read.lasts)
    return known.all


def _read_brands() -> _Brands:
    found, lasts = counts.of("brands", _count_by_brand)
    records = BrandRecord.objects.order_by("name", "slug")
    return _Brands(
        tuple(Brand(one.slug, one.name, found.get(one.slug, 0), one.description) for one in records), lasts
    )


def _count_by_brand() -> dict[str, int]:
    rows = ProductRow.objects.filter(listed=True).values_list("brand_slug")
    return dict(rows.annotate(count=Count("*")).order_by())


def _read_collections() -> _Collections:
    records = list(CollectionRecord.objects.order_by("name"))
    found, lasts = counts.of("collections", lambda: _count_by_collection([one.slug for one in records]))
    return _Collections(
        tuple(
            Collection(
                slug=one.slug,
                name=one.name,
                description=one.description,
                product_count=found.get(one.slug, 0),
                by_rule=bool(one.match),
            )
            for one in records
        ),
        lasts,
    )


def _count_by_collection(slugs: Sequence[str]) -> dict[str, int]:
    rows = ProductRow.objects.filter(listed=True)
    return {slug: rows.filter(traits__contains=[trait("collection", slug)]).count() for slug in slugs}
