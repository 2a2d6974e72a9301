"""Every screen of the admin opens, cheaply, for those who may use it and for nobody else."""

import re

import pytest
from django.contrib import admin
from django.urls import reverse

from domains.kernel.types import Role
from tests.factories.order import an_order
from tests.factories.user import PASSWORD, a_member

pytestmark = pytest.mark.django_db
SCREENS = sorted(f"{model._meta.app_label}_{model._meta.model_name}" for model in admin.site._registry)
STAFF = (Role.MERCHANDISER, Role.SUPPORT, Role.WAREHOUSE, Role.FINANCE)


@pytest.fixture
def busy_shop():
    for card in ("tok_ok", "tok_ok", "tok_decline", "tok_3ds"):
        an_order(card=card)


def signed_in(client, role):
    assert client.login(email=a_member(role).email, password=PASSWORD)
    return client


def test_all_screens_of_the_house_are_here():
    assert {screen.partition("_")[0] for screen in SCREENS} == {
        "user", "catalog", "cart", "order", "payment", "inventory", "notification", "kernel",
    }  # fmt: skip


def test_every_list_opens_with_ten_queries_at_most_and_so_does_a_row(
    client, busy_shop, django_assert_max_num_queries
):
    signed_in(client, Role.ADMIN)
    for screen in SCREENS:
        address = reverse(f"admin:{screen}_changelist")
        client.get(address)  # content types and the like are read once a process
        with django_assert_max_num_queries(10):
            page = client.get(address)
        assert page.status_code == 200, screen
        row = re.search(rf'href="({re.escape(address)}[^"?]+/change/)', page.content.decode())
        if row:
            assert client.get(row.group(1)).status_code == 200, row.group(1)


def test_the_dashboard_tells_of_the_day(client, busy_shop, django_assert_max_num_queries):
    signed_in(client, Role.ADMIN)
    client.get("/admin/")
    with django_assert_max_num_queries(20):
        page = client.get("/admin/").content.decode()
    assert "2 orders" in page
    assert "Revenue by day" in page


@pytest.mark.parametrize("role", STAFF)
def test_the_sidebar_shows_what_a_role_may_open_and_all_of_it_opens(role, client, busy_shop):
    signed_in(client, role)
    page = client.get("/admin/").content.decode()
    links = set(re.findall(r'href="(/admin/[a-z]+/[a-z]+/)"', page))
    assert links
    for link in links:
        assert client.get(link).status_code == 200, link
    for screen in SCREENS:
        address = reverse(f"admin:{screen}_changelist")
        if address not in links:
            assert client.get(address).status_code == 403, address


def test_a_customer_has_no_business_here(client):
    signed_in(client, Role.CUSTOMER)
    assert client.get("/admin/").status_code == 302


BUTTONS = (
    "catalog/importjob/{}/retry/",
    "catalog/importjob/{}/undo/",
    "kernel/publication/{}/replay/",
    "kernel/idempotencyrecord/{}/free/",
    "order/order/{}/move-on/",
    "order/order/{}/refund/",
    "order/order/{}/cancel/",
    "order/saga/{}/retry/",
    "order/saga/{}/compensate/",
    "order/break/{}/ignore/",
)


@pytest.mark.parametrize("object_id", ["0192f0c1-7a11-7000-8000-000000000000", "999999", "nonsense"])
@pytest.mark.parametrize("button", BUTTONS)
def test_a_button_about_nothing_is_refused_and_breaks_nothing(button, object_id, client):
    signed_in(client, Role.ADMIN)
    address = f"/admin/{button.format(object_id)}"
    assert client.get(address).status_code in (403, 404)
    assert client.post(address, {"reason": "x"}).status_code in (403, 404)
