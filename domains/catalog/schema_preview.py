"""What a category's schema would mean before it is saved: its form, and the products that break it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db.models import Q

from domains.catalog.errors import InvalidAttributes
from domains.catalog.models import Category, Product
from domains.catalog.schemas import check_attributes, check_schema, inherited
from domains.catalog.types import BreakingProduct, FieldKind, SchemaField, SchemaPreview
from domains.kernel.ids import ProductId

# So many are checked in a moment; of more the preview says so.
_CHECKED = 3_000
_NAMED = 20
_KINDS: Mapping[object, FieldKind] = {
    "string": FieldKind.TEXT,
    "number": FieldKind.NUMBER,
    "integer": FieldKind.NUMBER,
    "boolean": FieldKind.YES_OR_NO,
    "array": FieldKind.LIST,
}


def preview(slug: str, *, name: str, parent_slug: str, schema: Mapping[str, Any]) -> SchemaPreview:
    """What `schema` would mean for the category below that parent. Raises InvalidSchema."""
    check_schema(schema)
    present = Category.objects.filter(slug=slug).first()
    parent = Category.objects.filter(slug=parent_slug).first() if parent_slug else None
    above = _line(parent.slugs if parent else [])
    tried = Category(slug=slug, name=name or slug, attributes_schema=dict(schema))
    products = list(_products(present)) if present else []
    below = {one.path: one for one in _below(present)} if present else {}
    breaking = sorted(
        _breaking(products[:_CHECKED], [*above, tried], below, present), key=lambda one: one.name.casefold()
    )
    return SchemaPreview(
        fields=tuple(_fields([*above, tried])),
        checked=min(len(products), _CHECKED),
        all_checked=len(products) <= _CHECKED,
        breaking=len(breaking),
        first_breaking=tuple(breaking[:_NAMED]),
    )


def _line(slugs: Sequence[str]) -> list[Category]:
    """The categories from the root downwards."""
    known = {one.slug: one for one in Category.objects.filter(slug__in=slugs)}
    return [known[slug] for slug in slugs if slug in known]


def _below(category: Category) -> Any:
    return Category.objects.filter(path__startswith=f"{category.path}/")


def _products(category: Category) -> Any:
    branch = Q(category=category) | Q(category__path__startswith=f"{category.path}/")
    known = Product.objects.filter(branch).exclude(status="archived").order_by("id")
    return known.values_list("id", "name", "attributes", "category__path")[: _CHECKED + 1]


def _breaking(
    products: Sequence[tuple[Any, ...]],
    line: Sequence[Category],
    below: Mapping[str, Category],
    present: Category | None,
) -> Iterator[BreakingProduct]:
    schemas: dict[str, Mapping[str, Any]] = {}
    for product_id, name, attributes, path in products:
        if path not in schemas and present is not None:
            lower = [below[step] for step in _steps(path, present.path)]
            schemas[path] = inherited(one.attributes_schema for one in [*line, *lower])
        try:
            check_attributes(attributes, schemas[path])
        except InvalidAttributes as refused:
            attribute = str(refused.facts["field"]).removeprefix("attributes").removeprefix(".")
            yield BreakingProduct(ProductId(product_id), name, attribute, refused.detail)


def _steps(path: str, top: str) -> Iterator[str]:
    """The paths below `top` down to `path`."""
    at = top
    for slug in path.removeprefix(top).strip("/").split("/"):
        if slug:
            at = f"{at}/{slug}"
            yield at


def _fields(line: Sequence[Category]) -> Iterator[SchemaField]:
    merged = inherited(one.attributes_schema for one in line)
    required = set(merged.get("required", []))
    for name, asked in merged.get("properties", {}).items():
        sources = [one for one in line if name in one.attributes_schema.get("properties", {})]
        told = asked if isinstance(asked, Mapping) else {}
        each = told.get("items")
        # Of what stands in a list a schema may also say just that it may be anything.
        choices = told.get("enum") or (each.get("enum") if isinstance(each, Mapping) else ()) or ()
        yield SchemaField(
            name=name,
            label=str(told.get("title") or name),
            kind=_kind(told),
            choices=tuple(str(one) for one in choices),
            required=name in required,
            hint=str(told.get("description", "")),
            source=sources[-1].name,
            inherited=sources[-1] is not line[-1],
        )
    for name in sorted(required - set(merged.get("properties", {}))):
        source = next(one for one in line if name in one.attributes_schema.get("required", []))
        own = source is line[-1]
        yield SchemaField(name, name, FieldKind.ANYTHING, (), True, "", source.name, not own)


def _kind(told: Mapping[str, Any]) -> FieldKind:
    if told.get("type") != "array" and told.get("enum"):
        return FieldKind.CHOICE
    kind = told.get("type")
    return _KINDS.get(kind, FieldKind.ANYTHING) if isinstance(kind, str) else FieldKind.ANYTHING
