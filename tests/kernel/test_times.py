"""Times from the database: read with Python's parser where it can, and the same as the driver reads them."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from django.db import DataError, connection
from psycopg.types.datetime import TimestamptzLoader

pytestmark = pytest.mark.django_db


def told(text: str) -> datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::timestamptz", [text])
        found: datetime = cursor.fetchone()[0]
    return found


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2027, 3, 1, 12, tzinfo=UTC),
        datetime(2027, 3, 1, 12, 0, 0, 500_000, tzinfo=UTC),
        datetime(1969, 12, 31, 23, 59, 59, 7, tzinfo=UTC),
        datetime(1, 1, 1, tzinfo=UTC),
        datetime(9999, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC),
        datetime(2027, 3, 1, 1, tzinfo=timezone(timedelta(hours=5, minutes=45))),
    ],
)
def test_a_moment_comes_back_as_it_was_stored_and_in_utc(moment: datetime) -> None:
    found = told(moment.isoformat())
    assert (found, found.tzinfo) == (moment, UTC)


def test_our_own_reader_is_in_use_and_the_drivers_is_not(monkeypatch) -> None:
    monkeypatch.setattr(TimestamptzLoader, "load", lambda *_: pytest.fail("the driver's reader was asked"))
    assert told("2027-03-01 12:00:00.25+00").microsecond == 250_000


def test_what_python_cannot_tell_is_refused_as_the_driver_refuses_it() -> None:
    with pytest.raises(DataError):
        told("infinity")
