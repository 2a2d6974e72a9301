"""The test gateway in a process of its own, for a shop that is to meet it over a network."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from domains.payment.gateways.server import GatewayServer


class Command(BaseCommand):
    help = "Serve the test gateway over HTTP; point PAYMENT_TEST_GATEWAY_URL at it."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8071, help="where it listens (8071)")

    def handle(self, *args: Any, **options: Any) -> None:
        server = GatewayServer(options["port"])
        self.stdout.write(f"The test gateway answers at {server.url}; Ctrl-C stops it.")
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            self.stdout.write("The test gateway is closed.")
