"""Administrators manage people; support looks them up."""

import os
from unittest import mock

import pytest
from django.core.management import call_command

from domains.kernel.router import database_of
from domains.kernel.types import Address, Role
from domains.user import services as user
from domains.user.errors import TokenInvalid
from tests.factories.user import PASSWORD, a_member, new_email

pytestmark = pytest.mark.django_db
LIST = "/admin/user/user/"


def test_createsuperuser_makes_an_administrator(client):
    email = new_email()
    with mock.patch.dict(os.environ, {"DJANGO_SUPERUSER_PASSWORD": PASSWORD}):
        call_command(
            "createsuperuser",
            email=email.upper(),
            database=database_of("user"),
            interactive=False,
            verbosity=0,
        )
    assert user.authenticate(email=email, password=PASSWORD).roles == (Role.ADMIN,)
    client.login(email=email, password=PASSWORD)
    assert client.get(LIST).status_code == 200


@pytest.fixture
def administrator(client):
    person = a_member(Role.ADMIN)
    client.login(email=person.email, password=PASSWORD)
    return person


def page_of(person) -> str:
    return f"{LIST}{person.id}/change/"


def form(**changes):
    addresses = {"addresses-TOTAL_FORMS": "0", "addresses-INITIAL_FORMS": "0"}
    return {
        "first_name": "",
        "last_name": "",
        "is_active": "on",
        "granted_roles": ["customer"],
        **addresses,
        **changes,
    }


def test_the_list_costs_the_same_for_many_people(client, administrator, django_assert_max_num_queries):
    for _ in range(20):
        a_member(Role.CUSTOMER, Role.WAREHOUSE)
    with django_assert_max_num_queries(10):
        page = client.get(LIST).content.decode()
    assert page.count("@people.test") >= 21


def test_people_are_found_by_the_beginning_of_their_address(client, administrator):
    person = a_member(email=new_email("grace"))
    found = client.get(LIST, {"q": "GRACE-"}).content.decode()
    assert person.email in found
    assert "/user/user/" + str(administrator.id) not in found


def test_an_administrator_makes_an_account_that_can_sign_in(client, administrator):
    email = new_email()
    answer = client.post(
        f"{LIST}add/",
        form(email=email, first_name="Grace", granted_roles=["support", "customer"], new_password=PASSWORD),
    )
    assert answer.status_code == 302, answer.content.decode()
    profile = user.authenticate(email=email, password=PASSWORD)
    assert (profile.first_name, profile.roles) == ("Grace", (Role.CUSTOMER, Role.SUPPORT))


@pytest.mark.parametrize("wrong", [{"new_password": "short"}, {"new_password": ""}, {"email": "taken"}])
def test_what_cannot_be_is_said_in_the_form(client, administrator, wrong):
    email = new_email()
    wrong = {"email": administrator.email} if wrong == {"email": "taken"} else wrong
    given = {"email": email, "first_name": "Grace", "new_password": PASSWORD, **wrong}
    answer = client.post(f"{LIST}add/", form(**given))
    assert answer.status_code == 200
    assert 'value="Grace"' in answer.content.decode()
    assert user.find_profile(email=email) is None


def test_roles_are_given_and_taken_by_checkboxes(client, administrator):
    person = a_member(Role.CUSTOMER)
    client.post(page_of(person), form(granted_roles=["customer", "warehouse"]))
    assert user.get_profile(person.id).roles == (Role.CUSTOMER, Role.WAREHOUSE)
    access = user.sign_in(email=person.email, password=PASSWORD).tokens.access
    client.post(page_of(person), form(granted_roles=["customer"]))
    assert user.get_profile(person.id).roles == (Role.CUSTOMER,)
    with pytest.raises(TokenInvalid):
        user.read_access_token(access)


def test_a_password_is_set_and_never_shown(client, administrator):
    person = a_member()
    page = client.get(page_of(person)).content.decode()
    assert "md5$" not in page
    assert "argon2" not in page
    client.post(page_of(person), form(new_password="an entirely new phrase"))
    assert user.authenticate(email=person.email, password="an entirely new phrase")


def test_a_refused_password_changes_nothing(client, administrator):
    person = a_member()
    answer = client.post(page_of(person), form(first_name="Grace", new_password="123"))
    assert answer.status_code == 200
    assert "too short" in answer.content.decode()
    assert user.get_profile(person.id).first_name == ""
    assert user.authenticate(email=person.email, password=PASSWORD)


def test_an_account_is_closed(client, administrator):
    person = a_member()
    closing = form()
    del closing["is_active"]
    client.post(page_of(person), closing)
    assert not client.__class__().login(email=person.email, password=PASSWORD)


def test_the_address_book_is_to_look_at(client, administrator):
    person = a_member()
    address = Address("Grace Hopper", "1 Navy Yard", "Arlington", "22201", "US")
    user.add_address(person.id, address=address)
    page = client.get(page_of(person)).content.decode()
    assert "1 Navy Yard" in page
    assert 'name="addresses-0-line1"' not in page


def test_support_looks_and_changes_nothing(client):
    client.login(email=a_member(Role.SUPPORT).email, password=PASSWORD)
    person = a_member()
    page = client.get(page_of(person))
    assert page.status_code == 200
    assert "new_password" not in page.content.decode()
    assert client.post(page_of(person), form(granted_roles=["admin"])).status_code == 403
    assert client.get(f"{LIST}add/").status_code == 403
    assert user.get_profile(person.id).roles == (Role.CUSTOMER,)


@pytest.mark.parametrize("role", [Role.WAREHOUSE, Role.MERCHANDISER, Role.FINANCE])
def test_other_staff_do_not_see_people(client, role):
    client.login(email=a_member(role).email, password=PASSWORD)
    assert client.get(LIST).status_code == 403


def test_nobody_is_deleted_by_a_click(client, administrator):
    person = a_member()
    assert client.post(f"{LIST}{person.id}/delete/", {"post": "yes"}).status_code == 403
    assert user.get_profile(person.id) == person
