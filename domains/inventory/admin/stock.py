"""Stock: found by SKU, counted and corrected through the services."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from unfold.decorators import display
from unfold.widgets import UnfoldAdminIntegerFieldWidget, UnfoldAdminTextInputWidget

from domains.inventory import services as inventory
from domains.inventory.admin.variants import VariantRows, find_variant
from domains.inventory.models import Stock
from domains.inventory.quantities import LARGEST
from domains.kernel import context
from domains.kernel.ids import VariantId, WarehouseId
from domains.kernel.types import Role


class CountForm(forms.ModelForm):  # type: ignore[type-arg]
    """What was counted, and why the number is another."""

    sku = forms.CharField(label="SKU", max_length=255, widget=UnfoldAdminTextInputWidget)
    quantity = forms.IntegerField(
        label="Pieces on hand", min_value=0, max_value=LARGEST, widget=UnfoldAdminIntegerFieldWidget
    )
    reason = forms.CharField(
        max_length=200, initial="Counted in the admin", widget=UnfoldAdminTextInputWidget
    )

    class Meta:
        model = Stock
        fields: ClassVar[list[str]] = ["warehouse"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            self.fields.pop("sku", None)
            self.fields["quantity"].initial = self.instance.on_hand

    def clean_sku(self) -> str:
        variant = find_variant(self.cleaned_data["sku"])
        if variant is None:
            raise forms.ValidationError("No variant has this SKU. Look it up among the products.")
        self.instance.variant_id = variant.id
        return variant.sku


@admin.register(Stock)
class StockAdmin(VariantRows):
    """One row a variant and warehouse."""

    roles = (Role.WAREHOUSE, Role.MERCHANDISER)
    form = CountForm
    list_display = ("sku", "product", "warehouse", "on_hand", "reserved", "free", "updated_at")
    list_filter = ("warehouse",)
    list_select_related = ("warehouse",)
    ordering = ("variant_id", "warehouse_id")

    @display(description="Available", ordering="on_hand")
    def free(self, row: Stock) -> int:
        return row.available

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return ((None, {"fields": ("sku", "warehouse", "quantity", "reason")}),)
        return (
            (None, {"fields": ("product", "warehouse", "reserved")}),
            ("Count", {"fields": ("quantity", "reason")}),
        )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("product", "warehouse", "reserved") if obj else ()

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        # The form's own fields are no columns of the model; the factory is told of columns only.
        kwargs["fields"] = [] if obj else ["warehouse"]
        return super().get_form(request, obj, change, **kwargs)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Stock, form: Any, change: bool) -> None:
        with context.bound(actor=f"user:{request.user.pk}"):
            inventory.set_stock(
                VariantId(obj.variant_id),
                warehouse_id=WarehouseId(obj.warehouse_id),
                quantity=form.cleaned_data["quantity"],
                reason=form.cleaned_data["reason"],
            )
        if not change:
            obj.pk = Stock.objects.get(variant_id=obj.variant_id, warehouse_id=obj.warehouse_id).pk
