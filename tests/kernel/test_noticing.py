"""What was asked for lately is known to all of a server's processes, and forgotten in the end."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context

import pytest

from domains.kernel import clock
from domains.kernel.noticing import forget, notice

BEGAN = datetime(2027, 3, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _nothing_noticed() -> Iterator[None]:
    forget()
    yield
    forget()


def at(minutes: float) -> bool:
    with clock.running_on(lambda: BEGAN + timedelta(minutes=minutes)):
        return notice("kept:a-list")


def test_an_address_is_new_once() -> None:
    assert [notice("kept:a-list"), notice("kept:a-list"), notice("kept:another")] == [False, True, False]


def test_what_one_worker_noticed_is_known_to_the_others() -> None:
    worker = get_context("fork").Process(target=notice, args=["kept:a-list"])
    worker.start()
    worker.join()

    assert notice("kept:a-list")


def test_what_is_asked_for_now_and_then_stays_known() -> None:
    assert [at(minutes) for minutes in range(0, 40, 5)] == [False, *[True] * 7]


def test_what_nobody_asks_for_any_more_is_forgotten() -> None:
    assert at(0) is False
    with clock.running_on(lambda: BEGAN + timedelta(minutes=6)):
        notice("kept:another")
    assert at(11) is False


def test_many_addresses_are_told_apart() -> None:
    taken_for_known = sum(notice(f"kept:{number}") for number in range(10_000))

    assert taken_for_known < 150
