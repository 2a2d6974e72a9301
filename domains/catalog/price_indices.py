"""What lists in another currency are sorted by: indices over its prices, one pair for each that is sold in.

They belong to settings, not to models: which currencies there are is the shop's to say.
"""

from typing import Any

from django.conf import settings
from django.db import connections

from domains.catalog.pricing import has_price_in, is_own, paid_in
from domains.kernel.router import database_of

# None before the table is there.
_PRESENT = """
SELECT index.relname, made.indisvalid FROM pg_index AS made
JOIN pg_class AS index ON index.oid = made.indexrelid
WHERE made.indrelid = to_regclass('catalog_product_row') AND index.relname ~ '^catalog_row_paid_in_[a-z]{3}'
"""
_TABLE = "SELECT to_regclass('catalog_product_row') IS NOT NULL"
_CREATE = "CREATE INDEX {how} {name} ON catalog_product_row ({columns}) WHERE listed AND {priced}"


def keep_price_indices(*, using: str, **_: Any) -> None:
    """After every migration: each of `CURRENCIES` has its indices, and no other; the shop may be selling."""
    if using != database_of("catalog"):
        return
    connection = connections[using]
    # In a transaction nothing is made beside others' writes; there, in tests, nobody else writes.
    how = "" if connection.in_atomic_block else "CONCURRENTLY"
    with connection.cursor() as cursor:
        cursor.execute(_TABLE)
        if not cursor.fetchone()[0]:
            return
        cursor.execute(_PRESENT)
        present = dict(cursor.fetchall())
        wanted = _wanted(how)
        for name, valid in present.items():
            # What was broken off half-way helps nobody.
            if name not in wanted or not valid:
                cursor.execute(f"DROP INDEX {how} {name}")
        for name, statement in wanted.items():
            if not present.get(name):
                cursor.execute(statement)


def _wanted(how: str) -> dict[str, str]:
    """The statement that makes each index, by the index's name."""
    found = {}
    for currency in settings.CURRENCIES:
        if not is_own(currency):
            name, paid = f"catalog_row_paid_in_{currency.lower()}", f"({paid_in(currency)}), product_id"
            for own, columns in ((name, paid), (f"{name}_shelf", f"category_slug, {paid}")):
                found[own] = _CREATE.format(how=how, name=own, columns=columns, priced=has_price_in(currency))
    return found
