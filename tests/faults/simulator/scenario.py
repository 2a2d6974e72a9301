"""One run: some customers who act in turns while things break, the recovery, and the verdict."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from random import Random

from django.db import connections
from django.test import override_settings

from domains.inventory import services as inventory
from domains.inventory.models import Reservation
from domains.inventory.types import StockCount
from domains.kernel.ids import VariantId
from domains.kernel.models import OVER, Publication
from domains.kernel.router import every_database
from domains.notification.models import Message
from domains.order.models import AMENDING, LIVE_STATES, Amendment, Saga
from domains.payment.models import Payment, Refund
from ecommerce.operations import invariants, sweeping
from tests.emptying import with_rows
from tests.factories.cart import a_coupon, goods
from tests.faults.simulator import shopping
from tests.faults.simulator.injecting import injected
from tests.faults.simulator.points import Coverage, Dice, Injected
from tests.faults.simulator.shopping import Shop
from tests.faults.simulator.virtual import Broker, Time

_CLEARED = ("order_", "payment_", "cart_", "kernel_", "notification_", "inventory_")
# What every shop opens with: delivery, taxes, a warehouse.
_KEPT = ("cart_shipping", "cart_tax", "inventory_warehouse")
_MOST_ROUNDS = 120
_ROUNDS_WITH_FAULTS = 12


@dataclass(frozen=True)
class Verdict:
    """How a scenario ended: which faults were put where, and what is wrong now."""

    seed: int
    injected: tuple[Injected, ...]
    wrong: tuple[str, ...]
    orders: int


def open_shop() -> list[VariantId]:
    """Six kinds of goods to sell."""
    _clear()
    return [goods(price, stock=1) for price in ("20.00", "7.50", "99.99", "0.50", "12.00", "45.00")]


def _clear() -> None:
    """Nothing happened yet: what is left of another scenario would make this one another."""
    for alias in every_database():
        with connections[alias].cursor() as cursor:
            tables = [
                name
                for name in connections[alias].introspection.table_names(cursor)
                if name.startswith(_CLEARED) and not name.startswith(_KEPT)
            ]
            if filled := with_rows(connections[alias], tables):
                cursor.execute(f"TRUNCATE {', '.join(filled)} CASCADE")


def play(
    seed: int, shelf: list[VariantId], coverage: Coverage, plan: dict[int, str] | None = None
) -> Verdict:
    """Everything that follows from the seed, with faults by chance, or just those of the plan."""
    random, time = Random(seed), Time()
    dice = Dice(seed, coverage, budget=random.randint(4, 30), plan=plan)
    shop, broker = Shop(dice, time, random), Broker(dice, seed)
    _clear()
    # Some shops put the money aside at checkout and take it later.
    capture = "manual" if random.random() < 0.25 else "automatic"
    with _simulated(time, broker, dice), override_settings(PAYMENT_CAPTURE=capture):
        _stock(shelf, random)
        coupon = a_coupon(f"SEED{seed}", limit=random.randint(1, 2)) if random.random() < 0.5 else ""
        crowd = [
            shopping.buy(shop, f"{seed}-{number}", shelf, coupon) for number in range(random.randint(1, 4))
        ]
        dice.armed = True
        while crowd:
            customer = random.choice(crowd)
            if next(customer, "gone") == "gone":
                crowd.remove(customer)
            if len(broker) and random.random() < 0.4:
                shop.ask("worker", broker.run_one)
        quiet = _recover(shop, broker)
        dice.armed = False
        wrong = [*shop.bugs, *_what_is_wrong(shop, quiet=quiet)]
    return Verdict(seed, tuple(dice.injected), tuple(wrong), len(shop.acknowledged))


@contextmanager
def _simulated(time: Time, broker: Broker, dice: Dice) -> Iterator[None]:
    with ExitStack() as stack:
        for context in (time.passing(), broker.in_place(), injected(dice)):
            stack.enter_context(context)
        yield


def _stock(shelf: list[VariantId], random: Random) -> None:
    (warehouse, *_) = inventory.list_warehouses()
    counts = tuple(StockCount(variant_id, warehouse.id, random.randint(1, 4)) for variant_id in shelf)
    inventory.set_stock_levels(counts, reason="opening")


def _recover(shop: Shop, broker: Broker) -> bool:
    """Workers and sweeper go on, for a while amid faults, until nothing is left to do."""
    pause = 3.0
    for number in range(_MOST_ROUNDS):
        if number == _ROUNDS_WITH_FAULTS:
            shop.dice.armed = False
        shop.time.sleep(pause)
        pause = min(pause * 1.3, 900)
        while len(broker):
            shop.ask("worker", broker.run_one)
        for chore in sweeping.CHORES:
            shop.ask("sweeper", chore.do)
        if not len(broker) and _is_quiet():
            return True
    return False


def _is_quiet() -> bool:
    return not (
        Saga.objects.filter(state__in=LIVE_STATES).exists()
        or Amendment.objects.filter(state__in=AMENDING).exists()
        or Payment.objects.filter(settled=False).exists()
        or Refund.objects.filter(status="pending").exists()
        or Message.objects.filter(status="queued").exists()
        or Reservation.objects.filter(status="held").exists()
        or any(
            Publication.objects.using(alias).exclude(status__in=OVER).exists() for alias in every_database()
        )
    )


def _what_is_wrong(shop: Shop, *, quiet: bool) -> Iterator[str]:
    if not quiet:
        yield "it did not come to rest"
    for finding in invariants.check(limit=3):
        for violation in finding.violations:
            yield f"{violation.invariant}: {violation.subject}: {violation.detail}"
    yield from filter(None, map(shopping.what_became_of, shop.acknowledged))
