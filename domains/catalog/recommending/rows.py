"""The rows of recommendations: a card's, why it is there, and because of which product."""

from collections import namedtuple
from typing import Any

from domains.catalog.queries import CARD

RecommendedRow: Any = namedtuple("RecommendedRow", [*CARD, "kind", "because"])  # type: ignore[misc]
