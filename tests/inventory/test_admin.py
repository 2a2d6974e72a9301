"""The warehouse at work in the admin site."""

import pytest
from django.test import Client
from django.urls import reverse

from domains.inventory import services as inventory
from domains.inventory.models import Movement, Reservation, Stock
from domains.kernel.ids import VariantId, new_id
from domains.kernel.types import Role
from tests.factories.cart import goods
from tests.factories.catalog import a_product
from tests.factories.inventory import a_warehouse, available, lines
from tests.factories.user import PASSWORD, a_member

pytestmark = pytest.mark.django_db


def staff(role: Role = Role.WAREHOUSE) -> Client:
    person, client = a_member(role), Client()
    assert client.login(username=person.email, password=PASSWORD)
    return client


def page(model: str, name: str = "changelist", *args) -> str:
    return reverse(f"admin:inventory_{model}_{name}", args=args)


@pytest.mark.parametrize("model", ["stock", "movement", "reservation", "warehouse"])
def test_lists_cost_ten_queries_at_most(model, django_assert_max_num_queries):
    for _ in range(15):
        inventory.reserve_stock(new_id(), lines=lines((goods(stock=2), 1)))
    client = staff()
    client.get(page(model))
    with django_assert_max_num_queries(10):
        assert client.get(page(model)).status_code == 200


def test_stock_is_found_by_sku():
    variant = a_product(available=0).variants[0]
    warehouse = a_warehouse()
    inventory.set_stock(variant.id, warehouse_id=warehouse.id, quantity=4321, reason="")
    goods(stock=1234)
    shown = staff().get(page("stock"), {"q": variant.sku.lower()}).content.decode()
    assert variant.sku in shown
    assert "4321" in shown
    assert "1234" not in shown


def test_a_count_goes_through_the_ledger_with_its_reason():
    mug, client = goods(stock=7), staff()
    row = Stock.objects.get(variant_id=mug)
    answer = client.post(page("stock", "change", row.pk), {"quantity": 12, "reason": "Found a box"})
    assert answer.status_code == 302
    assert inventory.get_stock(mug).on_hand == 12
    last = inventory.list_movements(variant_id=mug).results[0]
    assert (last.delta, last.reason, last.actor[:5]) == (5, "Found a box", "user:")


def test_less_than_is_reserved_is_refused_in_the_form():
    mug, client = goods(stock=7), staff()
    inventory.reserve_stock(new_id(), lines=lines((mug, 5)))
    row = Stock.objects.get(variant_id=mug)
    shown = client.post(page("stock", "change", row.pk), {"quantity": 4, "reason": "counted"})
    assert shown.status_code == 200
    assert "5 of these are reserved" in shown.content.decode()
    assert inventory.get_stock(mug).on_hand == 7


def test_goods_come_into_another_warehouse_by_sku():
    mug, client = goods(stock=7), staff()
    west = a_warehouse("west", priority=1)
    sku = f"{_sku(mug)}"
    form = {"sku": sku, "warehouse": str(west.id), "quantity": 3, "reason": "delivered"}
    assert client.post(page("stock", "add"), form).status_code == 302
    assert available(mug) == 10
    unknown = client.post(page("stock", "add"), {**form, "sku": "NO-SUCH"})
    assert "No variant has this SKU" in unknown.content.decode()


def _sku(variant_id: VariantId) -> str:
    from domains.catalog import services as catalog

    return catalog.get_variants([variant_id])[variant_id].sku


def test_the_ledger_can_only_be_looked_at():
    goods(stock=7)
    movement, client = Movement.objects.get(), staff()
    assert client.get(page("movement", "change", movement.pk)).status_code == 200
    assert client.post(page("movement", "change", movement.pk), {"delta": 1}).status_code == 403
    assert client.get(page("movement", "add")).status_code == 403
    assert client.post(page("movement", "delete", movement.pk), {"post": "yes"}).status_code == 403


def test_what_is_held_is_released_by_hand():
    mug, client = goods(stock=7), staff(Role.SUPPORT)
    inventory.reserve_stock(new_id(), lines=lines((mug, 5)))
    row = Reservation.objects.get()
    assert client.get(page("reservation", "change", row.pk)).status_code == 200
    button = f"{page('reservation')}{row.pk}/release/"
    assert "Release what is held?" in client.get(button).content.decode()
    assert available(mug) == 2
    assert client.post(button).status_code == 302
    assert available(mug) == 7


def test_a_warehouse_is_opened_and_closed():
    client = staff()
    form = {"code": "north", "name": "North", "country": "ca", "priority": 3}
    assert client.post(page("warehouse", "add"), form).status_code == 302
    north = inventory.get_warehouse_by_code("north")
    assert (north.country, north.active) == ("CA", True)
    assert "already exists" in client.post(page("warehouse", "add"), form).content.decode()
    refused = client.post(page("warehouse", "add"), {**form, "code": "south", "country": "1"})
    assert "ISO 3166" in refused.content.decode()
    closed = {"name": "North", "country": "CA", "priority": 3}
    assert client.post(page("warehouse", "change", north.id), closed).status_code == 302
    assert not inventory.get_warehouse_by_code("north").active


def test_who_has_nothing_to_do_with_stock_does_not_see_it():
    assert staff(Role.FINANCE).get(page("stock")).status_code == 403
    assert staff(Role.FINANCE).get(page("movement")).status_code == 200
    assert staff(Role.MERCHANDISER).get(page("reservation")).status_code == 403
