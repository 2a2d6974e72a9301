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


@dataclass(frozen=True, slots=True)
class RecommendationScore:
    """How well one kind of recommendation foresees what people buy next.

    In so many of the `cases` what was bought was among the best (`hits`); of all `sellable` products so many
    were `offered` to anybody. The rates go from 0 to 1.
    """

    kind: RecommendationKind
    cases: int
    hits: int
    sellable: int
    offered: int

    @property
    def hit_rate(self) -> float:
        return self.hits / max(self.cases, 1)

    @property
    def coverage(self) -> float:
        return self.offered / max(self.sellable, 1)
