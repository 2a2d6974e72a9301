"""What merchandisers tell the search."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


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
