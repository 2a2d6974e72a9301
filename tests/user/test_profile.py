"""One's own profile and address book."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.db import connections

from domains.kernel.router import database_of
from domains.kernel.types import Address, Role
from domains.user import services as user
from domains.user.errors import AddressBookFull, UserNotFound
from domains.user.types import AddressType
from tests.factories.user import a_member, client_of, send, signed_in

pytestmark = pytest.mark.django_db

HOME = {
    "name": "Ada Lovelace",
    "line1": "12 St James's Square",
    "city": "London",
    "postal_code": "SW1Y 4JH",
    "country": "GB",
}
ADDRESS = Address(**HOME)


def test_the_profile_tells_who_i_am():
    person = a_member()
    body = send(client_of(person), "get", "users/profile").json()
    assert body == {
        "id": str(person.id),
        "email": person.email,
        "first_name": "",
        "last_name": "",
        "roles": ["customer"],
        "email_verified": True,
        "locale": "en",
        "currency": "USD",
        "marketing_consent": False,
        "created_at": person.created_at.isoformat().replace("+00:00", "Z"),
    }


def test_a_patch_changes_what_it_names():
    client = signed_in()
    changed = send(client, "patch", "users/profile", {"locale": "de", "marketing_consent": True}).json()
    assert (changed["locale"], changed["marketing_consent"], changed["currency"]) == ("de", True, "USD")
    assert send(client, "get", "users/profile").json() == changed


def test_a_put_needs_both_names():
    client = signed_in()
    answer = send(client, "put", "users/profile", {"first_name": "Ada"})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "last_name")
    whole = {"first_name": "Ada", "last_name": "Lovelace", "currency": "JPY"}
    assert send(client, "put", "users/profile", whole).json()["currency"] == "JPY"


def test_nobody_gives_themselves_a_role_another_address_or_another_id():
    person = a_member()
    client = client_of(person)
    grab = {"roles": ["admin"], "email": "admin@people.test", "id": str(uuid4()), "is_staff": True}
    assert send(client, "patch", "users/profile", {**grab, "first_name": "Eve"}).status_code == 200
    profile = user.get_profile(person.id)
    assert (profile.roles, profile.email, profile.first_name) == ((Role.CUSTOMER,), person.email, "Eve")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("currency", "usd"),
        ("currency", "XXQ"),
        ("locale", "klingon"),
        ("locale", "../../etc"),
        ("first_name", "nul\x00"),
        ("first_name", None),
        ("marketing_consent", "perhaps"),
    ],
)
def test_what_is_not_valid_is_named(field, value):
    answer = send(signed_in(), "patch", "users/profile", {field: value})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] == field


def test_a_guest_has_no_profile_and_no_address_book(client):
    for path in ("users/profile", "users/addresses", f"users/addresses/{uuid4()}", "users/sessions"):
        assert send(client, "get", path).status_code == 401


def test_an_address_is_added_read_replaced_and_removed():
    client = signed_in()
    added = send(client, "post", "users/addresses", HOME)
    assert added.status_code == 201
    entry = added.json()
    assert {**HOME, "type": "shipping", "is_default": True}.items() <= entry.items()
    path = f"users/addresses/{entry['id']}"
    assert send(client, "get", path).json() == entry
    replaced = send(client, "put", path, {**HOME, "line1": "1 New Street", "is_default": True}).json()
    assert replaced == {**entry, "line1": "1 New Street"}
    assert send(client, "get", "users/addresses").json() == {"results": [replaced]}
    assert send(client, "delete", path).status_code == 204
    gone = send(client, "get", path)
    assert (gone.status_code, gone.json()["code"]) == (404, "address_not_found")


def test_each_type_has_one_default():
    client = signed_in()
    for wanted in ({}, {"is_default": True}, {"type": "billing"}, {}):
        send(client, "post", "users/addresses", {**HOME, **wanted})
    rows = send(client, "get", "users/addresses").json()["results"]
    defaults = [(row["type"], row["is_default"]) for row in rows]
    assert defaults == [("billing", True), ("shipping", True), ("shipping", False), ("shipping", False)]


def test_a_removed_default_hands_over_to_the_oldest():
    person = a_member()
    first, second = (user.add_address(person.id, address=ADDRESS) for _ in range(2))
    user.remove_address(person.id, address_id=first.id)
    assert [(row.id, row.is_default) for row in user.list_addresses(person.id)] == [(second.id, True)]


@pytest.mark.django_db(transaction=True)
def test_concurrent_defaults_leave_one():
    person = a_member()

    def add(_: int) -> None:
        try:
            user.add_address(person.id, address=ADDRESS, type=AddressType.BILLING, is_default=True)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(add, range(12)))
    assert [row.is_default for row in user.list_addresses(person.id)].count(True) == 1


def test_somebody_elses_address_is_not_there():
    owner, stranger = a_member(), signed_in()
    entry = user.add_address(owner.id, address=ADDRESS)
    path = f"users/addresses/{entry.id}"
    for method, body in (("get", None), ("put", HOME), ("delete", None)):
        assert send(stranger, method, path, body).status_code == 404
    assert user.get_address(owner.id, address_id=entry.id) == entry


@pytest.mark.parametrize(
    ("field", "value", "status"),
    [
        ("country", "XQ", 422),
        ("country", "EU", 422),
        ("country", "gb", 400),
        ("name", " ", 400),
        ("line1", "x" * 201, 400),
        ("type", "holiday", 400),
    ],
)
def test_an_address_that_nobody_can_deliver_to_is_refused(field, value, status):
    answer = send(signed_in(), "post", "users/addresses", {**HOME, field: value})
    assert answer.status_code == status
    assert answer.json()["errors"][0]["field"] == field


def test_an_address_book_has_an_end():
    person = a_member()
    for _ in range(50):
        user.add_address(person.id, address=ADDRESS)
    with pytest.raises(AddressBookFull):
        user.add_address(person.id, address=ADDRESS)


def test_many_profiles_cost_what_one_costs(django_assert_num_queries):
    people = [a_member(Role.CUSTOMER, Role.SUPPORT) for _ in range(5)]
    with django_assert_num_queries(2, connection=connections[database_of("user")]):
        found = user.get_profiles([person.id for person in people] + [uuid4()])
    assert found == {person.id: person for person in people}


def test_nobody_is_nobody():
    with pytest.raises(UserNotFound):
        user.get_profile(uuid4())
    with pytest.raises(UserNotFound):
        user.update_profile(uuid4(), first_name="Ada")
    assert user.find_profile(email="nobody@people.test") is None
