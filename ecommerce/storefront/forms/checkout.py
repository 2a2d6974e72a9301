"""The one page of the checkout: contact, two addresses, delivery, payment."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms

from domains.cart.types import ShippingMethod
from domains.kernel.types import Address
from domains.order.types import CheckoutDetails
from domains.payment.types import GatewayOffer, PaymentMethod
from ecommerce.storefront.forms import fields
from ecommerce.storefront.forms.addresses import AddressForm

_KEY = re.compile(r"[0-9a-f-]{36}\Z")


class CheckoutForm(forms.Form):
    """Everything but the addresses, which are forms of their own at `shipping` and `billing`."""

    email = fields.email(help_text="For the confirmation and the tracking link.")
    note = forms.CharField(
        label="A note for us",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": "Please use at most 500 characters."},
    )
    billing_same = forms.BooleanField(label="The invoice has the same address", required=False)
    shipping_method = forms.CharField(
        max_length=64, error_messages={"required": "Choose how we should send it."}
    )
    payment = forms.CharField(max_length=128, error_messages={"required": "Choose how you want to pay."})
    expected_total = forms.DecimalField(required=False, widget=forms.HiddenInput)
    key = forms.CharField(max_length=36, widget=forms.HiddenInput)
    cart = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        initial: Mapping[str, Any],
        countries: Sequence[tuple[str, str]],
        gateways: Sequence[GatewayOffer],
    ) -> None:
        super().__init__(data, initial=dict(initial))
        self.shipping = _address("shipping", data, initial, countries)
        self.billing = _address("billing", data, initial, countries)
        self.payments = payment_choices(gateways)

    @property
    def wants_other_billing(self) -> bool:
        """Whether the invoice goes elsewhere."""
        return self.is_bound and "billing_same" not in self.data

    def is_valid(self) -> bool:
        parts = [super().is_valid(), self.shipping.is_valid()]
        if self.wants_other_billing:
            parts.append(self.billing.is_valid())
        return all(parts)

    def clean_key(self) -> str:
        key: str = self.cleaned_data["key"]
        if not _KEY.match(key):
            raise forms.ValidationError("Reload this page, please: it lost its number.")
        return key

    def clean_payment(self) -> str:
        chosen: str = self.cleaned_data["payment"]
        if chosen not in [value for value, _, _ in self.payments]:
            raise forms.ValidationError("Choose one of these ways to pay.")
        return chosen

    def every_error(self) -> list[tuple[str, str]]:
        """(id of the field, what is wrong), in the order of the page."""
        if not self.is_bound:
            return []
        found = [_said(self, "email"), _said(self.shipping)]
        if self.wants_other_billing:
            found.append(_said(self.billing))
        found += [_said(self, name) for name in ("note", "shipping_method", "payment", "key")]
        general = [("", str(message)) for message in self.non_field_errors()]
        return general + [one for part in found for one in part]

    def details(self) -> CheckoutDetails:
        """What the order needs, once everything is valid."""
        data = self.cleaned_data
        gateway, _, token = data["payment"].partition(":")
        total: Decimal | None = data["expected_total"]
        return CheckoutDetails(
            email=data["email"],
            shipping_address=self.shipping.address(),
            billing_address=self.billing.address() if self.wants_other_billing else None,
            shipping_method=data["shipping_method"],
            payment=PaymentMethod(gateway=gateway, token=token),
            expected_total=total,
            note=data["note"],
        )


def destination(values: Mapping[str, Any]) -> Address:
    """As much of the delivery address as is typed: enough to quote delivery and tax."""
    return Address(
        name="",
        line1="",
        city="",
        postal_code=_typed(values, "shipping-postal_code")[:16],
        country=_typed(values, "shipping-country"),
        region=_typed(values, "shipping-region")[:80],
    )


def _typed(values: Mapping[str, Any], name: str) -> str:
    return str(values.get(name, "")).replace("\x00", "").strip()


def payment_choices(gateways: Sequence[GatewayOffer]) -> tuple[tuple[str, str, str], ...]:
    """(value, label, hint): one choice for each token that a gateway offers, else one for it."""
    choices = []
    for gateway in gateways:
        if not gateway.tokens:
            choices.append((f"{gateway.code}:", gateway.name, gateway.description))
        for token, what in gateway.tokens:
            choices.append((f"{gateway.code}:{token}", f"{gateway.name}: {what[:1].lower()}{what[1:]}", ""))
    return tuple(choices)


def chosen_method(methods: Sequence[ShippingMethod], code: str) -> ShippingMethod | None:
    """The method asked for where it is offered, else the first that is."""
    return next((one for one in methods if one.code == code), methods[0] if methods else None)


def _address(
    prefix: str,
    data: Mapping[str, Any] | None,
    initial: Mapping[str, Any],
    countries: Sequence[tuple[str, str]],
) -> AddressForm:
    own = {
        name.removeprefix(f"{prefix}-"): value
        for name, value in initial.items()
        if name.startswith(f"{prefix}-")
    }
    form = AddressForm(data, prefix=prefix, initial=own, countries=countries)
    for field in form.fields.values():
        field.widget.attrs["autocomplete"] = f"{prefix} {field.widget.attrs['autocomplete']}"
    return form


def _said(form: forms.Form, *names: str) -> list[tuple[str, str]]:
    return [
        (str(form[name].id_for_label or f"id_{name}"), str(message))
        for name in (names or tuple(form.fields))
        for message in form.errors.get(name, [])
    ]
