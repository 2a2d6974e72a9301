"""Signing in, lockout, and the Django sessions of storefront and admin."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.contrib.auth import authenticate
from django.db import connections
from django.test import RequestFactory

from domains.kernel import clock
from domains.kernel.types import Role
from domains.user import services as user
from domains.user.errors import InvalidCredentials, LockedOut
from tests.factories.user import PASSWORD, a_member, new_email, send

pytestmark = pytest.mark.django_db


def login(client, email: str, password: str = PASSWORD, ip: str = "203.0.113.5"):
    body = {"email": email, "password": password}
    return client.post("/api/v1/users/login", data=body, content_type="application/json", REMOTE_ADDR=ip)


def fail(email: str, times: int, ip: str = "203.0.113.5") -> None:
    for _ in range(times):
        with pytest.raises(InvalidCredentials):
            user.authenticate(email=email, password="wrong", ip=ip)


def test_a_member_signs_in(client):
    person = a_member()
    body = login(client, person.email).json()
    assert set(body) == {"user", "access", "refresh"}
    assert body["user"]["id"] == str(person.id)
    assert user.read_access_token(body["access"]).user_id == person.id


def test_no_cache_may_keep_tokens(client):
    assert login(client, a_member().email)["Cache-Control"] == "private, no-store"


def test_an_unknown_address_and_a_wrong_password_are_answered_alike(client):
    unknown, wrong = login(client, new_email()), login(client, a_member().email, "wrong")
    assert unknown.status_code == wrong.status_code == 401
    assert unknown.json()["code"] == "invalid_credentials"
    assert {**unknown.json(), "correlation_id": ""} == {**wrong.json(), "correlation_id": ""}


@pytest.mark.parametrize("known", [True, False])
def test_five_failures_lock_and_the_answer_says_for_how_long(client, known):
    email = a_member().email if known else new_email()
    for _ in range(5):
        assert login(client, email, "wrong").status_code == 401
    answer = login(client, email)
    assert (answer.status_code, answer.json()["code"]) == (429, "locked_out")
    assert 1 <= int(answer["Retry-After"]) <= 60


def test_a_lock_ends_by_itself_and_comes_back_for_longer():
    email, start = a_member().email, clock.now()
    fail(email, 5)
    with clock.running_on(lambda: start + timedelta(seconds=65)):
        fail(email, 1)
        with pytest.raises(LockedOut) as locked:
            user.authenticate(email=email, password=PASSWORD, ip="203.0.113.5")
        assert 60 < locked.value.facts["retry_after_s"] <= 120
    with clock.running_on(lambda: start + timedelta(seconds=65 + 125)):
        user.authenticate(email=email, password=PASSWORD, ip="203.0.113.5")


def test_a_lock_holds_for_one_account_from_one_address_only():
    person, neighbour = a_member(), a_member()
    fail(person.email, 5)
    assert user.authenticate(email=neighbour.email, password=PASSWORD, ip="203.0.113.5") == neighbour
    assert user.authenticate(email=person.email, password=PASSWORD, ip="198.51.100.7") == person


def test_a_right_password_forgets_the_failures():
    email = a_member().email
    for _ in range(3):
        fail(email, 4)
        user.authenticate(email=email, password=PASSWORD, ip="203.0.113.5")


def test_the_lock_is_kept_in_the_database_and_not_in_the_cache():
    from django.core.cache import cache

    email = a_member().email
    fail(email, 5)
    cache.clear()
    with pytest.raises(LockedOut):
        user.authenticate(email=email, password=PASSWORD, ip="203.0.113.5")


@pytest.mark.django_db(transaction=True)
def test_a_burst_of_guesses_learns_nothing_beyond_five():
    email = a_member().email

    def guess(_: int) -> type[Exception]:
        try:
            user.authenticate(email=email, password="wrong", ip="203.0.113.5")
        except (InvalidCredentials, LockedOut) as refused:
            return type(refused)
        finally:
            connections.close_all()
        raise AssertionError

    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(guess, range(24)))
    assert answers.count(InvalidCredentials) == 5
    assert answers.count(LockedOut) == 19


@pytest.mark.django_db(transaction=True)
def test_many_devices_may_sign_in_at_once():
    person = a_member()

    def sign_in(_: int):
        try:
            return user.sign_in(email=person.email, password=PASSWORD, ip="203.0.113.5").profile
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(sign_in, range(16))) == {person}
    assert len(user.list_sessions(person.id)) == 16


def test_too_many_logins_from_one_address_are_slowed_down(client):
    codes = [login(client, new_email(), ip="203.0.113.77").status_code for _ in range(21)]
    assert codes == [401] * 20 + [429]


def test_a_made_up_forwarding_header_does_not_loosen_the_limit(client):
    for number in range(20):
        send(
            client,
            "post",
            "users/login",
            {"email": new_email(), "password": "x"},
            x_forwarded_for=f"10.0.0.{number}",
        )
    answer = send(
        client, "post", "users/login", {"email": new_email(), "password": "x"}, x_forwarded_for="10.1.1.1"
    )
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) >= 1


def test_a_closed_account_is_closed(client):
    person = a_member()
    access = user.sign_in(email=person.email, password=PASSWORD).tokens.access
    user.set_active(person.id, active=False)
    assert login(client, person.email).json()["code"] == "invalid_credentials"
    assert send(client, "get", "users/profile", authorization=f"Bearer {access}").status_code == 401


def test_the_storefront_signs_in_with_a_django_session(client):
    person = a_member()
    assert client.login(email=person.email.upper(), password=PASSWORD)
    assert client.session["_auth_user_id"] == str(person.id)


def test_a_refused_session_says_why_to_the_page():
    request = RequestFactory().post("/account/login", REMOTE_ADDR="203.0.113.5")
    email = a_member().email
    assert authenticate(request, email=email, password="wrong") is None
    assert request.refused.code == "invalid_credentials"
    fail(email, 4)
    assert authenticate(request, email=email, password=PASSWORD) is None
    assert request.refused.code == "locked_out"


def test_staff_sign_in_to_the_admin_and_customers_do_not(client):
    staff, customer = a_member(Role.SUPPORT), a_member()
    for person, lands_on in ((staff, 302), (customer, 200)):
        client.logout()
        form = {"username": person.email, "password": PASSWORD, "next": "/admin/"}
        assert client.post("/admin/login/", form).status_code == lands_on
