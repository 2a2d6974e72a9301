"""What the architecture tests know of the house: its rooms, and how to read them."""

import ast
import importlib
import inspect
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parents[2]
DOMAINS = ("user", "catalog", "cart", "order", "payment", "inventory", "notification")
READS = (
    "get_",
    "find_",
    "list_",
    "count_",
    "search_",
    "suggest_",
    "quote_",
    "is_",
    "has_",
    "read_",
    "refuse_",
)


def sources(*folders: str) -> Iterator[Path]:
    """Every Python file of the folders, migrations left out."""
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


@cache
def tree(path: Path) -> ast.Module:
    """The file, parsed."""
    return ast.parse(path.read_text(encoding="utf-8"))


def imports(path: Path) -> set[str]:
    """The modules that the file names in its imports, wherever they stand."""
    found: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def services(domain: str) -> ModuleType:
    """The domain's published services."""
    return importlib.import_module(f"domains.{domain}.services")


def published(domain: str) -> list[tuple[str, object]]:
    """`(name, function)` for all that the domain publishes."""
    module = services(domain)
    return [(name, getattr(module, name)) for name in module.__all__]


def published_everywhere() -> list[tuple[str, str, object]]:
    """`(domain, name, function)` for all that every domain publishes."""
    return [
        (domain, name, function)
        for domain in DOMAINS
        for name, function in published(domain)
        if inspect.isfunction(function)
    ]


def short(path: Path) -> str:
    """The path as a reader writes it."""
    return path.relative_to(ROOT).as_posix()
