"""The image, the compose file and the production settings agree with the code."""

import re
import subprocess
from pathlib import Path

import yaml
from django.conf import settings

ROOT: Path = settings.BASE_DIR
_READ = re.compile(r"""env\.\w+\(\s*"(\w+)"(\s*[,)])|environ(?:\.get\(|\[)"(\w+)\"""")
# Read by Django itself, before any settings.
_BY_DJANGO = {"DJANGO_SETTINGS_MODULE"}


def _sources() -> str:
    return "\n".join(path.read_text() for path in sorted((ROOT / "config").rglob("*.py")))


def _compose() -> dict:
    return yaml.safe_load((ROOT / "docker" / "compose.yaml").read_text())


def test_every_variable_that_compose_sets_is_read() -> None:
    read = {first or second for first, _, second in _READ.findall(_sources())} | _BY_DJANGO
    assert set(_compose()["x-shop"]["environment"]) - read == set()


def test_compose_sets_everything_that_production_cannot_do_without() -> None:
    production = (ROOT / "config" / "settings" / "production.py").read_text()
    required = {name for name, end, _ in _READ.findall(production) if end.strip() == ")"}
    assert {"SECRET_KEY", "ALLOWED_HOSTS"} <= required
    assert required - set(_compose()["x-shop"]["environment"]) == set()


def test_compose_holds_no_secret() -> None:
    for service in [_compose()["x-shop"], *_compose()["services"].values()]:
        for name, value in service.get("environment", {}).items():
            if re.search(r"SECRET|PASSWORD|PRIVATE|AUTH|_URL$", name) and name != "SITE_URL":
                # Asked for, or nothing.
                assert re.search(r"\$\{\w+:(\?|-\})", value), name


def test_make_help_names_every_target() -> None:
    phony = re.findall(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text(), flags=re.M)
    shown = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert {target for line in phony for target in line.split()} - set(shown.split()) == set()
