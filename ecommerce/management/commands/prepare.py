"""Bring the databases up to date and open the demo shop: what `up` does before it serves."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from domains.kernel.router import every_database
from ecommerce.embedded.progress import step


class Command(BaseCommand):
    help = "Bring the databases up to date and open the demo shop, before anybody is served."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--empty", action="store_true", help="leave the demo shop out")

    def handle(self, *args: Any, **options: Any) -> None:
        with step("Bringing the database up to date"):
            _migrate()
        if not options["empty"]:
            with step("Loading the demo shop"):
                call_command("demo", verbosity=0)


def _migrate() -> None:
    for alias in every_database():
        executor = MigrationExecutor(connections[alias])
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            call_command("migrate", database=alias, interactive=False, verbosity=0)
