"""What the buttons of orders ask for beside a reason."""

from django import forms
from unfold.widgets import (
    UnfoldAdminDecimalFieldWidget,
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminSelectWidget,
)

from domains.kernel.admin import ReasonForm
from domains.kernel.ids import new_id
from domains.order import saga
from domains.order.types import Order


def _amount(empty: str) -> forms.DecimalField:
    return forms.DecimalField(
        required=False,
        min_value=0,
        max_digits=15,
        decimal_places=3,
        widget=UnfoldAdminDecimalFieldWidget,
        help_text=empty,
    )


class AmountForm(forms.Form):
    """How much is taken of what was put aside."""

    amount = _amount("Leave empty to take all of it.")


class SkipForm(ReasonForm):
    """Which undoing is left out."""

    field_order = ("step", "reason")

    step = forms.ChoiceField(
        choices=[(name, name.replace("_", " ").capitalize()) for name in saga.UNDOINGS],
        widget=UnfoldAdminSelectWidget,
        label="Without",
    )


class RefundForm(ReasonForm):
    """How much goes back. `key` makes a form that is sent twice one refund."""

    amount = _amount("Leave empty to return all that is left.")
    key = forms.CharField(widget=forms.HiddenInput, max_length=80, initial=lambda: f"admin-{new_id()}")


def part_form(order: Order) -> type[ReasonForm]:
    """How many pieces of each line are called off. `key` makes a form that is sent twice one change."""
    fields: dict[str, forms.Field] = {
        str(line.id): forms.IntegerField(
            required=False,
            min_value=0,
            max_value=line.left,
            label=f"{line.name} ({line.left} left)",
            widget=UnfoldAdminIntegerFieldWidget,
        )
        for line in order.lines
        if line.left
    }
    fields["key"] = forms.CharField(
        widget=forms.HiddenInput, max_length=80, initial=lambda: f"admin-{new_id()}"
    )
    return type("PartForm", (ReasonForm,), {**fields, "field_order": list(fields)})
