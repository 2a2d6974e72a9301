"""Django's `migrate`, for shops whose tables are large."""

from typing import Any

from django.core.management.commands import migrate
from django.db import connections

from domains.kernel.postgresql.base import patient


class Command(migrate.Command):
    """What no request may wait for, an index over a million rows, takes as long as it does."""

    def handle(self, *args: Any, **options: Any) -> None:
        with patient(connections[options["database"]]):
            super().handle(*args, **options)
