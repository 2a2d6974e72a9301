"""`python -m tests.faults`: break the shop on purpose, say what was broken, end with 1 where it did not hold."""

import argparse
import sys

from tests.faults.bite import command as bite
from tests.faults.kill import command as kill
from tests.faults.links import command as links


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parts = parser.add_subparsers(dest="part", required=True)
    kill.add_arguments(parts.add_parser("kill", help="real processes under load, killed at random"))
    bite.add_arguments(parts.add_parser("bite", help="guards taken away, and the tests that notice"))
    links.add_arguments(parts.add_parser("links", help="every link of the shop, slow, cut and torn"))
    # Its own arguments are read once its servers run.
    parts.add_parser("simulate", help="the shop's code with a fault at any commit or call", add_help=False)
    given, rest = parser.parse_known_args(sys.argv[1:] or ["simulate"])
    if given.part == "kill":
        return kill.run(parser.parse_args())
    if given.part == "links":
        return links.run(parser.parse_args())
    if given.part == "bite":
        return bite.run(parser.parse_args())
    from tests.faults.simulator.entry import simulate_with

    return simulate_with(rest)


if __name__ == "__main__":
    sys.exit(main())
