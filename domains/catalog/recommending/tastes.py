"""What each buyer may want next, learned from what everybody bought."""

import os
import subprocess
import sys
from array import array
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
from django.conf import settings
from django.db.models import Count

from domains.catalog import cards, queries
from domains.catalog.models import Purchase, Taste
from domains.catalog.pricing import rows_in
from domains.catalog.recommending.bought import NOBODY, Bought, Learned
from domains.catalog.recommending.rows import RecommendedRow
from domains.kernel import clock

# In how many orders of theirs a product stood, by person.
Histories = Mapping[UUID, Mapping[UUID, int]]
# A product that somebody may want, and that of their own which tells so.
Wish = tuple[UUID, UUID]

# With fewer people, or of somebody with fewer products, there is nothing to be learned.
LEAST_PEOPLE, LEAST_PRODUCTS = 20, 2
EACH = 40
_REMEMBERED = timedelta(days=730)
_LONGEST_S = 1_200
_LEARNING = "domains.catalog.recommending.learning"

_WANTED = """
SELECT {columns}, 'personal', told.name
FROM catalog_taste AS taste,
    unnest(taste.products, taste.because) WITH ORDINALITY AS own (product_id, because_id, place)
JOIN {rows} AS shown USING (product_id)
JOIN catalog_product_row AS told ON told.product_id = own.because_id
WHERE taste.user_id = %(user)s AND shown.listed AND shown.in_stock AND NOT EXISTS (
    SELECT FROM catalog_purchase AS bought
    WHERE bought.user_id = %(user)s AND bought.product_id = shown.product_id
)
ORDER BY own.place LIMIT %(limit)s
"""


def wanted_by(user_id: UUID, limit: int, *, currency: str) -> list[Any]:
    """The rows of what this person may want and never bought, best first, as of `around.read`; one query.

    They have a price in the currency, and are at that price.
    """
    sought = {"user": user_id, "limit": limit}
    statement = _WANTED.format(columns=queries.card_columns("shown"), rows=rows_in(currency))
    return cards.read(statement, sought, RecommendedRow)


def histories() -> Histories:
    """Who bought what of the public products in the last two years, of whom something can be learned."""
    found: dict[UUID, dict[UUID, int]] = {}
    rows = Purchase.objects.filter(
        user_id__isnull=False, bought_at__gt=clock.now() - _REMEMBERED, product__row__listed=True
    )
    counted = (
        rows.values_list("user_id", "product_id").annotate(Count("id")).order_by("user_id", "product_id")
    )
    for user_id, product_id, count in counted.iterator(chunk_size=10_000):
        found.setdefault(user_id, {})[product_id] = count
    return {user_id: own for user_id, own in found.items() if len(own) >= LEAST_PRODUCTS}


def learn(known: Histories, *, each: int = EACH) -> Iterator[tuple[UUID, list[Wish]]]:
    """What everybody may want, best first; nothing where too few people are known."""
    if len(known) < LEAST_PEOPLE:
        return
    people = list(known)
    products = sorted({product_id for own in known.values() for product_id in own})
    numbers = {product_id: number for number, product_id in enumerate(products)}
    learned = _in_a_process_of_its_own(_in_numbers([known[one] for one in people], numbers, each))
    wanted, because = array("i", learned.products), array("i", learned.because)
    for number, user_id in enumerate(people):
        places = range(number * learned.each, (number + 1) * learned.each)
        wishes = [(products[wanted[one]], products[because[one]]) for one in places if wanted[one] != NOBODY]
        yield user_id, wishes


def keep(learned: Sequence[tuple[UUID, list[Wish]]], *, at: datetime) -> None:
    """Write down what these people may want."""
    Taste.objects.bulk_create(
        [
            Taste(
                user_id=user_id,
                products=[product_id for product_id, _ in wishes],
                because=[because for _, because in wishes],
                learned_at=at,
            )
            for user_id, wishes in learned
        ],
        update_conflicts=True,
        unique_fields=["user_id"],
        update_fields=["products", "because", "learned_at"],
    )


def forget_before(moment: datetime) -> None:
    """Nothing is left of what was learned before that."""
    Taste.objects.filter(learned_at__lt=moment).delete()


def _in_numbers(own: Sequence[Mapping[UUID, int]], numbers: Mapping[UUID, int], each: int) -> Bought:
    persons, products, times = array("i"), array("i"), array("i")
    for person, counts in enumerate(own):
        for product_id, count in counts.items():
            persons.append(person)
            products.append(numbers[product_id])
            times.append(count)
    return Bought(persons.tobytes(), products.tobytes(), times.tobytes(), each)


def _in_a_process_of_its_own(bought: Bought) -> Learned:
    """What it loads is ten times the size of a request's; no worker is to carry that on."""
    done = subprocess.run(  # noqa: S603  our own module, run by our own interpreter
        [sys.executable, "-m", _LEARNING],
        input=msgspec.msgpack.encode(bought),
        stdout=subprocess.PIPE,
        cwd=settings.BASE_DIR,
        # The work is small and the cores are the shop's.
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
        timeout=_LONGEST_S,
        check=True,
    )
    return msgspec.msgpack.decode(done.stdout, type=Learned)
