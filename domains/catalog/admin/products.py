"""Products as merchandisers keep them; every save goes through the catalogue's services."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from unfold.admin import TabularInline
from unfold.decorators import display

from domains.catalog import pictures, services
from domains.catalog.admin.past_prices import past_prices_of
from domains.catalog.admin.product_forms import MediaForm, ProductForm, VariantForm, described
from domains.catalog.admin.waiting import with_waiting_of_products, with_waiting_of_variants
from domains.catalog.errors import PictureRefused
from domains.catalog.models import Media, Product, Variant
from domains.catalog.types import ProductStatus
from domains.catalog.uploads import LARGEST_BYTES
from domains.kernel import clock
from domains.kernel.admin import ServiceAdmin
from domains.kernel.money import Money
from domains.kernel.types import Role

_LABELS = {"active": "success", "scheduled": "info", "draft": "warning", "archived": "info"}


class _Rows(TabularInline):  # type: ignore[misc]
    """Rows that whoever may use the product's screen may use."""

    extra = 0
    show_change_link = False
    hide_title = True

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    has_add_permission = has_change_permission = has_delete_permission = has_view_permission


class VariantRows(_Rows):
    model = Variant
    form = VariantForm
    fields = (*VariantForm.Meta.fields, "in_currencies", "available", "waiting")
    readonly_fields = (
        "available",
        "waiting",
    )
    min_num = 1

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Variant]":
        rows: QuerySet[Variant] = super().get_queryset(request)
        return with_waiting_of_variants(rows.filter(active=True).select_related("product"))

    @display(description="Waiting for it")
    def waiting(self, row: Variant) -> int:
        return getattr(row, "waiting", None) or 0


class MediaRows(_Rows):
    model = Media
    form = MediaForm
    fields = ("preview", "position", "alt", "shows", "url")
    readonly_fields = ("preview",)
    # Rows are dragged, or given numbers by the keyboard and without scripts.
    ordering_field = "position"
    verbose_name = "picture"
    verbose_name_plural = "pictures"

    @display(description="")
    def preview(self, row: Media) -> SafeString | str:
        return _thumb(row.thumbnail or row.url, row.alt)


@admin.register(Product)
class ProductAdmin(ServiceAdmin):
    """The list with picture, price and stock; the page with variants, pictures and stock by warehouse."""

    roles = (Role.MERCHANDISER,)
    form = ProductForm
    inlines = (VariantRows, MediaRows)
    list_display = ("thumb", "name", "sku", "price", "stock", "waiting", "state", "category", "updated_at")
    list_display_links = ("thumb", "name")
    list_filter = ("status", "visibility", "row__in_stock")
    list_select_related = ("row", "category")
    search_fields = ("name", "variants__sku")
    search_help_text = "A name, a brand, a tag or the beginning of a SKU"
    ordering = ("-created_at", "-id")
    prepopulated_fields = {"slug": ("name",)}
    autocomplete_fields = ("category", "brand")
    actions = ("publish", "archive")
    readonly_fields = ("sold", "past_prices")
    fieldsets = (
        (None, {"fields": (("name", "slug"), ("status", "visibility"), "published_at", "description")}),
        ("Shelf", {"fields": (("category", "brand"), ("vendor", "tags"), "attributes")}),
        ("Pictures", {"fields": (("upload", "upload_alt"), "illustration")}),
        ("Past prices", {"fields": ("past_prices",), "classes": ("collapse",)}),
        ("Search engines", {"fields": ("seo_title", "seo_description"), "classes": ("collapse",)}),
    )

    @display(description="What it cost before")
    def past_prices(self, product: Product) -> SafeString | str:
        return past_prices_of(product)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nothing is deleted: orders refer to it. It is archived."""
        return False

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Product]":
        rows: QuerySet[Product] = super().get_queryset(request)
        return with_waiting_of_products(rows)

    def get_search_results(
        self, request: HttpRequest, queryset: "QuerySet[Product]", search_term: str
    ) -> "tuple[QuerySet[Product], bool]":
        term = search_term.strip()
        if not term:
            return queryset, False
        owners = Variant.objects.filter(sku__startswith=term).values("product")
        return queryset.filter(Q(id__in=owners) | Q(row__words__icontains=term)), False

    @display(description="")
    def thumb(self, product: Product) -> SafeString | str:
        image = product.row.image
        return _thumb(image["thumbnail"] or image["url"], image["alt"]) if image else ""

    @display(description="SKU")
    def sku(self, product: Product) -> str:
        return product.row.sku

    @display(description="Price", ordering="row__paid")
    def price(self, product: Product) -> SafeString | str:
        row = product.row
        paid = Money(row.paid, row.currency).formatted()
        if row.sale_price is None:
            return paid
        return format_html("{} <s>{}</s>", paid, Money(row.price, row.currency).formatted())

    @display(description="Stock", label={"In stock": "success", "Sold out": "danger"})
    def stock(self, product: Product) -> str:
        return "In stock" if product.row.in_stock else "Sold out"

    @display(description="Waiting")
    def waiting(self, product: Product) -> int | str:
        return getattr(product, "waiting", None) or ""

    @display(description="Status", label=_LABELS)
    def state(self, product: Product) -> str:
        waits = product.status == ProductStatus.ACTIVE and product.published_at > clock.now()
        return "scheduled" if waits else product.status

    def save_model(self, request: HttpRequest, obj: Product, form: Any, change: bool) -> None:
        """Nothing yet: a product is saved with its rows."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Save the product that the whole page describes."""
        for formset in formsets:
            # For the log of changes only; the services write.
            formset.save(commit=False)
        upload = form.cleaned_data["upload"]
        if upload and upload.size > LARGEST_BYTES:
            raise PictureRefused("The picture is larger than 10 MB.", field="upload")
        new = described(form, *(_kept(formset) for formset in formsets))
        if change:
            services.change_product(form.instance.pk, new=new)
        else:
            form.instance.pk = services.save_product(new, expect_new=True).id
        if upload:
            alt = form.cleaned_data["upload_alt"]
            services.add_media(form.instance.pk, content=upload.read(), filename=upload.name, alt=alt)

    @admin.action(description="Show in the shop")
    def publish(self, request: HttpRequest, rows: "QuerySet[Product]") -> None:
        for product_id in rows.values_list("id", flat=True):
            services.publish_product(product_id)
        messages.success(request, "The chosen products are in the shop.")

    @admin.action(description="Take out of the shop")
    def archive(self, request: HttpRequest, rows: "QuerySet[Product]") -> None:
        for product_id in rows.exclude(status=ProductStatus.ARCHIVED).values_list("id", flat=True):
            services.archive_product(product_id)
        messages.success(request, "The chosen products are out of the shop.")


def _kept(formset: Any) -> list[dict[str, Any]]:
    return [
        form.cleaned_data
        for form in formset.forms
        if form.cleaned_data and not form.cleaned_data.get("DELETE")
    ]


def _thumb(url: str, alt: str) -> SafeString | str:
    if not url:
        return ""
    return format_html(
        '<img src="{}" alt="{}" width="48" height="60" loading="lazy" '
        'class="rounded-default object-cover h-15 w-12">',
        pictures.versioned(url),
        alt,
    )
