"""Opens the demo shop, through the same services that everybody uses."""

import hashlib
from collections.abc import Callable
from pathlib import Path

from django.db import transaction

from domains.catalog import services as catalog
from domains.kernel import idempotency
from domains.kernel.ids import new_id
from domains.kernel.router import database_of
from domains.kernel.types import Answer, IdempotencyKey
from ecommerce.demo import shelves, warehouses
from ecommerce.demo.orders import place_past_orders
from ecommerce.demo.people import welcome_people
from ecommerce.demo.reading import load

Say = Callable[[str], None]

_HERE = Path(__file__).parent


def open_shop(say: Say, *, again: bool = False) -> bool:
    """Whether anything was done: a second time, nothing is, until the data or this code changes.

    Progress goes to `say`, a line a step. What people changed meanwhile (stock, orders, their own
    products) stays. Raises ValueError for mistakes in the data.
    """
    version = _version()
    if not again and _is_open(version):
        return False
    shop = load()
    people = welcome_people()
    say(f"{len(people)} people can sign in")
    shelves.build(shop)
    say(f"{len(shop.categories)} categories, {len(shop.brands)} brands")
    for done in shelves.fill(shop):
        say(f"{done} of {len(shop.products)} products")
    say(f"{warehouses.fill(shop)} variants counted in {len(shop.warehouses)} warehouses")
    say(f"{shelves.add_reviews(shop)} new reviews")
    say(f"{place_past_orders(people)} new orders")
    catalog.fold_purchases()
    _remember(version)
    return True


def _version() -> str:
    """A digest of the data and of the code that loads it."""
    files = sorted(path for path in _HERE.rglob("*") if path.suffix in {".json", ".py"})
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


def _is_open(version: str) -> bool:
    """Whether this version was loaded to its end; asking leaves no trace."""
    with transaction.atomic(using=database_of("catalog")):
        claim = idempotency.claim("catalog", _key(version), resource_id=new_id())
        transaction.set_rollback(True, using=database_of("catalog"))
    return not claim.fresh


def _remember(version: str) -> None:
    with transaction.atomic(using=database_of("catalog")):
        if idempotency.claim("catalog", _key(version), resource_id=new_id()).fresh:
            idempotency.remember("catalog", _key(version), Answer(200, "loaded"))


def _key(version: str) -> IdempotencyKey:
    return IdempotencyKey(scope="demo", key=version, fingerprint=version)
