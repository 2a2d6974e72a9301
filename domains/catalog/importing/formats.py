"""The two kinds of product CSV: Shopify's, and our own that keeps everything."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from domains.catalog.errors import ImportFileInvalid
from domains.catalog.importing import columns, markets, own_columns
from domains.catalog.types import FileFormat


@dataclass(frozen=True, slots=True)
class Format:
    """Its columns, those that must be there, the one that names the product; texts are kept, or tidied.

    `also` knows the columns of which there is one for each currency.
    """

    name: FileFormat
    columns: tuple[str, ...]
    required: tuple[str, ...]
    key: str
    is_exact: bool
    known_as: Callable[[str], str]
    also: Callable[[str], bool]

    def has(self, column: str) -> bool:
        """Whether there is such a column."""
        return column in self.columns or self.also(column)

    def guess(self, header: Sequence[str]) -> dict[str, str]:
        """The column that each name of the first line means; empty for those that mean none, or one twice."""
        meant: dict[str, str] = {}
        for name in header:
            column = self.known_as(name)
            meant.setdefault(name, "" if column in meant.values() else column)
        return meant

    def places_of(self, header: Sequence[str], mapping: Mapping[str, str]) -> Mapping[str, int]:
        """Where each column stands whose name is mapped.

        Raises ImportFileInvalid naming the columns that are missing.
        """
        places: dict[str, int] = {}
        for place, name in enumerate(header):
            column = mapping.get(name, "")
            if self.has(column):
                places.setdefault(column, place)
        if missing := [name for name in self.required if name not in places]:
            raise ImportFileInvalid(
                f"The first line must name the columns of a product CSV. Missing: {', '.join(missing)}.",
                missing=missing,
            )
        return places


SHOPIFY = Format(
    name=FileFormat.SHOPIFY,
    columns=(*columns.EXPORTED, columns.CATEGORY),
    required=columns.REQUIRED,
    key=columns.HANDLE,
    is_exact=False,
    known_as=columns.known_as,
    also=markets.is_one,
)
OWN = Format(
    name=FileFormat.SEPTET,
    columns=own_columns.EXPORTED,
    required=own_columns.REQUIRED,
    key=own_columns.SLUG,
    is_exact=True,
    known_as=own_columns.known_as,
    also=lambda column: False,
)


def format_of(header: Sequence[str]) -> Format:
    """Our own where the first line names all that one needs, else Shopify's."""
    names = {own_columns.known_as(name) for name in header}
    return OWN if names.issuperset(own_columns.REQUIRED) else SHOPIFY


def format_named(name: str) -> Format:
    """The format of this name."""
    return OWN if name == FileFormat.SEPTET else SHOPIFY
