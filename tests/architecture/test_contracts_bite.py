"""Every contract of importlinter.ini turns red for a planted violation, and is green without one."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.house import ROOT

PLANTED = {
    "deployment": ("domains/cart/planted.py", "import ecommerce\n"),
    "settings": ("domains/cart/planted.py", "from config import env\n"),
    "domain-order": ("domains/catalog/planted.py", "from domains.order import services\n"),
    "published-modules": ("domains/order/planted.py", "from domains.cart import models\n"),
    "inside-a-domain": ("domains/cart/types.py", "from domains.cart import services\n"),
    "plain-language": ("domains/cart/errors.py", "import django\n"),
    "use-cases": ("domains/cart/services.py", "import celery\n"),
    "money": ("domains/cart/planted.py", "from domains.payment import services\n"),
    "acyclic": (
        "domains/cart/planted.py",
        "from domains.cart import planted_too\n",
    ),
}


@pytest.fixture
def copy_of_the_house(tmp_path: Path) -> Path:
    ignore = shutil.ignore_patterns("__pycache__", "*.json")
    for folder in ("domains", "ecommerce", "config"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=ignore)
    shutil.copy(ROOT / "importlinter.ini", tmp_path)
    return tmp_path


def lint(house: Path, contract: str = "") -> subprocess.CompletedProcess[str]:
    """The gate as a developer runs it, in this copy of the house."""
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as gate; gate()"]
    command += ["--config", "importlinter.ini", "--no-cache"]
    command += ["--contract", contract] if contract else []
    return subprocess.run(command, cwd=house, capture_output=True, text=True, timeout=60, check=False)


def test_the_house_is_green() -> None:
    result = lint(ROOT)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize("contract", PLANTED)
def test_a_planted_violation_turns_the_contract_red(copy_of_the_house: Path, contract: str) -> None:
    name, line = PLANTED[contract]
    path = copy_of_the_house / name
    path.write_text(line + (path.read_text() if path.exists() else ""))
    if contract == "acyclic":
        (path.parent / "planted_too.py").write_text("from domains.cart import planted\n")
    result = lint(copy_of_the_house, contract)
    assert result.returncode != 0
    assert "BROKEN" in result.stdout


def test_every_contract_has_its_planted_violation() -> None:
    sections = [
        line.strip("[]\n").removeprefix("importlinter:contract:")
        for line in (ROOT / "importlinter.ini").read_text().splitlines()
        if line.startswith("[importlinter:contract:")
    ]
    assert set(sections) == set(PLANTED)


def test_no_contract_makes_an_exception_for_one_importer() -> None:
    lines = (ROOT / "importlinter.ini").read_text().splitlines()
    exceptions = [line.strip() for line in lines if "->" in line and not line.strip().startswith("** ->")]
    assert exceptions == []
