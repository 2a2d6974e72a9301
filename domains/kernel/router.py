"""Every domain may have a database of its own: `DATABASE_URL_<DOMAIN>` is all it takes.

Django's own tables (users' groups, sessions, the admin's log) hang on the user and live with it.
The kernel's tables (events, publications, idempotency keys) exist in every database, because
they are written in the same transaction as the change they tell of.
"""

from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS
from django.db.models import Model

_DOMAINS = frozenset({"user", "catalog", "cart", "order", "payment", "inventory", "notification"})
_HOME_OF_THE_REST = "user"


def database_of(domain: str) -> str:
    """The alias of the database where this domain's rows are."""
    return domain if domain in settings.DATABASES else DEFAULT_DB_ALIAS


def every_database() -> tuple[str, ...]:
    """Every alias in use by some domain, each once."""
    return tuple(dict.fromkeys(database_of(domain) for domain in sorted(_DOMAINS)))


class DomainRouter:
    """Sends each model to its domain's database."""

    def db_for_read(self, model: type[Model], **hints: Any) -> str | None:
        return self._home(model._meta.app_label)

    def db_for_write(self, model: type[Model], **hints: Any) -> str | None:
        return self._home(model._meta.app_label)

    def allow_relation(self, first: Model, second: Model, **hints: Any) -> bool:
        return self._home(first._meta.app_label) == self._home(second._meta.app_label)

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return app_label == "kernel" or db == self._home(app_label)

    def _home(self, app_label: str) -> str | None:
        if app_label == "kernel":
            return None
        return database_of(app_label if app_label in _DOMAINS else _HOME_OF_THE_REST)
