"""What breaks a rule is found, however long the look takes."""

import pytest
from django.db import connections

from domains.kernel.auditing import Rule, audit
from domains.kernel.router import database_of

pytestmark = pytest.mark.django_db(transaction=True)
ORDERS = database_of("order")


def test_a_look_may_take_longer_than_any_other_statement():
    slow = Rule("I4", "SELECT 'T-1', pg_sleep(0.2)::text")
    with connections[ORDERS].cursor() as cursor:
        cursor.execute("SET statement_timeout = 50")
        try:
            (found,) = audit(ORDERS, [slow], only=frozenset(), limit=10)
            cursor.execute("SHOW statement_timeout")
            assert cursor.fetchone() == ("50ms",)
        finally:
            cursor.execute("RESET statement_timeout")
    assert (found.invariant, found.subject) == ("I4", "T-1")


def test_only_the_rules_of_the_invariants_that_are_named_are_asked():
    rules = [Rule("I4", "SELECT 'T-1', 'wrong'"), Rule("I5", "SELECT 1 / 0, 'never asked'")]
    assert len(audit(ORDERS, rules, only=frozenset({"I4"}), limit=10)) == 1
