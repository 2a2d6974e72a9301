"""Finds where imported products stand: in a category of the shop, else in one made under Imported."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.text import slugify

from domains.catalog import shelves
from domains.catalog.errors import InvalidAttributes
from domains.catalog.importing.goods import Goods
from domains.catalog.models import Category
from domains.catalog.schemas import check_attributes
from domains.catalog.tree import categories_with_schemas

_ROOT_SLUG, _ROOT_NAME = "imported", "Imported"
_LONGEST = 120


def categories_of(goods: Sequence[Goods], known: Mapping[str, str | None]) -> list[str]:
    """The category's slug for each product, those that are missing made.

    `known` says where products of the shop stand: they stay, unless the file says exactly where.
    """
    exact = {one.product.category for one in goods if one.is_exact}
    there = set(Category.objects.filter(slug__in=exact).values_list("slug", flat=True)) | {""}

    def own(one: Goods) -> str | None:
        if one.is_exact:
            return one.product.category if one.product.category in there else None
        return known.get(one.product.slug) or None

    slugs = place_all(one.categories for one in goods if own(one) is None)
    return [category if (category := own(one)) is not None else slugs[one.categories] for one in goods]


def place_all(wanted: Iterable[tuple[str, ...]]) -> Mapping[tuple[str, ...], str]:
    """The category's slug for each list of names, the best name first; what is missing is made.

    Call in a transaction.
    """
    lists = set(wanted)
    known = _fitting({_slug(name) for names in lists for name in names})
    placed: dict[tuple[str, ...], str] = {}
    for names in sorted(lists):
        placed[names] = _known(names, known) or _made(names)
        known.add(placed[names])
    return placed


def _fitting(slugs: set[str]) -> set[str]:
    """Those of the slugs that are categories which ask nothing of their products that a file cannot say."""
    categories, schemas = categories_with_schemas({form for slug in slugs for form in _forms(slug)})
    fitting = set()
    for slug in categories:
        try:
            check_attributes({}, schemas.get(slug, {}))
        except InvalidAttributes:
            continue
        fitting.add(slug)
    return fitting


def _known(names: tuple[str, ...], known: set[str]) -> str:
    return next((form for name in names for form in _forms(_slug(name)) if form in known), "")


def _forms(slug: str) -> tuple[str, ...]:
    """The slug as it is, in the plural and in the singular."""
    return (slug, f"{slug}s", slug.removesuffix("s")) if slug else ()


def _made(names: tuple[str, ...]) -> str:
    _place(_ROOT_SLUG, _ROOT_NAME, "")
    name = next((name for name in names if _slug(name)), "")
    if not name:
        return _ROOT_SLUG
    # A category of that slug may exist and ask for attributes: this one is another.
    taken = Category.objects.filter(slug=_slug(name)).exists()
    slug = f"{_ROOT_SLUG}-{_slug(name)}"[:_LONGEST] if taken else _slug(name)
    return _place(slug, name[:_LONGEST], _ROOT_SLUG)


def _place(slug: str, name: str, parent_slug: str) -> str:
    if not Category.objects.filter(slug=slug).exists():
        values: dict[str, Any] = {
            "name": name,
            "description": "",
            "attributes_schema": {},
            "illustration": "",
            "position": None,
        }
        shelves.place_category(slug, parent_slug=parent_slug, values=values)
    return slug


def _slug(name: str) -> str:
    return slugify(name, allow_unicode=True)[:_LONGEST]
