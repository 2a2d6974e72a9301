"""How an import stands."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from domains.kernel.money import Money


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
    """Uploaded and not begun, waiting for a worker, at work, through to the end, or given up.

    It is given up where nothing could be read. What it did may be undone, step by step too.
    """

    UPLOADED = "uploaded"
    WAITING = "waiting"
    RUNNING = "running"
    FINISHED = "finished"
    FAILED = "failed"
    UNDOING = "undoing"
    UNDONE = "undone"


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
        return self.status in (ImportStatus.FINISHED, ImportStatus.FAILED, ImportStatus.UNDONE)


@dataclass(frozen=True, slots=True)
class FileColumn:
    """A name in a file's first line, the first things that stand under it, and the column of ours that it is.

    `meaning` is empty for a column that is left out. One that `asks` prices a market whose currency only
    a person can say.
    """

    name: str
    samples: tuple[str, ...]
    meaning: str
    asks: bool = False


@dataclass(frozen=True, slots=True)
class FileColumns:
    """An uploaded file's columns; `meanings` are all that one can be, `required` those that one must be."""

    format: FileFormat
    columns: tuple[FileColumn, ...]
    meanings: tuple[str, ...]
    required: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PreviewedProduct:
    """A product as a file would make it; `is_new` when the shop has none at its address.

    `price` is what its cheapest variant costs, `other_prices` the same in other currencies that the file
    names.
    """

    line: int
    slug: str
    name: str
    is_new: bool
    price: Money
    other_prices: tuple[Money, ...]
    variants: int
    stock: int | None
    pictures: int
    category: str


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """The first products of a file, and what is wrong with its first `lines` lines.

    `is_whole` when the file has no more.
    """

    products: tuple[PreviewedProduct, ...]
    problems: tuple[LineProblem, ...]
    lines: int
    is_whole: bool
