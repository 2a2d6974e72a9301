"""Products side by side: which ones, and what stands in each row of the table.

Which ones stands in the address, so that it can be shared; the last ones stand in a cookie, so that a
product's page can add to them.
"""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from domains.catalog.types import ComparedProduct
from domains.kernel.ids import ProductId
from ecommerce.storefront import session

MOST = 4


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that is compared; a cell is empty where a product says nothing of it."""

    label: str
    cells: tuple[str, ...]

    @property
    def differs(self) -> bool:
        return len(set(self.cells)) > 1


def asked_for(request: HttpRequest) -> tuple[list[ProductId], bool]:
    """The ids in the address, each once and four at most, and whether something there was left out."""
    given = [one for part in request.GET.getlist("ids") for one in part.split(",") if one.strip()]
    ids = _ids(given)
    return ids[:MOST], len(ids) > MOST or len(ids) < len(set(given))


def last(request: HttpRequest) -> list[ProductId]:
    """What this browser compared last."""
    value = request.get_signed_cookie(session.COMPARE_COOKIE, default="", salt=session.COMPARE_COOKIE) or ""
    return _ids(value.split("."))[:MOST]


def keep(response: HttpResponse, ids: Sequence[ProductId]) -> None:
    """The browser remembers what is compared."""
    session.set_signed(response, session.COMPARE_COOKIE, ".".join(one.hex for one in ids))


def address(ids: Iterable[ProductId]) -> str:
    """The page that compares these; it can be shared."""
    joined = ",".join(map(str, ids))
    return f"/compare?ids={joined}" if joined else "/compare"


def rows(products: Sequence[ComparedProduct]) -> tuple[Row, ...]:
    """Every attribute that one of the products has, in the order of the first that has it."""
    labels = dict.fromkeys(label for one in products for label in one.attributes)
    brand = Row("Brand", tuple(one.card.brand for one in products))
    found = [
        Row(label, tuple(", ".join(one.attributes.get(label, ())) for one in products)) for label in labels
    ]
    return tuple(row for row in (brand, *found) if any(row.cells))


def parse_id(text: str) -> ProductId | None:
    """The id that the text is, if it is one."""
    with suppress(ValueError):
        return ProductId(UUID(text.strip()))
    return None


def _ids(given: Iterable[str]) -> list[ProductId]:
    return [*dict.fromkeys(one for text in given if (one := parse_id(text)) is not None)]
