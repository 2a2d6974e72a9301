"""Brands by name, made when a product first names them."""

from collections.abc import Collection, Mapping

from django.utils.text import slugify

from domains.catalog.models import Brand


def slug_of(name: str) -> str:
    """The address of a brand that is called so."""
    return slugify(name, allow_unicode=True)[:120] or "brand"


def brands_named(names: Collection[str]) -> Mapping[str, Brand]:
    """The brands by the names (or slugs) that were asked for; those that are missing are made."""
    if not names:
        return {}
    wanted = {name: slug_of(name) for name in names}
    found = {brand.slug: brand for brand in Brand.objects.filter(slug__in=wanted.values())}
    missing = {slug: name for name, slug in wanted.items() if slug not in found}
    if missing:
        Brand.objects.bulk_create(
            [Brand(slug=slug, name=name.strip()[:120]) for slug, name in sorted(missing.items())],
            ignore_conflicts=True,
        )
        found |= {brand.slug: brand for brand in Brand.objects.filter(slug__in=missing)}
    return {name: found[slug] for name, slug in wanted.items()}
