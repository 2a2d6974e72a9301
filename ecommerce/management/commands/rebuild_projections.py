"""Build the list of orders again from the orders' events, or prove that it would come out the same."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from domains.kernel.ids import OrderId
from domains.order import services as orders

_SHOWN = 20


class Command(BaseCommand):
    help = "Build the list of orders again from their events, in batches, while the shop sells."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing; fail where rows differ")
        parser.add_argument("--batch", type=int, default=1000, help="orders at a time")

    def handle(self, *args: Any, **options: Any) -> None:
        step = orders.find_summary_differences if options["check"] else orders.rebuild_summaries
        compared = differing = 0
        after: OrderId | None = None
        while True:
            batch = step(after=after, limit=max(options["batch"], 1))
            for found in batch.differences[: max(_SHOWN - differing, 0)]:
                what = found.field or "the row"
                self.stdout.write(
                    f"  order {found.order_id}: {what} is {found.row}, its events say {found.events}"
                )
            compared += batch.compared
            differing += len(batch.differences)
            after = batch.last
            if after is None:
                break
            self.stdout.write(f"{compared} orders")
        if options["check"] and differing:
            raise CommandError(f"{compared} orders compared, {differing} differences")
        done = "differences" if options["check"] else "differences put right"
        self.stdout.write(f"{compared} orders compared, {differing} {done}")
