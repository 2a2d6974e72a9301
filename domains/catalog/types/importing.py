"""How an import stands."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


@dataclass(frozen=True, slots=True)
class LineProblem:
    """One line of an import that was left out: its number, field and the reason."""

    line: int
    field: str
    reason: str


class FileFormat(StrEnum):
    """A product CSV as Shopify writes it, or our own, which keeps all that a product is."""

    SHOPIFY = "shopify"
    SEPTET = "septet"


class ImportStatus(StrEnum):
    """Waiting to begin, at work, through to the end, or given up because nothing could be read."""

    WAITING = "waiting"
    RUNNING = "running"
    FINISHED = "finished"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class ImportJob:
    """An import on its way: `done` of `total` products.

    `problems` are the first thousand of `problem_count`.
    """

    id: UUID
    filename: str
    status: ImportStatus
    done: int
    total: int
    products_created: int
    products_updated: int
    variants: int
    pictures: int
    pictures_missing: int
    problem_count: int
    problems: tuple[LineProblem, ...]
    failure: str
    created_at: datetime
    finished_at: datetime | None

    @property
    def ended(self) -> bool:
        """Whether nothing more will happen to it."""
        return self.status in (ImportStatus.FINISHED, ImportStatus.FAILED)
