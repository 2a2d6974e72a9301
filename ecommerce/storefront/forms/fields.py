"""Fields as this shop words them: autocompletion, keyboards, plain messages."""

from typing import Any

from django import forms


def text(
    label: str, *, autocomplete: str = "", required: str = "", longest: int = 120, **more: Any
) -> forms.CharField:
    """A line of text. `required` is what to say when it is missing; empty makes it optional."""
    attrs = {"autocomplete": autocomplete or "off", **more.pop("attrs", {})}
    return forms.CharField(
        label=label,
        required=bool(required),
        max_length=longest,
        widget=forms.TextInput(attrs=attrs),
        error_messages={
            "required": required,
            "max_length": f"Please use at most {longest} characters.",
            "null_characters_not_allowed": "Please leave out the invisible character.",
        },
        **more,
    )


def email(label: str = "E-mail address", **more: Any) -> forms.EmailField:
    """A mail address."""
    return forms.EmailField(
        label=label,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email", "spellcheck": "false"}),
        error_messages={
            "required": "Enter your e-mail address.",
            "invalid": "Enter an e-mail address such as name@example.com.",
        },
        **more,
    )


def password(label: str = "Password", *, new: bool = False, **more: Any) -> forms.CharField:
    """A password, kept as typed."""
    return forms.CharField(
        label=label,
        strip=False,
        max_length=256,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password" if new else "current-password"}),
        error_messages={
            "required": "Enter a password." if new else "Enter your password.",
            "max_length": "Please use at most 256 characters.",
        },
        **more,
    )
