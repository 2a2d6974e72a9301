"""The category tree: built with two queries, remembered until something changes."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from django.db.models import Count, Q

from domains.catalog import counts, pictures, remembering
from domains.catalog.errors import CategoryNotFound
from domains.catalog.models import Category as CategoryRecord
from domains.catalog.models import ProductRow
from domains.catalog.schemas import inherited
from domains.catalog.types import Category, CategoryRef
from domains.kernel.ids import CategoryId


def roots() -> tuple[Category, ...]:
    """The whole tree, remembered."""
    return _remembered().roots


def count_products() -> int:
    """How many public products the shop has, in categories and outside; remembered with the tree."""
    return _remembered().products


class _Tree(NamedTuple):
    """`lasts` is for how many seconds the numbers in it may be shown."""

    roots: tuple[Category, ...]
    products: int
    lasts: int


def _remembered() -> _Tree:
    return remembering.remember("tree", _build, here=True, seconds=lambda tree: tree.lasts)


def every() -> Iterator[Category]:
    """Every category, parents before their children."""
    return _walk(roots())


def find(slug: str) -> Category:
    """Raises CategoryNotFound."""
    for category in every():
        if category.slug == slug:
            return category
    raise CategoryNotFound(f"There is no category {slug[:120]}.", slug=slug[:120])


def ref(category: Category) -> CategoryRef:
    """The category by name."""
    return CategoryRef(
        id=category.id,
        slug=category.slug,
        name=category.name,
        path=category.path,
        breadcrumb=category.breadcrumb,
    )


def at(path: str) -> Category:
    """The category at this path; one that the memory has not seen is read from the database."""
    known = next((one for one in every() if one.path == path), None)
    return known or category_of(CategoryRecord.objects.get(path=path))


def categories_with_schemas(
    slugs: Collection[str],
) -> tuple[Mapping[str, CategoryRecord], Mapping[str, Mapping[str, Any]]]:
    """The stored categories and what each expects of attributes; slugs that do not exist are left out."""
    if not slugs:
        return {}, {}
    wanted = {one.slug: one for one in CategoryRecord.objects.filter(slug__in=slugs)}
    above = {slug for one in wanted.values() for slug in one.slugs} - wanted.keys()
    known = {**wanted, **{one.slug: one for one in CategoryRecord.objects.filter(slug__in=above)}}
    schemas = {
        slug: inherited(known[step].attributes_schema for step in one.slugs) for slug, one in wanted.items()
    }
    return wanted, schemas


def _build() -> _Tree:
    records = list(CategoryRecord.objects.order_by("position", "name"))
    found, lasts = counts.of("categories", _count)
    return _Tree(_grown(records, found), sum(found.values()), lasts)


def _count(slugs: Collection[str] | None = None) -> dict[str, int]:
    """How many public products stand right in each category, or in each of these."""
    rows = ProductRow.objects.filter(listed=True)
    if slugs is not None:
        rows = rows.filter(category_slug__in=slugs)
    return dict(rows.values_list("category_slug").annotate(count=Count("product_id")).order_by())


def _grown(records: Iterable[CategoryRecord], found: Mapping[str, int]) -> tuple[Category, ...]:
    children: dict[Any, list[CategoryRecord]] = defaultdict(list)
    for record in records:
        children[record.parent_id].append(record)
    return tuple(_node(record, children, found, (), ()) for record in children[None])


def _node(
    record: CategoryRecord,
    children: Mapping[Any, list[CategoryRecord]],
    found: Mapping[str, int],
    above: tuple[tuple[str, str], ...],
    schemas: tuple[Mapping[str, Any], ...],
) -> Category:
    breadcrumb, schemas = (*above, (record.slug, record.name)), (*schemas, record.attributes_schema)
    below = tuple(_node(child, children, found, breadcrumb, schemas) for child in children.get(record.id, ()))
    picture = pictures.drawn_for_category(record.slug, record.name, record.illustration)
    return Category(
        id=CategoryId(record.id),
        slug=record.slug,
        name=record.name,
        path=record.path,
        description=record.description,
        picture=picture,
        product_count=found.get(record.slug, 0) + sum(child.product_count for child in below),
        breadcrumb=breadcrumb,
        children=below,
        attributes_schema=inherited(schemas),
    )


def _walk(categories: Iterable[Category]) -> Iterator[Category]:
    for category in categories:
        yield category
        yield from _walk(category.children)


def category_of(record: CategoryRecord) -> Category:
    """The category as it stands in the present transaction, past the memory; two queries."""
    steps = record.slugs
    above = ["/".join(steps[: depth + 1]) for depth in range(len(steps))]
    part = Q(path__in=above) | Q(path__startswith=f"{record.path}/")
    records = list(CategoryRecord.objects.filter(part).order_by("position", "name"))
    branch = _grown(records, _count([one.slug for one in records]))
    return next(one for one in _walk(branch) if one.slug == record.slug)
