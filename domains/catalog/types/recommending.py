"""What else a shopper may want, and why we think so."""

from dataclasses import dataclass
from enum import StrEnum

from domains.catalog.types.listing import ProductCard


class RecommendationKind(StrEnum):
    PERSONAL = "personal"
    BOUGHT_TOGETHER = "bought_together"
    SIMILAR = "similar"
    TRENDING = "trending"
    BESTSELLING = "bestselling"


@dataclass(frozen=True, slots=True)
class Recommendation:
    """A product that somebody may want; `reason` says why in words that a shopper reads."""

    card: ProductCard
    kind: RecommendationKind
    reason: str
