"""What the buttons of orders ask for beside a reason."""

from django import forms
from unfold.widgets import UnfoldAdminDecimalFieldWidget, UnfoldAdminSelectWidget

from domains.kernel.admin import ReasonForm
from domains.kernel.ids import new_id
from domains.order import saga


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
