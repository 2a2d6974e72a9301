"""Which guards are taken away: the line that guards, what stands there instead, and the test that turns red."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Guard:
    """One rule of the shop, the text in `file` that keeps it, and `test`, which fails without it."""

    keeps: str
    file: str
    text: str
    instead: str
    test: str


GUARDS = (
    Guard(
        "An order's goods are held whole or not at all",
        "domains/inventory/holding.py",
        "    _refuse_shortages(wanted, allocations)\n",
        "",
        "tests/inventory/test_reservations.py::test_nothing_is_held_when_one_line_is_short",
    ),
    Guard(
        "Of several that end a reservation, one does",
        "domains/inventory/reservations.py",
        "WHERE {column} = %s AND status = 'held'\nRETURNING",
        "WHERE {column} = %s\nRETURNING",
        "tests/inventory/test_reservations.py::test_releasing_twice_releases_once",
    ),
    Guard(
        "Goods are sold while they are held, and once",
        "domains/inventory/selling.py",
        "    WHERE reference_id = %(reference)s AND status = 'held'\n",
        "    WHERE reference_id = %(reference)s\n",
        "tests/inventory/test_reservations.py::test_what_was_released_is_not_sold",
    ),
    Guard(
        "Sold goods come back once",
        "domains/inventory/reservations.py",
        "status=ReservationStatus.COMMITTED, restocked_at=None\n",
        "status=ReservationStatus.COMMITTED\n",
        "tests/inventory/test_reservations.py::test_what_was_sold_comes_back_once",
    ),
    Guard(
        "An effect comes about once, however often its event is delivered",
        "domains/kernel/effects.py",
        "return insert_once(Effect(name=effect), alias=database_of(domain))",
        "return insert_once(Effect(name=effect), alias=database_of(domain)) or True",
        "tests/inventory/test_ledger.py"
        "::test_a_count_from_a_file_that_is_delivered_again_does_not_bring_back_what_was_sold",
    ),
    Guard(
        "The total is the one that the shopper saw",
        "domains/order/placing.py",
        "details.expected_total != total.amount",
        "details.expected_total < 0",
        "tests/flows/test_place_order.py::test_a_price_that_changed_since_is_shown_before_anything_is_charged",
    ),
    Guard(
        "One worker at a time moves an order on",
        "domains/order/running.py",
        "Saga.objects.filter(free, order_id=order_id, state__in=states)",
        "Saga.objects.filter(order_id=order_id, state__in=states)",
        "tests/order/test_saga.py::test_a_checkout_at_work_is_left_alone",
    ),
    Guard(
        "A way back undoes every step",
        "domains/order/saga.py",
        "for step in reversed(STEPS):",
        "for step in STEPS[:1]:",
        "tests/order/test_saga.py::test_a_part_that_stays_away_gives_goods_and_money_back",
    ),
    Guard(
        "A checkout ends at its deadline",
        "domains/order/saga.py",
        "elif run.state is not S.PAID and clock.now() > run.saga.deadline_at:",
        "elif run.state is S.CANCELLED:",
        "tests/flows/test_place_order.py::test_a_payer_who_never_comes_back_does_not_keep_the_goods",
    ),
    Guard(
        "A member sees no order of somebody else",
        "domains/order/services/reading.py",
        '{"user_id": user_id} if user_id else {}',
        "{}",
        "tests/order/test_api.py::test_somebody_elses_order_is_not_there",
    ),
    Guard(
        "The gateway is asked again under the same key",
        "domains/payment/charging.py",
        "        key=payment.gateway_key,\n",
        '        key=f"{payment.gateway_key}-{clock.now().timestamp()}",\n',
        "tests/payment/test_paying.py"
        "::test_an_answer_that_does_not_come_is_unknown_and_asked_again_with_the_same_key",
    ),
    Guard(
        "No more goes back than came in",
        "domains/payment/refunding.py",
        'id=payment.id, captured__gte=F("refunded") + F("refunding") + amount.amount',
        "id=payment.id",
        "tests/payment/test_refunds.py::test_more_than_is_left_is_refused_with_what_is_left",
    ),
    Guard(
        "A notice is signed by its gateway",
        "domains/payment/gateways/signing.py",
        "if not at.isdecimal() or not hmac.compare_digest(sign(body, at=int(at)), signature):",
        "if not at.isdecimal():",
        "tests/payment/test_api.py::test_a_forged_an_altered_or_an_old_notice_is_refused",
    ),
    Guard(
        "A notice is not older than five minutes",
        "domains/payment/gateways/signing.py",
        "_OLDEST = timedelta(minutes=5)",
        "_OLDEST = timedelta(days=5)",
        "tests/payment/test_api.py::test_a_forged_an_altered_or_an_old_notice_is_refused",
    ),
    Guard(
        "A card number never gets in",
        "domains/payment/card_data.py",
        "if any(_is_luhn(number) for run",
        "if any(len(number) > 99 for run",
        "tests/payment/test_card_data.py::test_a_card_number_is_refused_wherever_it_stands",
    ),
    Guard(
        "A coupon is used as often as it may be",
        "domains/cart/coupons.py",
        'Q(limit=None) | Q(redeemed__lt=F("limit")), id=coupon.id, active=True',
        "id=coupon.id, active=True",
        "tests/cart/test_races.py::test_50_orders_use_a_coupon_as_often_as_it_may_be",
    ),
    Guard(
        "An idempotency key stands for one request",
        "domains/kernel/idempotency.py",
        "if found.fingerprint != key.fingerprint:\n        raise IdempotencyKeyReused\n"
        "    if found.status is not None:",
        "if found.status is not None:",
        "tests/flows/test_races.py::test_the_same_key_with_another_body_at_once_is_one_order",
    ),
    Guard(
        "An event is written with the change that it tells of",
        "domains/kernel/bus.py",
        "if not is_open(alias):",
        "if alias is None:",
        "tests/kernel/test_bus.py::test_publishing_outside_a_transaction_is_refused",
    ),
    Guard(
        "Who saw the stream at another version is refused",
        "domains/kernel/bus.py",
        "rows[0].version - 1 != expected_version:",
        "rows[0].version < 0:",
        "tests/kernel/test_bus.py::test_whoever_saw_the_stream_at_another_version_is_refused",
    ),
    Guard(
        "A handler gets the events of a stream in their order",
        "domains/kernel/delivering.py",
        ".filter(~Exists(earlier), next_attempt_at__lte=clock.now())",
        ".filter(next_attempt_at__lte=clock.now())",
        "tests/kernel/test_bus.py::test_later_events_of_a_stream_wait_for_the_one_that_failed",
    ),
    Guard(
        "A poisonous event ends as dead",
        "domains/kernel/delivering.py",
        "dead = publication.attempts >= MAX_ATTEMPTS",
        "dead = publication.attempts < 0",
        "tests/kernel/test_bus.py::test_a_poisonous_event_is_dead_after_its_tries_and_can_be_replayed",
    ),
)
