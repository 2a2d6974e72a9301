"""Stock over HTTP: everybody sees what can be had, staff see and change the rest."""

import pytest
from django.test import Client

from domains.catalog import services as catalog
from domains.inventory import services as inventory
from domains.kernel.ids import new_id
from domains.kernel.types import Role
from tests.factories.cart import goods
from tests.factories.inventory import a_warehouse, available
from tests.factories.user import send, signed_in

pytestmark = pytest.mark.django_db
STAFF = (Role.WAREHOUSE, Role.MERCHANDISER, Role.SUPPORT, Role.FINANCE, Role.ADMIN)


def east():
    return str(inventory.get_warehouse_by_code("east").id)


def test_everybody_sees_how_many_can_be_had_and_no_more():
    mug = goods(stock=7)
    for client in (Client(), signed_in(Role.CUSTOMER)):
        assert send(client, "get", f"inventory/{mug}").json() == {"variant_id": str(mug), "available": 7}


@pytest.mark.parametrize("role", STAFF)
def test_staff_see_all_warehouses(role):
    mug = goods(stock=7)
    body = send(signed_in(role), "get", f"inventory/{mug}").json()
    assert (body["on_hand"], body["reserved"], body["available"]) == (7, 0, 7)
    assert [(place["code"], place["on_hand"]) for place in body["warehouses"]] == [("east", 7)]


def test_a_products_stock_is_that_of_its_variants():
    mug = goods(stock=7)
    product_id = catalog.get_variants([mug])[mug].product_id
    body = send(Client(), "get", f"inventory/{product_id}").json()
    assert body == {
        "product_id": str(product_id),
        "variant_id": str(mug),
        "available": 7,
        "variants": [{"variant_id": str(mug), "available": 7}],
    }


def test_what_does_not_exist_is_not_found():
    for identity in (new_id(), "no-such-thing"):
        assert send(Client(), "get", f"inventory/{identity}").status_code == 404
    body = {"quantity": 1}
    assert send(signed_in(Role.WAREHOUSE), "put", f"inventory/{new_id()}", body).status_code == 404


def test_a_count_and_a_correction_are_written_down_with_who_made_them():
    mug, client = goods(stock=7), signed_in(Role.WAREHOUSE)
    body = {"warehouse_id": east(), "quantity": 12, "reason": "counted"}
    assert send(client, "put", f"inventory/{mug}", body).json()["on_hand"] == 12
    assert send(client, "put", f"inventory/{mug}", {"delta": -2, "reason": "broken"}).json()["on_hand"] == 10
    rows = send(client, "get", f"inventory/movements?variant_id={mug}").json()["results"]
    assert [(row["kind"], row["delta"], row["reason"]) for row in rows][:2] == [
        ("adjust", -2, "broken"),
        ("set", 5, "counted"),
    ]
    assert rows[0]["actor"].startswith("user:")
    assert sum(row["delta"] for row in rows) == 10


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"quantity": 1, "delta": 1},
        {"quantity": -1},
        {"quantity": True},
        {"quantity": "3"},
        {"quantity": 2**63},
        {"delta": 1.5},
        {"quantity": 1, "warehouse_id": "x"},
    ],
)
def test_a_count_that_makes_no_sense_is_a_bad_request(body):
    mug = goods(stock=7)
    assert send(signed_in(Role.WAREHOUSE), "put", f"inventory/{mug}", body).status_code == 400
    assert available(mug) == 7


def test_who_may_not_is_turned_away():
    mug = goods(stock=7)
    calls = (
        ("put", f"inventory/{mug}", {"quantity": 1}),
        ("post", "inventory/reserve", {"reference_id": str(new_id()), "lines": []}),
        ("post", "inventory/release", {"reservation_id": str(new_id())}),
        ("post", "inventory/transfer", {}),
        ("post", "inventory/warehouses", {}),
        ("get", "inventory/warehouses", None),
        ("get", "inventory/movements", None),
        ("get", "inventory/alerts", None),
    )
    customer = signed_in(Role.CUSTOMER)
    for method, path, body in calls:
        assert send(Client(), method, path, body).status_code == 401, path
        assert send(customer, method, path, body).status_code == 403, path


def test_goods_are_held_and_released():
    mug, client = goods(stock=7), signed_in(Role.WAREHOUSE)
    line = {"variant_id": str(mug), "quantity": 3}
    body = {"reference_id": str(new_id()), "lines": [line], "ttl_s": 600}
    first, again = (send(client, "post", "inventory/reserve", body) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert available(mug) == 4
    release = {"reservation_id": first.json()["reservation_id"]}
    for _ in range(2):
        assert send(client, "post", "inventory/release", release).json()["status"] == "released"
    assert available(mug) == 7
    unknown = {"reservation_id": str(new_id())}
    assert send(client, "post", "inventory/release", unknown).status_code == 404


def test_a_shortage_names_every_line():
    mug, client = goods(stock=2), signed_in(Role.WAREHOUSE)
    body = {"reference_id": str(new_id()), "lines": [{"variant_id": str(mug), "quantity": 3}]}
    refused = send(client, "post", "inventory/reserve", body)
    assert (refused.status_code, refused.json()["code"]) == (409, "insufficient_stock")
    assert refused.json()["available"] == 2
    assert refused.json()["shortages"] == [{"variant_id": str(mug), "requested": 3, "available": 2}]


def test_goods_are_carried_between_warehouses():
    mug, client = goods(stock=7), signed_in(Role.WAREHOUSE)
    west = str(a_warehouse("west", priority=1).id)
    body = {"variant_id": str(mug), "from": east(), "to": west, "quantity": 3}
    level = send(client, "post", "inventory/transfer", body).json()
    assert [(place["code"], place["on_hand"]) for place in level["warehouses"]] == [("east", 4), ("west", 3)]
    assert send(client, "post", "inventory/transfer", {**body, "quantity": 5}).status_code == 400
    assert send(client, "post", "inventory/transfer", {**body, "to": east()}).status_code == 422


def test_warehouses_are_made_once():
    client = signed_in(Role.WAREHOUSE)
    body = {"code": "north", "name": "North", "country": "ca", "priority": 5}
    made = send(client, "post", "inventory/warehouses", body)
    assert (made.status_code, made.json()["country"]) == (201, "CA")
    again = send(client, "post", "inventory/warehouses", body)
    assert (again.status_code, again.json()["code"]) == (409, "warehouse_code_taken")
    rows = send(client, "get", "inventory/warehouses").json()["results"]
    assert [row["code"] for row in rows] == ["north"]


def test_the_ledger_has_pages():
    client = signed_in(Role.FINANCE)
    for _ in range(5):
        goods(stock=1)
    first = send(client, "get", "inventory/movements?page_size=3").json()
    assert len(first["results"]) == 3
    second = send(client, "get", first["next"].partition("/api/v1/")[2]).json()
    assert len(second["results"]) == 2
    assert send(client, "get", "inventory/movements?cursor=nonsense").status_code == 400


def test_alerts_name_what_runs_out():
    mug = goods(stock=1, name="Mug")
    goods(stock=50)
    rows = send(signed_in(Role.MERCHANDISER), "get", "inventory/alerts").json()["results"]
    assert [(row["variant_id"], row["name"], row["available"]) for row in rows] == [(str(mug), "Mug", 1)]
