"""Lists of rows that only know a variant's id: they show its SKU and are searched by it."""

from typing import Any
from uuid import UUID

from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.decorators import display

from domains.catalog import services as catalog
from domains.catalog.types import SellableVariant
from domains.kernel.admin import ServiceAdmin
from domains.kernel.ids import VariantId


def find_variant(text: str) -> SellableVariant | None:
    """The variant of this SKU, as it was typed or in capitals."""
    wanted = text.strip()
    found = catalog.get_variants_by_sku([wanted, wanted.upper()])
    return found.get(wanted) or found.get(wanted.upper())


class VariantChangeList(ChangeList):
    """Knows the variants of the page's rows, in one query."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        rows = list(self.result_list)
        variants = catalog.get_variants([VariantId(row.variant_id) for row in rows])
        for row in rows:
            row.variant = variants.get(VariantId(row.variant_id))
        self.result_list = rows  # type: ignore[assignment]


class VariantRows(ServiceAdmin):
    """For the admin of a model with a `variant_id`."""

    search_help_text = "A whole SKU, or the id of a variant or a product"
    # What is searched is not a column: `get_search_results` looks it up.
    search_fields = ("variant_id",)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return VariantChangeList

    def get_search_results(
        self, request: HttpRequest, queryset: "QuerySet[Any]", search_term: str
    ) -> tuple["QuerySet[Any]", bool]:
        if not search_term:
            return queryset, False
        return queryset.filter(variant_id__in=_variant_ids(search_term)), False

    @display(description="SKU")
    def sku(self, row: Any) -> str:
        variant = variant_of(row)
        return variant.sku if variant else str(row.variant_id)

    @display(description="Product")
    def product(self, row: Any) -> str:
        variant = variant_of(row)
        if variant is None:
            return "No longer in the catalogue"
        return " · ".join([variant.name, *variant.attributes.values()])


def variant_of(row: Any) -> SellableVariant | None:
    """The row's variant, asked for once."""
    if not hasattr(row, "variant"):
        row.variant = catalog.get_variants([row.variant_id]).get(row.variant_id)
    found: SellableVariant | None = row.variant
    return found


def _variant_ids(text: str) -> list[UUID]:
    if (variant := find_variant(text)) is not None:
        return [variant.id]
    try:
        identity = UUID(text.strip())
    except ValueError:
        return []
    return [identity, *catalog.list_variant_ids(identity)]
