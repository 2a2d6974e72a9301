"""What a run of the simulator says."""

import os

from tests.faults.simulator.running import Report
from tests.faults.simulator.scenario import Verdict


def in_words(report: Report) -> str:
    """The whole report."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    coverage = report.coverage
    lines = [
        "",
        f"{sum(report.faults.values()):,} faults in {report.scenarios:,} scenarios with {report.orders:,}"
        f" acknowledged orders, {report.took_s:.0f} s on {os.cpu_count()} cores and {memory:.0f} GiB",
        *(f"  {count:>7,}  {fault}" for fault, count in report.faults.most_common()),
        f"{len(coverage.reached)} points; the process died before and after"
        f" {len(coverage.reached) - len({point for point, _ in coverage.missing})} of them",
        *_by_flow(report),
    ]
    lines += [f"  never happened: {crash} {point}" for point, crash in coverage.missing[:20]]
    lines += [one(failure) for failure in report.failures]
    lines.append(f"violations: {len(report.failures)}")
    return "\n".join(lines)


def _by_flow(report: Report) -> list[str]:
    coverage = report.coverage
    return [
        f"  {flow:<22} {len(points):>4} points {coverage.by_flow[flow]:>6,} faults"
        for flow, points in sorted(coverage.flows.items())
    ]


def one(verdict: Verdict) -> str:
    """One scenario: what is wrong, by which faults, and how to see it again."""
    plan = ",".join(f"{one.at}={one.fault}" for one in verdict.injected)
    return "\n".join(
        [
            f"seed {verdict.seed}: {'; '.join(verdict.wrong) or 'all is well'}",
            *(f"    {one}" for one in verdict.injected),
            f'    again: python -m tests.faults simulate --seed {verdict.seed} --plan "{plan}"',
        ]
    )
