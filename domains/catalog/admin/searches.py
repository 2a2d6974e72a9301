"""What shoppers searched for, what came of it, and what they did not find."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from unfold.decorators import display

from domains.catalog.models import PastQuery, QueryDay
from domains.catalog.search.expressions import LONGEST
from domains.catalog.types import SynonymKind
from domains.kernel import clock
from domains.kernel.admin import ReadOnlyAdmin
from domains.kernel.types import Role

_PERIODS = {7: "7 days", 30: "30 days", 90: "90 days", 365: "A year"}
_USUAL = 30
_FIGURES = ("searches", "clicks", "purchases", "nothing")


def _days(request: HttpRequest) -> int:
    """How many days back the report looks."""
    given = request.GET.get("period", "")
    return int(given) if given.isascii() and given.isdigit() and int(given) in _PERIODS else _USUAL


def _since(request: HttpRequest) -> Any:
    return clock.now().date() - timedelta(days=_days(request) - 1)


class Period(admin.SimpleListFilter):
    title = "period"
    parameter_name = "period"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(str(days), label) for days, label in _PERIODS.items()]

    def choices(self, changelist: Any) -> Any:
        chosen = self.value() or str(_USUAL)
        for value, label in self.lookup_choices:
            address = changelist.get_query_string({self.parameter_name: value})
            yield {"selected": value == chosen, "query_string": address, "display": label}

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        """The screen has narrowed it already: its sums are of the period."""
        return queryset


class NothingFound(admin.SimpleListFilter):
    """The zero-result report."""

    title = "result"
    parameter_name = "result"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("nothing", "Found nothing"), ("something", "Found something"), ("slip", "Misspelt")]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        conditions = {"nothing": Q(found=0), "something": Q(found__gt=0), "slip": ~Q(meant="")}
        return queryset.filter(conditions.get(self.value() or "", Q()))


@admin.register(PastQuery)
class SearchAdmin(ReadOnlyAdmin):
    """A row for each text that was searched for in the period, the most frequent first."""

    roles = (Role.MERCHANDISER,)
    list_before_template = "admin/catalog/search_figures.html"
    list_display = ("typed", "asked", "click_rate", "conversion", "without", "found", "mend")
    list_filter = (Period, NothingFound)
    search_fields = ("text__startswith",)
    search_help_text = "The beginning of what was typed"
    fields = ("text", "meant", "searches", "found", "last_searched_at")

    def get_queryset(self, request: HttpRequest) -> "QuerySet[PastQuery]":
        match = request.resolver_match
        if match is None or match.url_name != "catalog_pastquery_changelist":
            return PastQuery.objects.all()
        told = {f"told_{name}": Sum(f"days__{name}") for name in _FIGURES}
        return PastQuery.objects.filter(days__day__gte=_since(request)).annotate(**told)

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        return ("-told_searches", "text")

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The list below the figures of the whole period."""
        sums = {name: Coalesce(Sum(name), 0) for name in _FIGURES}
        whole = QueryDay.objects.filter(day__gte=_since(request)).aggregate(**sums)
        figures = {
            "searches": f"{whole['searches']:,}",
            "click_rate": _percent(whole["clicks"], whole["searches"]),
            "conversion": _percent(whole["purchases"], whole["searches"]),
            "without": _percent(whole["nothing"], whole["searches"]),
            "period": f"in {_days(request)} days",
        }
        response: HttpResponse = super().changelist_view(request, {**(extra_context or {}), "told": figures})
        return response

    @display(description="Search", ordering="text")
    def typed(self, row: PastQuery) -> SafeString | str:
        return format_html("{} <small>taken for {}</small>", row.text, row.meant) if row.meant else row.text

    @display(description="Searches", ordering="told_searches")
    def asked(self, row: Any) -> str:
        return f"{row.told_searches:,}"

    @display(description="Opened a result", ordering="told_clicks")
    def click_rate(self, row: Any) -> str:
        return _percent(row.told_clicks, row.told_searches)

    @display(description="Bought", ordering="told_purchases")
    def conversion(self, row: Any) -> str:
        return _percent(row.told_purchases, row.told_searches)

    @display(description="Found nothing", ordering="told_nothing")
    def without(self, row: Any) -> str:
        return _percent(row.told_nothing, row.told_searches)

    @display(description="")
    def mend(self, row: PastQuery) -> SafeString | str:
        """What is too long to be looked up gets no button."""
        if len(row.text) > LONGEST:
            return ""
        text = row.text.replace(",", " ")
        synonym = {"kind": SynonymKind.GROUP.value, "words": text}
        return format_html(
            '<span class="flex gap-2 justify-end">{}{}</span>',
            _button("Make a synonym", "catalog_synonym", synonym, row.text),
            _button("Pin products", "catalog_pinnedsearch", {"queries": text}, row.text),
        )


def _button(says: str, screen: str, given: dict[str, str], text: str) -> SafeString:
    return format_html(
        '<a class="inline-block border border-base-200 rounded-default px-3 py-1 font-medium'
        ' whitespace-nowrap dark:border-base-700" href="{}?{}" aria-label="{} for {}">{}</a>',
        reverse(f"admin:{screen}_add"),
        urlencode(given),
        says,
        text,
        says,
    )


def _percent(part: int, whole: int) -> str:
    return f"{part} · {part / whole:.0%}" if whole else "\u2013"
