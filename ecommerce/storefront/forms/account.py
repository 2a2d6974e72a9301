"""Accounts: opening one, proving the address, signing in, passwords, the profile."""

from typing import Any

from django import forms

from ecommerce.storefront.forms import fields


class SignInForm(forms.Form):
    email = fields.email()
    password = fields.password()


class RegisterForm(forms.Form):
    first_name = fields.text("First name", autocomplete="given-name", longest=80)
    last_name = fields.text("Last name", autocomplete="family-name", longest=80)
    email = fields.email()
    password = fields.password(new=True, help_text="At least eight characters. A short sentence works well.")


class CodeForm(forms.Form):
    email = fields.email()
    code = fields.text(
        "Six-digit code",
        autocomplete="one-time-code",
        required="Enter the code from the mail.",
        longest=12,
        attrs={"inputmode": "numeric"},
    )

    def clean_code(self) -> str:
        return "".join(self.cleaned_data["code"].split())


class EmailForm(forms.Form):
    email = fields.email()


class NewPasswordForm(forms.Form):
    password = fields.password("New password", new=True, help_text="At least eight characters.")
    again = fields.password("The same again", new=True)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("password") and data.get("again") and data["password"] != data["again"]:
            self.add_error("again", "The two passwords are not the same.")
        return data


class ProfileForm(forms.Form):
    first_name = fields.text("First name", autocomplete="given-name", longest=80)
    last_name = fields.text("Last name", autocomplete="family-name", longest=80)
    marketing_consent = forms.BooleanField(
        label="Write to me about new things, about once a month", required=False
    )


class TrackForm(forms.Form):
    number = fields.text("Order number", required="Enter the order number from the confirmation.", longest=40)
    email = fields.email(help_text="The address that the confirmation went to.")

    def clean_number(self) -> str:
        return str(self.cleaned_data["number"]).strip().upper().lstrip("#")


class ReviewForm(forms.Form):
    rating = forms.TypedChoiceField(
        label="Your rating",
        coerce=int,
        choices=[(5, "5 stars"), (4, "4 stars"), (3, "3 stars"), (2, "2 stars"), (1, "1 star")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one to five stars."},
    )
    title = fields.text("In a few words", required="Give your review a short title.", longest=120)
    body = forms.CharField(
        label="What should others know?",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": "Write a sentence or two.",
            "max_length": "Please use at most 2,000 characters.",
        },
    )
