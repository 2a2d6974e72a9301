"""The catalogue as it is read: lists, products, pages, searches, at growing sizes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from re import findall
from urllib.parse import quote

import psycopg

from tests.benchmarks import asking, goods
from tests.benchmarks.clients import Action, Client
from tests.benchmarks.measuring import HELLO, Path, Run, asked_at, measure
from tests.benchmarks.report import Requirement
from tests.benchmarks.shop import Ground

LIST, LIST_COLD = "list", "list, nothing kept"
PRODUCT, PRODUCT_COLD = "product", "product, nothing kept"
PAGE = "storefront product page"
SEARCH, SEARCH_COLD = "search with facets", "search with facets, nothing kept"
SUGGEST, SUGGEST_COLD = "suggest", "suggest, nothing kept"
# What is asked for again and again is one of so many.
_POPULAR = 8
_PRODUCTS = 200
_SEARCH, _SUGGEST = "/api/v1/products/search?q={}", "/api/v1/products/suggest?q={}"
_ORDERINGS = ("newest", "price", "-price", "rating", "name", "bestselling")


@dataclass(frozen=True, slots=True)
class Shown:
    """What is there to be read; the words are of names, so that what many have in theirs comes up most."""

    categories: tuple[str, ...]
    products: tuple[str, ...]
    words: tuple[str, ...]


def measure_reads(
    ground: Ground,
    sizes: Sequence[int],
    *,
    rounds: int,
    seconds: float,
    clients: int,
    say: Callable[[str], None],
) -> tuple[Run, list[Requirement]]:
    """Every way to read, with one client and with many, at each number of products."""
    whole: Run = {}
    required: list[Requirement] = []
    there = 0
    for size in sizes:
        goods.multiply(ground.shop_database, first=there + 1, last=size, say=say)
        goods.tell(ground.redis_url)
        there = size
        run = measure(
            ground,
            {HELLO: asked_at(ground.floor_url, asking.hello), **reads(ground.shop_url, ground.shop_database)},
            rounds=rounds,
            seconds=seconds,
            clients=(1, clients),
            seed=size,
            warm=(LIST, PRODUCT, PAGE, SEARCH, SUGGEST),
            say=say,
        )
        required += _required(run, size, clients)
        whole |= {(f"{path}, {size:,}", number): figures for (path, number), figures in run.items()}
    return whole, [*required, *_growth(whole, sizes)]


def _shown(database: str) -> Shown:
    dice = Random(database)
    with psycopg.connect(database) as connection:

        def column(statement: str, *given: object) -> tuple[str, ...]:
            return tuple(value for (value,) in connection.execute(statement.encode(), given))

        return Shown(
            categories=column(
                "SELECT category_slug FROM catalog_product_row WHERE listed AND category_slug <> ''"
                " GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT %s",
                _POPULAR,
            ),
            products=column(
                "SELECT slug FROM catalog_product_row WHERE listed ORDER BY md5(slug) LIMIT %s", _PRODUCTS
            ),
            words=tuple(
                dice.choice(findall(r"[^\W_]{3,}", name)).lower()
                for name in column(
                    "SELECT name FROM catalog_product_row WHERE listed ORDER BY md5(name) LIMIT %s", _PRODUCTS
                )
            ),
        )


def reads(url: str, database: str) -> dict[str, Path]:
    """Every way to read the shop at the address, of what its database has."""
    shown = _shown(database)

    def get(make: Callable[[Random], str]) -> Path:
        return asked_at(url, _getting(make))

    return {
        LIST: get(lambda dice: f"/api/v1/products?category={dice.choice(shown.categories)}"),
        LIST_COLD: get(
            lambda dice: (
                f"/api/v1/products?category={dice.choice(shown.categories)}"
                f"&ordering={dice.choice(_ORDERINGS)}&max_price={_never_the_same(dice)}"
            )
        ),
        PRODUCT: get(lambda dice: f"/api/v1/products/{dice.choice(shown.products[:_POPULAR])}"),
        PRODUCT_COLD: get(
            lambda dice: f"/api/v1/products/{dice.choice(shown.products)}?asked={dice.getrandbits(60)}"
        ),
        PAGE: get(lambda dice: f"/products/{quote(dice.choice(shown.products[:_POPULAR]))}"),
        SEARCH: get(lambda dice: _SEARCH.format(quote(dice.choice(shown.words[:_POPULAR])))),
        SEARCH_COLD: get(lambda dice: _SEARCH.format(quote(_asked_anew(dice.choice(shown.words), dice)))),
        SUGGEST: get(lambda dice: _SUGGEST.format(quote(dice.choice(shown.words[:_POPULAR])[:3]))),
        SUGGEST_COLD: get(
            lambda dice: _SUGGEST.format(quote(_asked_anew(_begun(dice.choice(shown.words), dice), dice)))
        ),
    }


def _getting(make: Callable[[Random], str]) -> asking.Asking:
    def ask_with(client: Client, dice: Random) -> Action:
        def ask() -> None:
            client.expect(200, "GET", make(dice))

        return ask

    return ask_with


def _never_the_same(dice: Random) -> str:
    """A price above all others: it narrows nothing, and no answer is kept for it."""
    return f"{dice.randrange(1_000_000, 9_999_999)}.{dice.randrange(100):02}"


def _asked_anew(words: str, dice: Random) -> str:
    """The same after stops and marks that mean nothing: no answer is kept for it."""
    return "".join(dice.choices(".,;:!?", k=8)) + " " + words


def _begun(word: str, dice: Random) -> str:
    return word[: dice.randint(2, max(2, len(word) - 1))]


def _required(run: Run, size: int, many: int) -> list[Requirement]:
    hello = run[HELLO, many].rate

    def share(path: str, bound: float, aim: float) -> Requirement:
        name = f"{path} / hello, {many} clients, {size:,} products"
        return Requirement(name, run[path, many].rate / hello, bound, aim, at_most=False)

    def within(path: str, bound: float) -> Requirement:
        name = f"{path} p95, 1 client, {size:,} products"
        return Requirement(name, run[path, 1].latency_ms(0.95), bound, bound / 2, at_most=True, unit=" ms")

    return [
        share(LIST, 0.5, 0.8),
        share(LIST_COLD, 0.15, 0.2),
        share(PRODUCT, 0.5, 0.8),
        share(PRODUCT_COLD, 0.15, 0.2),
        share(PAGE, 0.3, 0.5),
        *([share(SEARCH, 0.08, 0.15)] if size <= 10_000 else []),
        within(SEARCH_COLD, 60 if size <= 100_000 else 150),
        within(SUGGEST_COLD, 30),
        Requirement(
            f"errors, {size:,} products", sum(len(one.errors) for one in run.values()), 0, None, at_most=True
        ),
    ]


def _growth(run: Run, sizes: Sequence[int]) -> list[Requirement]:
    """How many times as long one client waits at the largest size as at the smallest."""
    first, last = sizes[0], sizes[-1]
    bounds = {LIST: 1.2, LIST_COLD: 1.2, PRODUCT: 1.2, PRODUCT_COLD: 1.2, SEARCH: 1.5, SEARCH_COLD: 1.5}

    def times(path: str) -> float:
        small, large = (run[f"{path}, {size:,}", 1].latency_ms(0.5) for size in (first, last))
        return large / small

    return [
        Requirement(f"{path} p50, {last:,} / {first:,} products", times(path), bound, None, at_most=True)
        for path, bound in bounds.items()
        if last > first
    ]
