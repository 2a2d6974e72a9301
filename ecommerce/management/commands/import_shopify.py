"""Bring a product CSV, Shopify's or our own, into the shop."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management import CommandError
from django.core.management.base import BaseCommand

from domains.catalog import services as catalog
from domains.catalog.types import ImportJob
from domains.kernel.errors import DomainError

# Of progress.
_PRODUCTS_A_LINE = 5_000


class Command(BaseCommand):
    help = "Bring in a product CSV, Shopify's or our own. Importing a file again changes what is there."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="the CSV, as Shopify or this shop gives it out")
        parser.add_argument("--currency", default="", help="of the prices; the shop's own without it")

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.monotonic()
        try:
            job = catalog.open_import(options["file"], currency=options["currency"].upper())
        except DomainError as refused:
            raise CommandError(refused.detail) from refused
        self._say(f"{job.filename}: {job.total} products")
        while not job.ended:
            job = catalog.advance_import(job.id, products=_PRODUCTS_A_LINE)
            self._say(f"  {job.done} of {job.total}")
        self._report(job, time.monotonic() - started)
        if job.failure:
            raise CommandError(job.failure)

    def _report(self, job: ImportJob, seconds: float) -> None:
        self._say(
            f"{job.products_created} products made, {job.products_updated} changed, {job.variants} variants, "
            f"{job.pictures} pictures in {seconds:.1f} s"
        )
        if job.pictures_missing:
            self._say(f"{job.pictures_missing} pictures could not be fetched: drawings stand in for them")
        if job.problem_count:
            self._say(f"{job.problem_count} lines were left out or need a look:")
        for problem in job.problems:
            self._say(f"  line {problem.line}, {problem.field or 'whole line'}: {problem.reason}")
        if job.problem_count > len(job.problems):
            self._say(f"  … and {job.problem_count - len(job.problems)} more")

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()
