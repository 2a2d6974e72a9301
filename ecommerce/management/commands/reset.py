"""Remove everything that `make run` keeps on this machine."""

import shutil
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import CommandError
from django.core.management.base import BaseCommand

from ecommerce.embedded import leftovers
from ecommerce.embedded.account import shelter_for
from ecommerce.embedded.lock import AlreadyRunning, only_one


class Command(BaseCommand):
    help = "Remove the embedded servers' data, the uploaded files and the secrets of this machine's shop."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--yes", action="store_true", help="do not ask")

    def handle(self, *args: Any, **options: Any) -> None:
        folder = settings.DATA_DIR
        if not folder.exists():
            self.stdout.write(f"There is nothing in {folder}.")
            return
        if not options["yes"] and not _agreed(
            f"Remove {folder} with every order, product and picture? [y/N] "
        ):
            self.stdout.write("Nothing was removed.")
            return
        try:
            with only_one(folder):
                leftovers.end_all(folder / "run")
                shutil.rmtree(shelter_for(folder / "postgres"), ignore_errors=True)
                shutil.rmtree(folder)
        except AlreadyRunning as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Removed {folder}. Start afresh with: make run")


def _agreed(question: str) -> bool:
    try:
        return input(question).strip().lower() in {"y", "yes"}
    except EOFError:
        return False
