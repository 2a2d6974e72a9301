# ruff: noqa: S608  every name in a statement is written here
"""A shop with a large catalogue: the demo's products again and again, each under a name and a price of its own."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg
import redis
from psycopg import sql

from tests.benchmarks.growing import id_of

_AT_ONCE = 20_000
# So many products are a line.
_LINE = 125
# With so many more it is quicker to write the indexes afterwards.
_MANY = 50_000
_SYLLABLES = [
    "ba",
    "ce",
    "di",
    "fo",
    "gu",
    "ka",
    "le",
    "mi",
    "no",
    "pu",
    "ra",
    "se",
    "ti",
    "vo",
    "wu",
    "ya",
    "ze",
    "lo",
    "ni",
    "ta",
]


def _syllable(step: int) -> str:
    listed = ", ".join(f"'{one}'" for one in _SYLLABLES)
    return (
        f"(ARRAY[{listed}])[1 + mod(n / {_LINE} * 7919 / {len(_SYLLABLES) ** step}, {len(_SYLLABLES)})::int]"
    )


# What a shop sells comes in lines, each with a word of its own: the larger the shop, the more words it has.
# There are eight thousand of them.
_SERIES = " || ".join(_syllable(step) for step in range(3))
_NAME = f"initcap({_SERIES}) || ' ' || template.name"
_FACTOR = "(50 + mod(n * 37, 151)) / 100.0"
_PRODUCT, _FIRST_VARIANT = id_of("01a0"), id_of("01a1", "0")
_SINCE = "now() - n * interval '7 seconds' - interval '1 hour'"


@dataclass(frozen=True, slots=True)
class Copy:
    """The rows of one table that belong to a product, and what differs from copy to copy.

    `n` is the copy's number, `template` the row that is copied.
    """

    table: str
    owner: str
    differs: dict[str, str]
    only: str = "true"


def _priced(*columns: str) -> dict[str, str]:
    return {name: f"round(template.{name} * {_FACTOR}, 2)" for name in columns}


_COPIES = (
    Copy(
        "catalog_product",
        "id",
        {
            "id": _PRODUCT,
            "slug": "template.slug || '-g' || n",
            "name": _NAME,
            "sold": "mod(n * 7919, 500)",
            "published_at": _SINCE,
        },
    ),
    Copy(
        "catalog_variant",
        "product_id",
        {
            "id": id_of("01a1", "template.position"),
            "product_id": _PRODUCT,
            "sku": "template.sku || '-G' || n",
            "available": "CASE WHEN mod(n, 10) = 0 THEN 0 ELSE 1000 END",
            "other_prices": "'{}'::jsonb",
            "other_lowest": "'{}'::jsonb",
            **_priced("price", "sale_price", "lowest_before"),
        },
        "template.position < 2 AND template.active",
    ),
    Copy(
        "catalog_media",
        "product_id",
        {"id": id_of("01a2", "template.position"), "product_id": _PRODUCT},
        "template.position < 2",
    ),
    Copy(
        "catalog_product_row",
        "product_id",
        {
            "product_id": _PRODUCT,
            "sku": "template.sku || '-G' || n",
            "slug": "template.slug || '-g' || n",
            "name": _NAME,
            "popularity": "mod(n * 7919, 500)",
            "published_at": _SINCE,
            "in_stock": "mod(n, 10) <> 0",
            "default_variant_id": _FIRST_VARIANT,
            "bucket": "mod(n * 7919, 1024)",
            "variant_count": "least(template.variant_count, 2)",
            "words": f"{_SERIES} || ' ' || template.words",
            "search": f"template.search || setweight(to_tsvector('simple', {_SERIES}), 'A')",
            **_priced("price", "sale_price", "paid", "lowest_before"),
        },
    ),
)
_STOCK = """
INSERT INTO inventory_stock (id, variant_id, warehouse_id, on_hand, reserved, created_at, updated_at)
SELECT uuidv7(), variant.id, warehouse.id, variant.available, 0, now(), now()
FROM catalog_variant AS variant,
    (SELECT id FROM inventory_warehouse WHERE active ORDER BY priority LIMIT 1) AS warehouse
WHERE variant.sku ~ '-G[0-9]+$' ON CONFLICT DO NOTHING
"""
_WORDS = f"""
INSERT INTO catalog_word (word)
SELECT DISTINCT {_SERIES} FROM generate_series(%(start)s::bigint, %(end)s::bigint) AS n ON CONFLICT DO NOTHING
"""


def multiply(database: str, *, first: int, last: int, say: Callable[[str], None] = lambda line: None) -> None:
    """The shop has the copies of these numbers more; a tenth of them is sold out.

    What hangs together in the shop's own numbers, such as stock and its ledger, does not any more.
    """
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute("SET synchronous_commit = off")
        connection.execute("SET maintenance_work_mem = '512MB'")
        connection.execute(
            "CREATE TEMP TABLE grown_goods AS SELECT product_id AS id, row_number() OVER (ORDER BY product_id) - 1 AS k"
            " FROM catalog_product_row WHERE listed AND slug !~ '-g[0-9]+$'"
        )
        tables = [*(copy.table for copy in _COPIES), "inventory_stock"]
        with _without_indexes(connection, tables if last - first >= _MANY else [], say):
            for copy in _COPIES:
                statement = _copying(connection, copy)
                for start, end in _parts(first, last):
                    connection.execute(statement, {"start": start, "end": end})
                say(f"  {copy.table}: {last - first + 1:,} products more")
            for start, end in _parts(first, last):
                connection.execute(_WORDS, {"start": start, "end": end})
            connection.execute(_STOCK)
        for table in (*tables, "catalog_word"):
            connection.execute(sql.SQL("VACUUM ANALYZE {}").format(sql.Identifier(table)))
        connection.execute("CHECKPOINT")


def tell(redis_url: str) -> None:
    """What the shop remembers of its goods is stale, as after every change that it makes itself."""
    with redis.Redis.from_url(redis_url) as cache:
        cache.delete(":1:catalog:version:goods")


def _parts(first: int, last: int) -> Iterator[tuple[int, int]]:
    for start in range(first, last + 1, _AT_ONCE):
        yield start, min(start + _AT_ONCE - 1, last)


@contextmanager
def _without_indexes(
    connection: psycopg.Connection, tables: list[str], say: Callable[[str], None]
) -> Iterator[None]:
    """No index but those that keep rows unique, until the block has ended."""
    known = connection.execute(
        "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = ANY(%s) AND indexdef NOT LIKE '%% UNIQUE %%'",
        [tables],
    ).fetchall()
    for name, _ in known:
        connection.execute(sql.SQL("DROP INDEX {}").format(sql.Identifier(name)))
    try:
        yield
    finally:
        for name, definition in known:
            connection.execute(definition.encode())
            say(f"  {name}: written")


def _copying(connection: psycopg.Connection, copy: Copy) -> sql.Composed:
    known = connection.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_name = %s ORDER BY ordinal_position",
        [copy.table],
    )
    columns = [name for (name,) in known]
    shown = [
        sql.SQL(copy.differs[name]) if name in copy.differs else sql.Identifier("template", name)
        for name in columns
    ]
    return sql.SQL(
        "INSERT INTO {table} ({columns}) SELECT {shown}"
        " FROM generate_series(%(start)s::bigint, %(end)s::bigint) AS n"
        " JOIN grown_goods AS goods ON goods.k = mod(n, (SELECT count(*) FROM grown_goods))"
        " JOIN {table} AS template ON template.{owner} = goods.id WHERE {only} ORDER BY n"
    ).format(
        table=sql.Identifier(copy.table),
        columns=sql.SQL(", ").join(map(sql.Identifier, columns)),
        shown=sql.SQL(", ").join(shown),
        owner=sql.Identifier(copy.owner),
        only=sql.SQL(copy.only),
    )
