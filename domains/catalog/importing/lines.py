"""Reads CSV records one by one; a broken record is reported and the next one is read."""

import codecs
import csv
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO, cast

from domains.catalog.errors import ImportFileInvalid
from domains.catalog.importing.columns import delimiter_of
from domains.catalog.importing.formats import Format, format_of
from domains.catalog.importing.formulas import restored
from domains.catalog.types import LineProblem

_LONGEST_LINE = 1_000_000
_LONGEST_RECORD = 500  # physical lines
# As many as a person can be asked about on one page, and five times what Shopify gives out.
_MOST_COLUMNS = 400
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_NEVER_CLOSED = "The quotation mark that opens a text on this line is never closed."

csv.field_size_limit(_LONGEST_LINE)


@dataclass(frozen=True, slots=True)
class Line:
    """One record: the number of its first physical line, and by column what it says."""

    number: int
    fields: Mapping[str, str]

    def get(self, column: str) -> str:
        """The field's text; empty where the file has none."""
        return self.fields.get(column, "")


@dataclass(frozen=True, slots=True)
class Table:
    """A file of which the first line was read: its format, the names that stand there, and the records."""

    format: Format
    header: tuple[str, ...]
    mapping: Mapping[str, str]
    lines: Iterator[Line | LineProblem]


def open_table(
    file: BinaryIO, *, mapping: Mapping[str, str] | None = None, places: Mapping[str, int] | None = None
) -> Table:
    """The file, and every record of it in order, or what is wrong with it, when it is asked for.

    `mapping` says which column each name of the first line is, where that is not to be guessed. With
    `places` the fields are called so, whatever the first line says.
    Raises ImportFileInvalid when the file as a whole is not a product CSV.
    """
    physical = _PhysicalLines(_as_utf8(file))
    header, delimiter = _header(physical)
    kind = format_of(header)
    meant = kind.guess(header) if mapping is None else mapping
    if places is None:
        places = kind.places_of(header, meant)
    lines = _lines(physical, places, delimiter, len(header), clean=_exact if kind.is_exact else _clean)
    return Table(kind, tuple(header), meant, lines)


def header_of(file: BinaryIO) -> tuple[str, ...]:
    """The names in the file's first line. Raises ImportFileInvalid when it cannot be read."""
    return tuple(_header(_PhysicalLines(_as_utf8(file)))[0])


def _header(physical: "_PhysicalLines") -> tuple[list[str], str]:
    _, first = physical.take()
    if isinstance(first, LineProblem):
        raise ImportFileInvalid(f"The first line cannot be read: {first.reason}")
    text = first.removeprefix("\ufeff")
    delimiter = delimiter_of(text)
    header = _parse([text], delimiter) if text.strip() else []
    if not isinstance(header, list):
        raise ImportFileInvalid(f"The first line cannot be read: {header}")
    if len(header) > _MOST_COLUMNS:
        raise ImportFileInvalid(f"The first line names more than {_MOST_COLUMNS} columns.")
    return [name.replace("\0", "").strip() for name in header], delimiter


def _lines(
    physical: "_PhysicalLines",
    places: Mapping[str, int],
    delimiter: str,
    width: int,
    *,
    clean: Callable[[str], str],
) -> Iterator[Line | LineProblem]:
    while (taken := physical.take())[1]:
        number, text = taken
        if isinstance(text, LineProblem):
            yield text
            continue
        if not text.strip():
            continue
        record = _record(physical, text, delimiter, width=width)
        if isinstance(record, str):
            yield LineProblem(number, "", record)
        elif any(field.strip() for field in record):
            said = ((name, clean(record[place])) for name, place in places.items() if place < len(record))
            yield Line(number, {name: text for name, text in said if text})


class _PhysicalLines:
    """The file's lines with their numbers; lines can be put back."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._back: list[str | LineProblem] = []
        self.number = 0

    def take(self) -> tuple[int, str | LineProblem]:
        """The next line with its number; an empty text at the end."""
        self.number += 1
        return self.number, self._back.pop() if self._back else self._read()

    def put_back(self, lines: list[str | LineProblem]) -> None:
        self._back.extend(reversed(lines))
        self.number -= len(lines)

    def _read(self) -> str | LineProblem:
        try:
            raw = self._file.readline(_LONGEST_LINE + 1)
            if len(raw) > _LONGEST_LINE:
                while raw and not raw.endswith(b"\n"):
                    raw = self._file.readline(_LONGEST_LINE)
                return LineProblem(self.number, "", "The line is longer than a million characters.")
            return raw.decode()
        except UnicodeDecodeError as broken:
            if broken.encoding != "utf-8":
                raise ImportFileInvalid("The file is not valid UTF-16. Save it as CSV UTF-8.") from broken
            byte = broken.object[broken.start]
            reason = f"Not UTF-8 text (byte 0x{byte:02X} at {broken.start + 1}). Save the file as CSV UTF-8."
            return LineProblem(self.number, "", reason)


def _as_utf8(file: BinaryIO) -> BinaryIO:
    start = file.read(2)
    file.seek(0)
    if start in _UTF16:
        return cast(BinaryIO, codecs.EncodedFile(file, "utf-8", "utf-16"))
    return file


def _record(physical: _PhysicalLines, first: str, delimiter: str, *, width: int) -> list[str] | str:
    """The record that begins with `first`, or why there is none; then only that line is used up."""
    more: list[str | LineProblem] = []

    def lines() -> Iterator[str]:
        yield first
        while len(more) < _LONGEST_RECORD:
            _, text = physical.take()
            if text:
                more.append(text)
            else:
                physical.put_back([text])
            if not text or isinstance(text, LineProblem):
                return
            yield text

    record = _parse(lines(), delimiter)
    if isinstance(record, list):
        if len(record) <= width:
            return record
        record = (
            f"The line has {len(record)} fields, the first line names {width}. Is a quotation mark missing?"
        )
    physical.put_back(more)
    return record


def _parse(lines: Iterable[str], delimiter: str) -> list[str] | str:
    """The fields of one record, or why its quoting is broken."""
    try:
        return next(csv.reader(lines, delimiter=delimiter, strict=True), [])
    except csv.Error as broken:
        reason = str(broken)
        return _NEVER_CLOSED if "unexpected end" in reason else f"The quoting is broken: {reason}."


def _clean(text: str) -> str:
    """The field without NUL, blanks around it and the mark that an export puts before a formula."""
    return restored(text.replace("\0", "").strip()) if text else ""


def _exact(text: str) -> str:
    """The field as it was given out."""
    return restored(text.replace("\0", "")) if text else ""
