"""The field for what merchandisers write for the search to look up."""

from typing import Any

from django import forms
from django.contrib.postgres.forms import SimpleArrayField
from unfold.widgets import UnfoldAdminTextInputWidget


class Expressions(SimpleArrayField):  # type: ignore[misc]
    """Texts with commas between them; a comma too many does no harm."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", UnfoldAdminTextInputWidget)
        super().__init__(forms.CharField(required=False), **options)

    def to_python(self, value: Any) -> Any:
        return [one for one in super().to_python(value) if one]

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value
