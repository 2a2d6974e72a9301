"""A postal address, typed by whoever lives there."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms

from domains.kernel.types import Address
from domains.user.types import AddressType, SavedAddress
from ecommerce.storefront.forms import fields
from ecommerce.storefront.forms.regions import US_STATES

_ZIP = re.compile(r"\d{5}(-\d{4})?\Z")
_PHONE = re.compile(r"[0-9 +()./-]{5,30}\Z")


class AddressForm(forms.Form):
    """Where something goes; `countries` are (code, name) pairs."""

    name = fields.text("Full name", autocomplete="name", required="Enter the name of whoever receives it.")
    company = fields.text("Company", autocomplete="organization")
    line1 = fields.text(
        "Street and number", autocomplete="address-line1", required="Enter the street and number."
    )
    line2 = fields.text("Flat, floor, building", autocomplete="address-line2")
    city = fields.text("Town or city", autocomplete="address-level2", required="Enter the town or city.")
    region = fields.text(
        "State or region",
        autocomplete="address-level1",
        help_text="Needed for the United States, such as OR.",
    )
    postal_code = fields.text(
        "Postal code", autocomplete="postal-code", required="Enter the postal code.", longest=16
    )
    country = forms.ChoiceField(
        label="Country",
        widget=forms.Select(attrs={"autocomplete": "country"}),
        error_messages={
            "required": "Choose a country.",
            "invalid_choice": "We do not send to this country yet.",
        },
    )
    phone = fields.text(
        "Phone",
        autocomplete="tel",
        longest=30,
        attrs={"inputmode": "tel"},
        help_text="Only for the driver.",
    )

    def __init__(self, *args: Any, countries: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["country"]
        assert isinstance(choice, forms.ChoiceField)  # noqa: S101  for the type checker
        choice.choices = list(countries)

    def clean_phone(self) -> str:
        phone: str = self.cleaned_data["phone"]
        if phone and not _PHONE.match(phone):
            raise forms.ValidationError("Enter a phone number with digits only, such as +1 503 555 0100.")
        return phone

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("country") == "US":
            self._check_us(data)
        return data

    def _check_us(self, data: dict[str, Any]) -> None:
        state = data.get("region", "").strip()
        code = US_STATES.get(state.casefold(), state.upper())
        if code not in US_STATES.values():
            self.add_error("region", "Enter the state, such as OR or Oregon.")
        data["region"] = code
        if data.get("postal_code") and not _ZIP.match(data["postal_code"]):
            self.add_error("postal_code", "Enter a ZIP code of five digits, such as 97210.")

    def address(self) -> Address:
        """What was typed, once it is valid."""
        names = ("name", "company", "line1", "line2", "city", "region", "postal_code", "country", "phone")
        return Address(**{name: self.cleaned_data[name] for name in names})


class SavedAddressForm(AddressForm):
    """An entry of the address book."""

    type = forms.ChoiceField(
        label="Use it for",
        choices=[(AddressType.SHIPPING.value, "Deliveries"), (AddressType.BILLING.value, "Invoices")],
    )
    is_default = forms.BooleanField(label="Suggest this one first", required=False)


def initial_of(address: Address) -> dict[str, str]:
    """The address as a form's first values."""
    return {name: getattr(address, name) for name in AddressForm.base_fields}


def initial_of_saved(saved: SavedAddress) -> dict[str, Any]:
    """The same for an entry of the address book."""
    return {**initial_of(saved.address), "type": saved.type.value, "is_default": saved.is_default}
