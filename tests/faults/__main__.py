"""`python -m tests.faults`: break the shop on purpose, say what was broken, end with 1 where it did not hold."""

import argparse
import os
import sys

from tests import servers

# Before anything of Django is imported: the settings are read from what is started here.
servers.provide()

import django  # noqa: E402

django.setup()
del os.environ["DJANGO_SETTINGS_MODULE"]

from tests.faults.simulator import command  # noqa: E402


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parts = parser.add_subparsers(dest="part")
    command.add_arguments(
        parts.add_parser("simulate", help="the shop's code with a fault at any commit or call")
    )
    given = parser.parse_args(sys.argv[1:] or ["simulate"])
    return command.run(given)


if __name__ == "__main__":
    sys.exit(main())
