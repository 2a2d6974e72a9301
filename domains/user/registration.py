"""How accounts come to be: by somebody's own registration, or made by staff."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group

from domains.kernel import bus, clock
from domains.kernel.ids import UserId
from domains.kernel.types import Role
from domains.user import codes, passwords
from domains.user.events import EmailVerified, RegistrationRepeated, VerificationRequested
from domains.user.models import User
from domains.user.queries import lock_user, normal_email

_STAFF = frozenset(Role) - {Role.CUSTOMER}


def register(email: str, password: str, first_name: str, last_name: str) -> None:
    """An unproven account, or the newest password of one that is still unproven."""
    email = normal_email(email)
    passwords.check_strength(password, email=email, first_name=first_name, last_name=last_name)
    given = {"first_name": first_name, "last_name": last_name, "password": make_password(password)}
    found, made = User.objects.get_or_create(email=email, defaults=given)
    user = lock_user(found.pk)
    if made:
        assign(user, {Role.CUSTOMER})
    elif user.email_verified_at is None:
        User.objects.filter(pk=user.pk).update(**given, updated_at=clock.now())
    if user.email_verified_at is not None:
        bus.publish(RegistrationRepeated(user_id=UserId(user.pk), email=email))
    else:
        request_verification(user)


def create(email: str, password: str, names: dict[str, Any], roles: Iterable[Role]) -> User:
    """An account that is proven at once; an existing one as it is."""
    email = normal_email(email)
    passwords.refuse_demo_login(email, password)
    existing = User.objects.filter(email=email).first()
    if existing is not None:
        return existing
    passwords.check_strength(password, email=email)
    user, made = User.objects.get_or_create(
        email=email, defaults={**names, "password": make_password(password), "email_verified_at": clock.now()}
    )
    if made:
        assign(user, roles)
    return user


def request_verification(user: User) -> None:
    """Have a code mailed to an unproven, held account, within the hourly allowance."""
    if user.is_active and user.email_verified_at is None and codes.may_mail_code(user):
        bus.publish(VerificationRequested(user_id=UserId(user.pk), email=user.email))


def prove(user: User) -> None:
    """The address is the person's."""
    if user.email_verified_at is None:
        user.email_verified_at = clock.now()
        user.save(update_fields=["email_verified_at"])
        bus.publish(EmailVerified(user_id=UserId(user.pk), email=user.email))


def assign(user: User, roles: Iterable[Role]) -> None:
    """Give exactly these roles; every role but the customer's opens the admin."""
    wanted = frozenset(roles)
    kept = user.groups.exclude(name__in=list(Role))
    user.groups.set([*kept, *(Group.objects.get_or_create(name=role.value)[0] for role in sorted(wanted))])
    user.is_staff = bool(wanted & _STAFF) or user.is_superuser
    user.save(update_fields=["is_staff"])
