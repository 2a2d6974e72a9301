"""Take up again what crashes left: events, checkouts, payments, mails, reservations."""

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from ecommerce.operations import sweeping


class Command(BaseCommand):
    help = "Take up again what crashes left, for as long as it runs; needs only the databases."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="every chore once, then end")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["once"]:
            self.stdout.write(f"{sweeping.sweep_once()} things were taken up again")
            return
        stopped = threading.Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: stopped.set())
        sweeping.sweep(stopped)
