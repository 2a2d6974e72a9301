"""`python -m tests.catalog.relevance`: how well an engine orders the demo shop's goods, by kind of query."""

import argparse
import sys
from pathlib import Path

import pytest

from tests.engines.building import NAMES


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.catalog.relevance", description=__doc__)
    parser.add_argument("engine", nargs="?", choices=["postgresql", *NAMES], default="postgresql")
    given = parser.parse_args()
    # The suite's own servers and database, empty of everything but the demo goods.
    measured = Path(__file__).with_name("test_relevance.py")
    return pytest.main([f"{measured}::test_the_order_holds_its_floor[{given.engine}]", "-q", "-s", "-rs"])


if __name__ == "__main__":
    sys.exit(main())
