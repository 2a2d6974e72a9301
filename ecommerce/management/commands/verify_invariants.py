"""Check what must always be true of the shop, also while it sells."""

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ecommerce.operations import invariants
from ecommerce.operations.invariants import Finding


class Command(BaseCommand):
    help = "Check what must always be true of the shop; ends with 1 and the rows where it is not."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        known = ", ".join(one.id for one in invariants.INVARIANTS)
        parser.add_argument("--only", default="", help=f"some of {known}, separated by commas")
        parser.add_argument("--limit", type=int, default=20, help="rows shown for each (20)")
        parser.add_argument("--json", action="store_true", help="one JSON object, for programs")

    def handle(self, *args: Any, **options: Any) -> None:
        only = {name.strip().upper() for name in options["only"].split(",") if name.strip()}
        if unknown := only - {one.id for one in invariants.INVARIANTS}:
            raise CommandError(f"There is no invariant {', '.join(sorted(unknown))}. See --help.")
        findings = []
        for finding in invariants.check(only=only, limit=options["limit"]):
            findings.append(finding)
            if not options["json"]:
                self._tell(finding)
        broken = [finding.invariant.id for finding in findings if finding.violations]
        if options["json"]:
            self.stdout.write(_as_json(findings))
        elif not broken:
            took = sum(finding.took_ms for finding in findings)
            self.stdout.write(self.style.SUCCESS(f"All {len(findings)} hold ({took:.0f} ms)."))
        if broken:
            raise CommandError(f"Broken: {', '.join(broken)}.", returncode=1)

    def _tell(self, finding: Finding) -> None:
        one, broken = finding.invariant, finding.violations
        if one.proved_by:
            self.stdout.write(f"  {one.id:<4} tests   {one.says}\n               proved by {one.proved_by}")
            return
        state = self.style.ERROR("BROKEN") if broken else self.style.SUCCESS("holds ")
        self.stdout.write(f"  {one.id:<4} {state}  {one.says} ({finding.took_ms:.0f} ms)")
        for violation in broken:
            self.stdout.write(f"               {violation.subject}: {violation.detail}")


def _as_json(findings: list[Finding]) -> str:
    return json.dumps(
        {
            "broken": [one.invariant.id for one in findings if one.violations],
            "invariants": [
                {
                    "id": one.invariant.id,
                    "says": one.invariant.says,
                    "proved_by": one.invariant.proved_by,
                    "took_ms": round(one.took_ms, 1),
                    "violations": [asdict(violation) for violation in one.violations],
                }
                for one in findings
            ],
        }
    )
