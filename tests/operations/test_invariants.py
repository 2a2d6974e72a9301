"""Whatever breaks an invariant is found, named and shown with its row."""

import json
from contextlib import ExitStack

import pytest
from django.core.management import CommandError, call_command
from django.db import connections
from django.test.utils import CaptureQueriesContext

from domains.cart import services as cart
from domains.inventory import services as inventory
from domains.kernel.ids import new_id
from domains.kernel.router import database_of
from domains.order import services as order
from domains.order.models import Order
from ecommerce.operations import invariants
from tests.factories.cart import a_cart, a_coupon, goods
from tests.factories.inventory import lines
from tests.factories.order import an_order, buy

pytestmark = pytest.mark.django_db


def tamper(domain: str, *statements: str) -> None:
    """What no code of the shop does: behind the back of its guards, where they would stop it."""
    with connections[database_of(domain)].cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for statement in statements:
            cursor.execute(statement)


def without(table: str, *guards: str) -> list[str]:
    return [f"ALTER TABLE {table} DROP CONSTRAINT {guard}" for guard in guards]


def broken(*only: str) -> dict[str, list[str]]:
    """The details of what is broken, by invariant."""
    return {
        one.invariant.id: [violation.detail for violation in one.violations]
        for one in invariants.check(only=only)
        if one.violations
    }


def a_busy_shop():
    """Sales, a decline, a payer who thinks about it, a cancellation, a refund and a coupon."""
    bought = an_order()
    for card in ("tok_ok", "tok_decline", "tok_3ds"):
        an_order(card=card)
    order.cancel_order(an_order().id, reason="Changed my mind", by="user:ada")
    order.refund_order(an_order().id, amount=None, reason="Broken", by="user:ada", key="k")
    basket = a_cart((goods(stock=5), 1))
    cart.apply_coupon(basket.id, code=a_coupon(limit=3))
    buy(basket)
    return bought


def test_a_shop_at_work_breaks_none():
    a_busy_shop()
    assert broken() == {}


PLANTS = {
    "I1 less than nothing is reserved": (
        "I1",
        "inventory",
        [
            *without("inventory_stock", "inventory_stock_reserved_within_on_hand"),
            "UPDATE inventory_stock SET reserved = -1",
        ],
        "reserved",
    ),
    "I1 the guard is gone": (
        "I1",
        "inventory",
        without("inventory_stock", "inventory_stock_reserved_within_on_hand"),
        "guard is missing",
    ),
    "I2 stock without a movement": (
        "I2",
        "inventory",
        ["UPDATE inventory_stock SET on_hand = on_hand + 5"],
        "the ledger sums to",
    ),
    "I2 reserved for nobody": ("I2", "inventory", ["UPDATE inventory_stock SET reserved = 1"], "reservations hold"),
    "I2 sold and never taken off the shelves": (
        "I2",
        "order",
        ["UPDATE order_order SET item_count = item_count + 1 WHERE status = 'confirmed'"],
        "pieces left the shelves",
    ),
    "I4 a total that does not add up": (
        "I4",
        "order",
        [*without("order_order", "order_totals_add_up"), "UPDATE order_order SET total = total + 1"],
        "the lines say",
    ),
    "I5 more refunded than captured": (
        "I5",
        "payment",
        [
            *without("payment_payment", "payment_refunded_within_captured"),
            "UPDATE payment_payment SET refunded = captured + 1 WHERE captured > 0",
        ],
        "refunded",
    ),
    "I5 a move with one side": (
        "I5",
        "payment",
        [
            "INSERT INTO payment_journal_entry (move_id, payment_id, account, amount, currency, created_at)"
            " SELECT gen_random_uuid(), id, 'sales', 1, 'USD', now() FROM payment_payment LIMIT 1"
        ],
        "sum to 1",
    ),
    "I5 money that the journal does not know": (
        "I5",
        "payment",
        [
            "UPDATE payment_payment SET captured = captured - 1 WHERE status = 'captured'",
        ],
        "the journal holds",
    ),
    "I6 refunded behind our back": (
        "I6",
        "payment",
        ["UPDATE payment_sandbox_charge SET refunded_minor = 1 WHERE status = 'captured' AND refunded_minor = 0"],
        "the test gateway holds",
    ),
    "I6 a charge that we do not know": (
        "I6",
        "payment",
        [
            "INSERT INTO payment_sandbox_charge (key, id, token, amount_minor, refunded_minor, currency, status,"
            " decline_code, ready_at, created_at)"
            " VALUES ('pay-x', 'ch_x', 'tok_ok', 500, 0, 'USD', 'captured', '', now(), now())"
        ],
        "the test gateway holds",
    ),
    "I6 captured without a charge": (
        "I6",
        "payment",
        ["UPDATE payment_sandbox_charge SET status = 'declined' WHERE status = 'captured'"],
        "knows no such charge",
    ),
    "I6 a break that nobody has looked at": (
        "I6",
        "order",
        [
            "INSERT INTO order_break (id, created_at, updated_at, kind, subject, gateway, ours, theirs, began_at,"
            " last_seen_at, status, resolution, by, reason) VALUES (gen_random_uuid(), now(), now(),"
            " 'unknown_charge', 'pay-x', 'test', '0.00 USD', '5.00 USD', now(), now(), 'open', '', '', '')"
        ],
        "ours 0.00 USD, theirs 5.00 USD",
    ),
    "I7 two payments of one order": (
        "I7",
        "payment",
        [
            "DROP INDEX payment_one_capture_an_order",
            *without("payment_payment", "payment_order_attempt"),
            "UPDATE payment_payment SET order_id = (SELECT order_id FROM payment_payment WHERE captured > 0 LIMIT 1)",
        ],
        "payments hold money",
    ),
    "I8 a checkout past its time": (
        "I8",
        "order",
        ["UPDATE order_saga SET deadline_at = now() - interval '1 day' WHERE state = 'stock_reserved'"],
        "stands at stock_reserved",
    ),
    "I8 a checkout that needs an operator": (
        "I8",
        "order",
        ["UPDATE order_saga SET state = 'needs_operator' WHERE state = 'stock_reserved'"],
        "needs_operator",
    ),
    "I9 charged for an order that is off": (
        "I9",
        "payment",
        ["UPDATE payment_payment SET refunded = 0 WHERE refunded > 0"],
        "stays charged",
    ),
    "I9 confirmed and not paid": (
        "I9",
        "payment",
        ["UPDATE payment_payment SET captured = 0 WHERE status = 'captured'"],
        "that were taken and not returned",
    ),
    "I10 off and still held": (
        "I10",
        "inventory",
        ["UPDATE inventory_reservation SET status = 'held' WHERE status = 'released'"],
        "held",
    ),
    "I10 back on the shelves and never restocked": (
        "I10",
        "inventory",
        ["UPDATE inventory_reservation SET restocked_at = NULL"],
        "back on the shelves",
    ),
    "I11 never handed to a handler": (
        "I11",
        "order",
        [
            "DELETE FROM kernel_publication WHERE id = (SELECT max(publication.id) FROM kernel_publication"
            " AS publication JOIN kernel_event AS event ON event.id = event_id"
            " WHERE event.name = 'order.confirmed.v1')"
        ],
        "was never handed to",
    ),
    "I11 dead": ("I11", "order", ["UPDATE kernel_publication SET status = 'dead'"], "is dead for"),
    "I11 an order that was never told": (
        "I11",
        "order",
        ["UPDATE kernel_event SET version = 99 WHERE name = 'order.placed.v1'"],
        "no event tells",
    ),
    "I12 two confirmations": (
        "I12",
        "notification",
        ["UPDATE notification_message SET about = (SELECT about FROM notification_message"
         " WHERE kind = 'order_confirmed' LIMIT 1)"],
        "messages say order_confirmed",
    ),
    "I13 a gap in a stream": (
        "I13",
        "order",
        ["UPDATE kernel_event SET version = 50 WHERE name = 'order.paid.v1'"],
        "versions 1 to 50",
    ),
    "I14 a coupon used too often": (
        "I14",
        "cart",
        ["UPDATE cart_coupon SET redeemed = 4"],
        "4 counted",
    ),
    "I15 the guard of the keys is gone": (
        "I15",
        "order",
        without("kernel_idempotency_key", "kernel_idempotency_scope_key"),
        "guard is missing",
    ),
    "I16 an illegal step": (
        "I16",
        "order",
        [
            "INSERT INTO order_status_change (order_id, from_status, to_status, reason, by, at)"
            " SELECT id, status, 'delivered', '', 'x', now() FROM order_order WHERE status = 'confirmed' LIMIT 1"
        ],
        "to delivered",
    ),
    "I16 a status without history": (
        "I16",
        "order",
        ["UPDATE order_order SET status = 'shipped' WHERE status = 'confirmed'"],
        "its history ends with confirmed",
    ),
    "I16 a history that can be changed": (
        "I16",
        "order",
        ["ALTER TABLE order_status_change DISABLE TRIGGER order_history_append_only"],
        "guard is missing",
    ),
    "I16 a price of the past that can be changed": (
        "I16",
        "catalog",
        ["ALTER TABLE catalog_past_price DISABLE TRIGGER catalog_past_price_append_only"],
        "guard is missing",
    ),
    "I17 found though it is not for sale": (
        "I17",
        "catalog",
        ["UPDATE catalog_product SET status = 'archived'"],
        "is not to be",
    ),
    "I17 for sale and not found": (
        "I17",
        "catalog",
        ["DELETE FROM catalog_product_row"],
        "has no row",
    ),
    "I17 in stock by its row alone": (
        "I17",
        "catalog",
        ["UPDATE catalog_product_row SET in_stock = NOT in_stock"],
        "whether it is in stock",
    ),
    "I19 a card number in a note": (
        "I19",
        "order",
        ["UPDATE order_order SET note = 'my card is 4242424242424242, thanks'"],
        "a card number stands in order_order",
    ),
    "I19 a token in an event": (
        "I19",
        "order",
        ["""UPDATE kernel_event SET payload = '{"t": "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln"}'"""],
        "a token stands in kernel_event",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("invariant", "domain", "statements", "detail"), PLANTS.values(), ids=PLANTS)
def test_what_breaks_it_is_found(invariant, domain, statements, detail):
    a_busy_shop()
    tamper(domain, *statements)
    assert any(detail in found for found in broken(invariant)[invariant])


def test_goods_held_past_their_time_are_found():
    mug = goods(stock=5)
    inventory.reserve_stock(new_id(), lines=lines((mug, 1)))
    tamper("inventory", "UPDATE inventory_reservation SET expires_at = now() - interval '1 hour'")
    assert "not freed" in broken("I3")["I3"][0]


def test_every_invariant_is_seen_or_names_its_proof():
    planted = {invariant for invariant, *_ in PLANTS.values()} | {"I3"}
    for one in invariants.INVARIANTS:
        assert bool(one.sources) != bool(one.proved_by), one.id
        if one.sources:
            assert one.id in planted, f"nothing shows that {one.id} can be broken"


def test_the_command_says_what_holds_and_ends_with_an_error_where_something_does_not(capsys):
    bought = a_busy_shop()
    call_command("verify_invariants")
    assert "All 20 hold" in capsys.readouterr().out
    tamper("order", "UPDATE order_order SET note = '4242 4242 4242 4242'")
    call_command("verify_invariants", "--only", "I4")
    Order.objects.filter(id=bought.id).update(item_count=7)
    with pytest.raises(CommandError, match="Broken: I2"):
        call_command("verify_invariants")
    shown = capsys.readouterr().out
    assert "BROKEN" in shown
    assert bought.number in shown
    with pytest.raises(CommandError):
        call_command("verify_invariants", "--json")
    assert json.loads(capsys.readouterr().out)["broken"] == ["I2"]
    with pytest.raises(CommandError, match="no invariant I99"):
        call_command("verify_invariants", "--only", "I99")


def test_the_look_costs_no_query_for_each_order():
    def queries() -> int:
        with ExitStack() as stack:
            seen = [stack.enter_context(CaptureQueriesContext(connections[alias])) for alias in connections]
            assert broken() == {}
        return sum(map(len, seen))

    an_order()
    few = queries()
    for _ in range(6):
        an_order()
    assert queries() == few


def test_many_rows_that_break_one_invariant_hide_no_other():
    for _ in range(3):
        an_order()
    Order.objects.update(item_count=7)
    tamper("payment", "UPDATE payment_payment SET captured = 0")
    found = {one.invariant.id: len(one.violations) for one in invariants.check(only=("I2", "I9"), limit=2)}
    assert found == {"I2": 2, "I9": 2}
