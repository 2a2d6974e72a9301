"""Who did something, by name: rows keep ids, and the site that holds every screen knows the people."""

from collections.abc import Collection, Mapping
from typing import Any, Protocol, cast

from django.contrib.admin import ModelAdmin
from django.http import HttpRequest

_KEPT = "_names_of_actors"


class KnowsPeople(Protocol):
    """The admin site, which stands above all domains."""

    def names_of(self, actors: Collection[str]) -> Mapping[str, str]:
        """Who each actor is, in one query."""


class NamesPeople(ModelAdmin):  # type: ignore[type-arg]
    """A screen whose rows say in the `acting` columns who did something; a whole list asks once."""

    acting: tuple[str, ...] = ()

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        found = super().get_changelist_instance(request)
        if not self.acting:
            return found
        # Read here, and from here on kept by the list.
        rows = list(found.result_list)
        names = self._names_of({getattr(row, column) for row in rows for column in self.acting})
        for row in rows:
            setattr(row, _KEPT, names)
        found.result_list = rows
        return found

    def name_in(self, row: Any, column: str) -> str:
        """Who the row's column names; a dash where it names nobody."""
        actor: str = getattr(row, column)
        if not actor:
            return "-"
        known: Mapping[str, str] | None = getattr(row, _KEPT, None)
        return (self._names_of({actor}) if known is None else known)[actor]

    def _names_of(self, actors: Collection[str]) -> Mapping[str, str]:
        return cast(KnowsPeople, self.admin_site).names_of([one for one in actors if one])
