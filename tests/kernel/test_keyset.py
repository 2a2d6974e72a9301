"""Pages by keyset: every row once, both ways, whatever the ordering."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domains.kernel import clock
from domains.kernel.errors import InvalidCursor
from domains.kernel.ids import new_id
from domains.kernel.keyset import keyset_page
from domains.kernel.models import StoredEvent
from domains.kernel.pagination import encode_cursor
from domains.kernel.router import database_of

pytestmark = pytest.mark.django_db
ORDERING = ("-name", "version")


def fill(names):
    StoredEvent.objects.using(database_of("order")).bulk_create(
        StoredEvent(
            id=new_id(),
            stream="s",
            version=number,
            name=name,
            payload={},
            occurred_at=clock.now(),
            actor="test",
        )
        for number, name in enumerate(names, start=1)
    )


def page(cursor=None, size=3, ordering=ORDERING):
    rows = StoredEvent.objects.using(database_of("order")).filter(stream="s")
    return keyset_page(
        rows, ordering=ordering, cursor=cursor, page_size=size, to_type=lambda row: row.version
    )


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(names=st.lists(st.sampled_from("abc"), max_size=14), size=st.integers(1, 5))
def test_walking_forwards_and_back_sees_every_row_once(names, size):
    StoredEvent.objects.using(database_of("order")).all().delete()
    fill(names)
    ranked = sorted(enumerate(names, start=1), key=lambda pair: (-ord(pair[1]), pair[0]))
    expected = [number for number, _ in ranked]
    seen, visited, here = [], [], page(size=size)
    seen += here.results
    visited.append(here)
    while here.next:
        here = page(here.next, size)
        seen += here.results
        visited.append(here)
    assert seen == expected
    for earlier in reversed(visited[:-1]):
        here = page(here.previous, size)
        assert here.results == earlier.results
    assert here.previous is None


@pytest.mark.parametrize("cursor", ["nonsense", "W10", "AAAA", "%00", "W1sxXV0" * 50])
def test_a_cursor_that_we_did_not_make_is_refused(cursor):
    with pytest.raises(InvalidCursor):
        page(cursor)


@pytest.mark.parametrize("name", ["\0", "a\0b", "\ud800"])
def test_a_cursor_to_what_no_database_looks_for_is_refused(name):
    with pytest.raises(InvalidCursor):
        page(encode_cursor(",".join(ORDERING), "next", [name, "1"]))


def test_a_cursor_of_another_list_is_refused():
    fill("aaaaaa")
    cursor = page().next
    with pytest.raises(InvalidCursor):
        page(cursor, ordering=("version",))
