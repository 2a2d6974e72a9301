"""The form that says what each column of a file is."""

from typing import Any

from django import forms
from unfold.widgets import UnfoldAdminSelectWidget

from domains.catalog.types import FileColumns


class ColumnsForm(forms.Form):
    """A choice for each name of the file's first line, known by its place, because names may be anything."""

    def __init__(self, data: Any, *, found: FileColumns) -> None:
        super().__init__(data)
        self.found = found
        choices = [("", "Leave out"), *((one, one) for one in found.meanings)]
        for place, column in enumerate(found.columns):
            self.fields[f"column-{place}"] = forms.ChoiceField(
                label=column.name or "(no name)",
                help_text=" · ".join(column.samples),
                choices=choices,
                initial=column.meaning,
                required=False,
                widget=UnfoldAdminSelectWidget,
            )

    @property
    def left_out(self) -> list[forms.BoundField]:
        """The columns that mean nothing to the shop, as things stand."""
        return [field for field in self if not field.value()]

    def clean(self) -> Any:
        given = super().clean() or {}
        taken: dict[str, str] = {}
        for name, meaning in list(given.items()):
            if meaning and meaning in taken:
                other = self.fields[taken[meaning]].label
                self.add_error(name, f"“{other}” is {meaning} already. Choose it once.")
            taken.setdefault(meaning, name)
        return given

    def mapping(self) -> dict[str, str]:
        """What each name of the first line means."""
        return {
            column.name: self.cleaned_data[f"column-{place}"]
            for place, column in enumerate(self.found.columns)
        }
