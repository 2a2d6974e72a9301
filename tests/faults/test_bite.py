"""The list of guards stays true to the code; `make faults ARGS='bite'` takes them away one by one."""

import re

import pytest

from tests.faults.bite.command import ROOT, TABLE, table
from tests.faults.bite.guards import GUARDS


@pytest.mark.parametrize("guard", GUARDS, ids=lambda guard: guard.keeps)
def test_a_guard_stands_once_where_it_is_said_to_and_has_its_test(guard):
    assert (ROOT / guard.file).read_text().count(guard.text) == 1
    file, _, name = guard.test.partition("::")
    assert re.search(rf"^def {name}\(", (ROOT / file).read_text(), re.MULTILINE)


def test_the_page_of_guards_is_what_the_command_writes():
    assert TABLE.read_text() == table(GUARDS)
