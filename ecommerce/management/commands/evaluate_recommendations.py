"""Tell how well each kind of recommendation would have foreseen what people bought last."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from domains.catalog import services as catalog


class Command(BaseCommand):
    help = "Hold out each person's last new product, and count how often each kind names it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--top", type=int, default=10, help="how many products each kind may name")
        parser.add_argument("--people", type=int, default=2_000, help="so many people at most, by chance")
        parser.add_argument("--seed", type=int, default=1, help="which people")

    def handle(self, *args: Any, **options: Any) -> None:
        top, people = max(options["top"], 1), max(options["people"], 1)
        scores = catalog.get_recommendation_scores(top=top, most=people, seed=options["seed"])
        if not scores:
            raise CommandError("Nobody bought three different products yet: there is nothing to hold out.")
        baseline = scores[0]
        self.stdout.write(f"{baseline.cases} people, seed {options['seed']}")
        self.stdout.write(f"| kind | hit rate@{top} | beside bestsellers | coverage |")
        self.stdout.write("| --- | ---: | ---: | ---: |")
        for one in scores:
            times = f"{one.hit_rate / baseline.hit_rate:.2f} times" if baseline.hit_rate else "-"
            self.stdout.write(f"| {one.kind} | {one.hit_rate:.3f} | {times} | {one.coverage:.1%} |")
