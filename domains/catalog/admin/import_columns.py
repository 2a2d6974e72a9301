"""The form that says what each column of a file is."""

from collections.abc import Iterator
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
            name = f"column-{place}"
            told = {"aria-describedby": f"id_{name}_helptext id_{name}_asks"} if column.asks else {}
            self.fields[name] = forms.ChoiceField(
                label=column.name or "(no name)",
                help_text=" · ".join(column.samples),
                choices=choices,
                initial=column.meaning,
                required=False,
                widget=UnfoldAdminSelectWidget(told),
            )

    @property
    def told(self) -> list[tuple[forms.BoundField, bool]]:
        """The columns whose meaning somebody has to say, with True, then those that mean something."""
        told = [(field, asks) for field, asks in self._every() if field.value() or asks]
        return sorted(told, key=lambda one: not one[1])

    @property
    def left_out(self) -> list[forms.BoundField]:
        """The columns that mean nothing to the shop, as things stand."""
        return [field for field, asks in self._every() if not (field.value() or asks)]

    def _every(self) -> Iterator[tuple[forms.BoundField, bool]]:
        return zip(self, (column.asks for column in self.found.columns), strict=True)

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
