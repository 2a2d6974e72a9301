"""Admin screens whose writes go through services, for the roles that may use them."""

from collections.abc import Callable
from typing import Any

from django.contrib.admin import ModelAdmin
from django.forms import Form, ModelForm
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from unfold.admin import ModelAdmin as UnfoldAdmin

from domains.kernel.admin.asking import SureForm, ask
from domains.kernel.admin.counting import BoundedPaginator
from domains.kernel.errors import DomainError
from domains.kernel.types import Role


def roles_of(request: HttpRequest) -> frozenset[str]:
    """The names of the signed-in person's roles, read once a request."""
    user: Any = request.user
    if not hasattr(user, "_role_names"):
        user._role_names = frozenset(user.groups.values_list("name", flat=True))
    names: frozenset[str] = user._role_names
    return names


class _OutsideTransactions(ModelAdmin):  # type: ignore[type-arg]
    """Services open their own durable transactions, so none may be open around them."""

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        response: HttpResponse = self._changeform_view(  # type: ignore[attr-defined]
            request, object_id, form_url, extra_context
        )
        return response

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        response: HttpResponse = self._delete_view(request, object_id, extra_context)  # type: ignore[attr-defined]
        return response


class ServiceAdmin(UnfoldAdmin, _OutsideTransactions):  # type: ignore[misc]
    """An admin whose `save_model` calls services; a refusal shows in the form, with nothing lost.

    `roles` names who may use the screen; admins and superusers always may.
    """

    roles: tuple[Role, ...] = ()
    paginator = BoundedPaginator
    show_full_result_count = False
    list_per_page = 50
    actions_on_top = True

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if object_id and self.has_view_permission(request):
            extra_context = {**self.beside(request, object_id), **(extra_context or {})}
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except DomainError as refused:
            request.refused = refused  # type: ignore[attr-defined]
            return super().changeform_view(request, object_id, form_url, extra_context)

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> "type[ModelForm[Any]]":
        form: type[ModelForm[Any]] = super().get_form(request, obj, change, **kwargs)
        refused: DomainError | None = getattr(request, "refused", None)
        if refused is None:
            return form
        refusal: DomainError = refused

        class RefusedForm(form):  # type: ignore[valid-type, misc]
            def clean(self) -> Any:
                cleaned = super().clean()
                field = refusal.facts.get("field")
                self.add_error(field if field in self.fields else None, refusal.detail)
                return cleaned

        return RefusedForm

    def get_actions(self, request: HttpRequest) -> Any:
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def may_use(self, request: HttpRequest) -> bool:
        """Whether the signed-in person has one of the screen's roles."""
        user = request.user
        if not (user.is_active and user.is_staff):
            return False
        return user.is_superuser or bool(roles_of(request) & {Role.ADMIN, *self.roles})

    def subject(self, request: HttpRequest, object_id: str) -> Any:
        """The row that a button is about; 404 when there is none."""
        row = self.get_object(request, object_id)
        if row is None:
            raise Http404
        return row

    def beside(self, request: HttpRequest, object_id: str) -> dict[str, Any]:
        """What a row's page shows beside its fields."""
        return {}

    def ask_about(
        self,
        request: HttpRequest,
        row: Any,
        *,
        title: str,
        explanation: str,
        act: Callable[[dict[str, Any]], str],
        form_class: type[Form] = SureForm,
    ) -> HttpResponse:
        """The page that asks before a button acts on the row; after its yes, the row's own page."""
        return ask(
            self,
            request,
            about=row,
            back=reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[row.pk]),
            title=title,
            explanation=explanation,
            act=act,
            form_class=form_class,
        )

    def has_service_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether the screen's buttons are for this person."""
        return self.may_use(request)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.may_use(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may_use(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.may_use(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may_use(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may_use(request)


class ReadOnlyAdmin(ServiceAdmin):
    """A screen to look at: nothing is added, changed or deleted through its form."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
