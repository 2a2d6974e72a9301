"""Build the search server's index anew, beside the one that is searched, and switch to it."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from domains.catalog import services as catalog
from domains.kernel.errors import Unavailable
from domains.kernel.ids import ProductId


class Command(BaseCommand):
    help = "Build the search server's index anew while the shop sells; searches switch over at its end."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--batch", type=int, default=500, help="products at a time")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            count = self._build(max(options["batch"], 1))
        except Unavailable as away:
            raise CommandError(f"{away.detail} What was searched before still is.") from away
        self.stdout.write(f"{count} products are in the new index, which is searched from now on")

    def _build(self, batch: int) -> int:
        name, done = catalog.open_search_index(), 0
        after: ProductId | None = None
        while True:
            filled = catalog.fill_search_index(name, after=after, limit=batch)
            done, after = done + filled.count, filled.last
            if after is None:
                break
            self.stdout.write(f"{done} products")
        catalog.switch_search_index(name)
        catalog.catch_up_search()
        return done
