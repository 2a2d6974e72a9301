"""Operators replay what died and free what hangs, with buttons that ask and leave a trace."""

import pytest
from django.contrib.admin.models import LogEntry

from domains.kernel import clock
from domains.kernel.ids import new_id
from domains.kernel.models import IdempotencyRecord, Publication
from domains.kernel.router import database_of
from domains.kernel.types import Role
from tests.factories.order import an_order
from tests.factories.user import PASSWORD, a_member

pytestmark = pytest.mark.django_db
OUTBOX = "/admin/kernel/publication/"


def signed_in(client, role):
    assert client.login(email=a_member(role).email, password=PASSWORD)
    return client


@pytest.fixture
def dead():
    """Deliveries that nobody tries again by itself."""
    an_order()
    an_order()
    rows = Publication.objects.using(database_of("order"))
    rows.update(status="dead", attempts=8)
    return rows.order_by("pk")


def test_one_dead_delivery_is_replayed_after_a_yes(client, dead):
    support, row = signed_in(client, Role.SUPPORT), dead[0]
    asked = support.get(f"{OUTBOX}{row.pk}/replay/")
    assert row.handler in asked.content.decode()
    assert dead[0].status == "dead", "it only asked"
    support.post(f"{OUTBOX}{row.pk}/replay/")
    assert (dead[0].status, dead[0].attempts) == ("pending", 0)
    assert dead[1].status == "dead"


def test_all_dead_deliveries_are_replayed_at_once(client, dead):
    support, count = signed_in(client, Role.SUPPORT), dead.count()
    page = support.post(f"{OUTBOX}replay-all/", follow=True).content.decode()
    assert f"{count} will be delivered" in page
    assert set(dead.values_list("status", flat=True)) == {"pending"}


def test_who_pressed_which_button_stays_on_record(client, dead):
    person = a_member(Role.SUPPORT)
    client.login(email=person.email, password=PASSWORD)
    client.post(f"{OUTBOX}{dead[0].pk}/replay/")
    entry = LogEntry.objects.get()
    assert (entry.user_id, entry.object_id) == (person.id, str(dead[0].pk))
    assert "Deliver" in entry.change_message


@pytest.mark.parametrize("role", [Role.CUSTOMER, Role.MERCHANDISER, Role.WAREHOUSE])
def test_the_buttons_are_not_for_everybody(client, dead, role):
    client.login(email=a_member(role).email, password=PASSWORD)
    answer = client.post(f"{OUTBOX}replay-all/")
    assert answer.status_code in (302, 403)
    assert set(dead.values_list("status", flat=True)) == {"dead"}


def test_a_key_whose_request_died_is_freed(client):
    later = clock.now().replace(year=clock.now().year + 1)
    record = IdempotencyRecord.objects.using(database_of("order")).create(
        scope="checkout", key="k", fingerprint="f", resource_id=new_id(), working_until=later
    )
    admin = signed_in(client, Role.ADMIN)
    admin.post(f"/admin/kernel/idempotencyrecord/{record.id}/free/")
    record.refresh_from_db()
    assert record.working_until <= clock.now()
