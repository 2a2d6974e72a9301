"""Every variable that the settings read stands in the operators' page."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
# Only the suite's own settings read these.
_INTERNAL = {"CELERY_TASK_ALWAYS_EAGER"}


def test_every_setting_is_described() -> None:
    read = {
        name
        for path in (ROOT / "config").rglob("*.py")
        for name in re.findall(r"env\.\w+\(\s*[\"']([A-Z_]+)[\"']", path.read_text())
    }
    page = (ROOT / "docs" / "operations.md").read_text()
    assert {name for name in read - _INTERNAL if f"`{name}`" not in page} == set()
    assert len(read) > 20
