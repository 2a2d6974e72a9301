"""What merchandisers tell the search."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from domains.kernel.ids import ProductId


class SynonymKind(StrEnum):
    GROUP = "group"
    REPLACEMENT = "replacement"


@dataclass(frozen=True, slots=True)
class Synonym:
    """A group: whoever searches for one of `words` finds what any of them finds.

    A replacement: whoever searches for one of `words` finds what `meant` finds, and not the words themselves.
    """

    id: UUID
    kind: SynonymKind
    words: tuple[str, ...]
    meant: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PinnedSearch:
    """For any of these searches the products stand first, in this order."""

    id: UUID
    queries: tuple[str, ...]
    product_ids: tuple[ProductId, ...]


class BoostKind(StrEnum):
    BRAND = "brand"
    CATEGORY = "category"
    TAG = "tag"
    PRODUCT = "product"


@dataclass(frozen=True, slots=True)
class SearchBoost:
    """What has the slug `value` counts `factor` times in these searches, in all where none is named."""

    id: UUID
    kind: BoostKind
    value: str
    factor: Decimal
    queries: tuple[str, ...] = ()
