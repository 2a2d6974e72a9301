"""A shop that is open to the world must not have the public demo logins."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import OperationalError, ProgrammingError

from domains.user import services


@register(Tags.security, deploy=True)
def no_demo_logins(**_: Any) -> list[CheckMessage]:
    """Errors while an account opens with the public demo password; needs the database."""
    if settings.DEBUG or getattr(settings, "DEMO_ALLOWED", True):
        return []
    try:
        found = services.list_demo_logins()
    except (OperationalError, ProgrammingError):
        # Without a database, or before its tables, there are no accounts to judge:
        # readiness speaks of the database itself.
        return []
    if not found:
        return []
    return [
        Error(
            "Accounts open with the public demo password: " + ", ".join(found),
            hint="Set other passwords for them in the admin, or close these accounts.",
            id="user.E001",
        )
    ]
