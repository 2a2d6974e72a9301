"""Which column each name in a file's first line is: as somebody said before, else as it is called."""

from collections.abc import Mapping, Sequence

from domains.catalog.importing.formats import Format
from domains.catalog.models import ImportJob

_REMEMBERED = 50


def remembered(header: Sequence[str], kind: Format) -> dict[str, str]:
    """What each name meant when somebody last mapped it, else what it is called; each column once."""
    said: dict[str, str] = {}
    mapped = ImportJob.objects.filter(mapping__isnull=False, format=kind.name.value)
    for earlier in mapped.order_by("-created_at").values_list("mapping", flat=True)[:_REMEMBERED]:
        said = {**(earlier or {}), **said}
    guess = kind.guess(header)
    return once({name: said.get(name, guess[name]) for name in header}, kind)


def once(mapping: Mapping[str, str], kind: Format) -> dict[str, str]:
    """The mapping without columns that there are not, and without the second name of one."""
    kept: dict[str, str] = {}
    for name, column in mapping.items():
        kept[name] = column if kind.has(column) and column not in kept.values() else ""
    return kept
