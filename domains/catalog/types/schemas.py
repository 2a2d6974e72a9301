"""What a category expects of its products' attributes, as people see it."""

from dataclasses import dataclass
from enum import StrEnum

from domains.kernel.ids import ProductId


class FieldKind(StrEnum):
    """How an attribute is filled in."""

    TEXT = "text"
    NUMBER = "number"
    YES_OR_NO = "yes_or_no"
    CHOICE = "choice"
    LIST = "list"
    ANYTHING = "anything"


@dataclass(frozen=True, slots=True)
class SchemaField:
    """One attribute; `source` is the name of the category that asks for it."""

    name: str
    label: str
    kind: FieldKind
    choices: tuple[str, ...]
    required: bool
    hint: str
    source: str
    inherited: bool


@dataclass(frozen=True, slots=True)
class BreakingProduct:
    """A product that a schema refuses, and why."""

    id: ProductId
    name: str
    attribute: str
    reason: str


@dataclass(frozen=True, slots=True)
class SchemaPreview:
    """What a schema would ask for, and which of the products checked break it, the first of them by name."""

    fields: tuple[SchemaField, ...]
    checked: int
    all_checked: bool
    breaking: int
    first_breaking: tuple[BreakingProduct, ...]
