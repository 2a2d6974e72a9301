"""Product files in Shopify's columns, and their import."""

import csv
import io
from collections.abc import Iterable
from pathlib import Path

from domains.catalog import services as catalog
from domains.catalog.types import ImportJob

_HEADER = (
    "Handle,Title,Body (HTML),Vendor,Type,Tags,Published,Option1 Name,Option1 Value,Option2 Name,Option2 Value,"
    "Variant SKU,Variant Grams,Variant Inventory Qty,Variant Price,Variant Compare At Price,Image Src"
)


def brought_in(path: Path, **options: str) -> ImportJob:
    """The ended import of this file, seven products a step."""
    job = catalog.open_import(str(path), **options)
    while not job.ended:
        job = catalog.advance_import(job.id, products=7)
    return job


def imported(content: str | bytes, folder: Path, **options: str) -> ImportJob:
    """The ended import of a file with this content."""
    path = folder / "products.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return brought_in(path, **options)


def table(*rows: Iterable[str]) -> str:
    """A file of these rows; a row is a mapping of columns to texts."""
    text = io.StringIO()
    writer = csv.DictWriter(text, _HEADER.split(","), restval="")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def line(handle: str = "mug", **fields: str) -> dict[str, str]:
    """A line; `price` stands for `Variant Price` and so on."""
    names = {
        "title": "Title",
        "body": "Body (HTML)",
        "type": "Type",
        "tags": "Tags",
        "published": "Published",
        "option": "Option1 Name",
        "value": "Option1 Value",
        "sku": "Variant SKU",
        "quantity": "Variant Inventory Qty",
        "price": "Variant Price",
        "compare_at": "Variant Compare At Price",
        "image": "Image Src",
    }
    return {"Handle": handle} | {names[name]: text for name, text in fields.items()}


def problems(job: ImportJob) -> list[tuple[int, str]]:
    """Which lines were left out, and for which of their fields."""
    return [(one.line, one.field) for one in job.problems]
