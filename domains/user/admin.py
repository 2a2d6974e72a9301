"""People and their roles for staff."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.admin import TabularInline
from unfold.decorators import display
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminEmailInputWidget,
    UnfoldAdminPasswordWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanSwitchWidget,
)

from domains.kernel.admin import ServiceAdmin
from domains.kernel.types import Role
from domains.user import services
from domains.user.models import AddressEntry, User
from domains.user.queries import roles_of

_ROLE_CHOICES = [(role.value, role.value.title()) for role in Role]

# Groups are roles here: they are given on a person's page and are not edited themselves.
admin.site.unregister(Group)


class UserForm(forms.ModelForm):  # type: ignore[type-arg]
    """A person as an administrator edits them; the password is set, never shown."""

    email = forms.EmailField(max_length=254, widget=UnfoldAdminEmailInputWidget)
    first_name = forms.CharField(max_length=100, required=False, widget=UnfoldAdminTextInputWidget)
    last_name = forms.CharField(max_length=100, required=False, widget=UnfoldAdminTextInputWidget)
    granted_roles = forms.MultipleChoiceField(
        label="Roles",
        choices=_ROLE_CHOICES,
        required=False,
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
        help_text="Every role but the customer's opens this admin. Whoever loses a role is signed out.",
    )
    is_active = forms.BooleanField(
        label="May sign in", required=False, initial=True, widget=UnfoldBooleanSwitchWidget
    )
    new_password = forms.CharField(
        required=False,
        strip=False,
        widget=UnfoldAdminPasswordWidget(attrs={"autocomplete": "new-password"}),
        help_text="Leave empty to keep the present one. A new one signs the person out everywhere.",
    )

    class Meta:
        model = User
        fields = ("email", "first_name", "last_name", "is_active")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:
            self.initial.setdefault("granted_roles", [Role.CUSTOMER.value])
            self.fields["new_password"].required = True
            self.fields["new_password"].label = "Password"
            self.fields["new_password"].help_text = "The person can change it with a mailed link."
        else:
            self.initial["granted_roles"] = list(roles_of(self.instance))
            # Who somebody is does not change; the field only shows it.
            self.fields["email"].disabled = True

    def clean_email(self) -> str:
        """A new person needs an address that is free."""
        email: str = self.cleaned_data["email"]
        if self.instance._state.adding and services.find_profile(email=email) is not None:
            raise forms.ValidationError("There is an account with this address already.")
        return email


class AddressInline(TabularInline):  # type: ignore[misc]
    """The address book, to look at."""

    model = AddressEntry
    fields = ("type", "is_default", "name", "line1", "postal_code", "city", "country")
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True


@admin.register(User)
class UserAdmin(ServiceAdmin):
    """Support looks people up; administrators make accounts, give roles and set passwords."""

    roles = (Role.SUPPORT,)
    form = UserForm
    list_display = ("email", "person", "role_names", "is_verified", "is_active", "created_at")
    list_filter = ("is_active", "is_staff", "groups")
    search_fields = ("email__istartswith", "last_name__istartswith")
    search_help_text = "The beginning of a mail address or of a last name."
    ordering = ("-created_at", "-id")
    inlines = (AddressInline,)

    def get_queryset(self, request: HttpRequest) -> "QuerySet[User]":
        people: QuerySet[User] = super().get_queryset(request).prefetch_related("groups")
        return people

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        person = ("email", "first_name", "last_name")
        if not self.has_change_permission(request):
            return ((None, {"fields": (*person, "role_names", "is_verified", "is_active", "last_login")}),)
        return (
            (None, {"fields": person}),
            ("Access", {"fields": ("granted_roles", "is_active", "new_password")}),
        )

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        return () if self.has_change_permission(request) else ("role_names", "is_verified", "last_login")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self._is_administrator(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._is_administrator(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        given = form.cleaned_data
        if change:
            _change(obj, given, set(form.changed_data))
        else:
            obj.pk = services.create_user(
                email=given["email"],
                password=given["new_password"],
                first_name=given["first_name"],
                last_name=given["last_name"],
                roles=_roles(given),
            ).id

    @display(description="Name")
    def person(self, row: User) -> str:
        return f"{row.first_name} {row.last_name}".strip()

    @display(description="Roles", label=True)
    def role_names(self, row: User) -> list[str]:
        return [role.value for role in roles_of(row)]

    @display(description="Address proven", boolean=True)
    def is_verified(self, row: User) -> bool:
        return row.email_verified_at is not None

    def _is_administrator(self, request: HttpRequest) -> bool:
        user: Any = request.user
        return bool(user.is_superuser or (self.may_use(request) and Role.ADMIN in user._role_names))


def _change(person: User, given: dict[str, Any], changed: set[str]) -> None:
    """The password first: a refusal then leaves everything else as it was."""
    if "new_password" in changed and given["new_password"]:
        services.set_password(person.pk, password=given["new_password"])
    if changed & {"first_name", "last_name"}:
        services.update_profile(person.pk, first_name=given["first_name"], last_name=given["last_name"])
    if "granted_roles" in changed:
        services.set_roles(person.pk, roles=_roles(given))
    if "is_active" in changed:
        services.set_active(person.pk, active=given["is_active"])


def _roles(given: dict[str, Any]) -> tuple[Role, ...]:
    return tuple(Role(name) for name in given["granted_roles"])
