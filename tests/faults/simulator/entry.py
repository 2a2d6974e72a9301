"""Opens the simulator: its servers first, since settings are read from what is started here."""

import argparse
import os

import django

from tests import servers


def simulate_with(arguments: list[str]) -> int:
    """Play what the arguments ask for; the exit code of the command."""
    servers.provide()
    django.setup()
    del os.environ["DJANGO_SETTINGS_MODULE"]
    from tests.faults.simulator import command

    parser = argparse.ArgumentParser(prog="python -m tests.faults simulate")
    command.add_arguments(parser)
    return command.run(parser.parse_args(arguments))
