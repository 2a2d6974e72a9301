"""Open the demo shop: goods, people, stock and some weeks of orders."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from domains.kernel.errors import DomainError
from ecommerce.demo.opening import open_shop
from ecommerce.demo.people import PASSWORD


class Command(BaseCommand):
    help = "Open the demo shop: goods, people, stock and some weeks of orders. Running it again adds nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--again", action="store_true", help="look at everything, though it is there")

    def handle(self, *args: Any, **options: Any) -> None:
        began = time.monotonic()
        try:
            opened = open_shop(self._say if options["verbosity"] else _silently, again=options["again"])
        except (DomainError, ValueError) as refused:
            raise CommandError(str(refused)) from refused
        if options["verbosity"]:
            took = f"The shop is open after {time.monotonic() - began:.1f} s."
            self._say(took if opened else "The shop is open already.")
            self._say(f"Sign in as shopper@example.com or admin@example.com with {PASSWORD}")

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


def _silently(line: str) -> None:
    """What nobody asked to read."""
