"""Passwords: strong enough, compared in the same time for every address, and for demo shops."""

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from domains.kernel.types import Role
from domains.user.errors import DemoLoginRefused, WeakPassword
from domains.user.models import User

DEMO_PASSWORD = "demo-shop-login"  # noqa: S105
_DEMO_NAMES = ("shopper", *sorted(frozenset(Role) - {Role.CUSTOMER}))


def check_strength(password: str, *, email: str, first_name: str = "", last_name: str = "") -> None:
    """Refuse what is short, common, or like the person. Raises WeakPassword with all the reasons."""
    person = User(email=email, first_name=first_name, last_name=last_name)
    try:
        validate_password(password, person)
    except ValidationError as weak:
        raise WeakPassword(" ".join(weak.messages), field="password") from weak


def is_right(user: User | None, password: str) -> bool:
    """Whether it is the person's password; nobody's password takes as long to be wrong."""
    if user is None or not user.is_active:
        make_password(password)
        return False
    return user.check_password(password)


def refuse_demo_login(email: str, password: str) -> None:
    """Raises DemoLoginRefused for the public credentials of a demonstration, where they are not allowed."""
    is_demo = email.endswith("@example.com") and password == DEMO_PASSWORD
    if is_demo and not getattr(settings, "DEMO_ALLOWED", True):
        raise DemoLoginRefused(field="password")


def list_demo_logins() -> tuple[str, ...]:
    """The addresses of the demonstration's accounts that open with its public password."""
    addresses = [f"{name}@example.com" for name in _DEMO_NAMES]
    accounts = User.objects.filter(email__in=addresses, is_active=True).order_by("email")
    return tuple(account.email for account in accounts if check_password(DEMO_PASSWORD, account.password))
