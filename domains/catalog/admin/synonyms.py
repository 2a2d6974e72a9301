"""Words that mean the same, as merchandisers tell the search."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import TextField
from django.db.models.functions import Cast
from django.http import HttpRequest
from unfold.decorators import display
from unfold.widgets import UnfoldAdminRadioSelectWidget

from domains.catalog import services
from domains.catalog.admin.expressions import Expressions
from domains.catalog.models import Synonym
from domains.catalog.types import SynonymKind
from domains.kernel.admin import ServiceAdmin
from domains.kernel.types import Role


class SynonymForm(forms.ModelForm):  # type: ignore[type-arg]
    kind = forms.ChoiceField(
        choices=[
            (SynonymKind.GROUP, "They all mean the same"),
            (SynonymKind.REPLACEMENT, "Others are searched instead"),
        ],
        initial=SynonymKind.GROUP,
        label="What they do",
        widget=UnfoldAdminRadioSelectWidget,
    )
    words = Expressions(
        label="What shoppers type",
        help_text="With commas between them: sofa, couch, settee. Endings and capitals do not matter.",
    )
    meant = Expressions(
        label="What is searched instead",
        required=False,
        help_text="For the second choice, such as: flask. What was typed is itself found only if it is here.",
    )

    class Meta:
        model = Synonym
        fields = ("kind", "words", "meant")


@admin.register(Synonym)
class SynonymAdmin(ServiceAdmin):
    """Every search follows a change at once."""

    roles = (Role.MERCHANDISER,)
    form = SynonymForm
    list_display = ("typed", "does", "updated_at")
    list_filter = ("kind",)
    search_fields = ("words_as_text",)
    search_help_text = "A word, or the beginning of one"
    ordering = ("-updated_at", "-id")
    fields = ("kind", "words", "meant")

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).annotate(words_as_text=Cast("words", TextField()))

    @display(description="Words", ordering="words")
    def typed(self, row: Synonym) -> str:
        return ", ".join(row.words)

    @display(description="Finds")
    def does(self, row: Synonym) -> str:
        return ", ".join(row.meant) + " instead" if row.meant else "all of them"

    def save_model(self, request: HttpRequest, obj: Synonym, form: Any, change: bool) -> None:
        given = form.cleaned_data
        saved = services.save_synonym(
            obj.pk if change else None,
            kind=SynonymKind(given["kind"]),
            words=given["words"],
            meant=given["meant"] or (),
        )
        obj.pk, obj.words, obj.meant = saved.id, list(saved.words), list(saved.meant)

    def delete_model(self, request: HttpRequest, obj: Synonym) -> None:
        services.remove_synonym(obj.pk)
