"""A forgotten password is replaced by a mailed link, once, and every session ends."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.checks import run_checks
from django.db import connections

from domains.kernel import clock
from domains.kernel.types import Role
from domains.user import services as user
from domains.user.errors import (
    DemoLoginRefused,
    InvalidCredentials,
    LockedOut,
    ResetLinkInvalid,
    TokenInvalid,
    WeakPassword,
)
from tests.factories.user import PASSWORD, a_member, new_email, newest_mail, send

pytestmark = pytest.mark.django_db
NEW = "another long and quiet phrase"


def token_mailed_to(email: str) -> str:
    found = re.search(r"/account/reset/([\w-]{30,})", newest_mail(email).text)
    assert found
    return found[1]


def a_link_for(person) -> str:
    user.request_password_reset(email=person.email)
    return token_mailed_to(person.email)


def test_a_forgotten_password_is_replaced(client):
    person = a_member()
    asked = send(client, "post", "users/reset-password", {"email": person.email.upper()})
    assert asked.status_code == 202
    body = {"token": token_mailed_to(person.email), "password": NEW}
    assert send(client, "post", "users/reset-password/confirm", body).status_code == 204
    assert user.authenticate(email=person.email, password=NEW) == person
    with pytest.raises(InvalidCredentials):
        user.authenticate(email=person.email, password=PASSWORD)


def test_the_answer_does_not_tell_who_has_an_account(client):
    known, unknown = (
        send(client, "post", "users/reset-password", {"email": email})
        for email in (a_member().email, new_email())
    )
    assert (known.status_code, known.content) == (unknown.status_code, unknown.content)


def test_every_session_ends(client):
    person = a_member()
    tokens = user.sign_in(email=person.email, password=PASSWORD).tokens
    client.login(email=person.email, password=PASSWORD)
    user.reset_password(token=a_link_for(person), password=NEW)
    with pytest.raises(TokenInvalid):
        user.refresh_tokens(tokens.refresh)
    with pytest.raises(TokenInvalid):
        user.read_access_token(tokens.access)
    assert user.list_sessions(person.id) == ()
    from django.contrib.auth import get_user

    request = client.get("/admin/").wsgi_request
    assert not get_user(request).is_authenticated


def test_the_owner_is_told_that_the_password_changed():
    person = a_member()
    user.reset_password(token=a_link_for(person), password=NEW)
    assert "password was changed" in newest_mail(person.email).subject


def test_a_link_works_once_and_using_it_spends_the_others(client):
    person = a_member()
    older, newer = a_link_for(person), a_link_for(person)
    user.reset_password(token=older, password=NEW)
    for spent in (older, newer):
        answer = send(client, "post", "users/reset-password/confirm", {"token": spent, "password": PASSWORD})
        assert (answer.status_code, answer.json()["code"]) == (422, "reset_link_invalid")


@pytest.mark.django_db(transaction=True)
def test_two_uses_at_the_same_moment_are_one():
    person = a_member()
    token = user.issue_reset_token(person.id)

    def use(number: int) -> str:
        try:
            user.reset_password(token=token, password=f"{NEW} {number}")
        except ResetLinkInvalid as refused:
            return refused.code
        finally:
            connections.close_all()
        return "set"

    with ThreadPoolExecutor(6) as pool:
        outcomes = list(pool.map(use, range(6)))
    assert outcomes.count("set") == 1


def test_a_link_works_for_an_hour():
    token = a_link_for(a_member())
    late = clock.now() + timedelta(hours=1, seconds=1)
    with clock.running_on(lambda: late), pytest.raises(ResetLinkInvalid):
        user.reset_password(token=token, password=NEW)


def test_a_weak_password_does_not_use_the_link_up():
    person = a_member()
    token = a_link_for(person)
    with pytest.raises(WeakPassword):
        user.reset_password(token=token, password="12345678")
    user.reset_password(token=token, password=NEW)


def test_the_link_proves_the_address_and_lifts_a_lock():
    email = new_email()
    user.register_user(email=email, password=PASSWORD)
    for _ in range(5):
        with pytest.raises(InvalidCredentials):
            user.authenticate(email=email, password="wrong", ip="203.0.113.5")
    with pytest.raises(LockedOut):
        user.authenticate(email=email, password=PASSWORD, ip="203.0.113.5")
    user.request_password_reset(email=email)
    user.reset_password(token=token_mailed_to(email), password=NEW)
    assert user.authenticate(email=email, password=NEW, ip="203.0.113.5").email_verified


@pytest.mark.parametrize("token", ["nonsense", "x" * 201, "é"])
def test_an_unknown_link_is_refused(client, token):
    answer = send(client, "post", "users/reset-password/confirm", {"token": token, "password": NEW})
    assert answer.status_code in (400, 422)


DEMO = "demo-shop-login"


def demo_login_problems() -> list:
    return [problem for problem in run_checks(include_deployment_checks=True) if problem.id == "user.E001"]


def test_a_shop_that_is_open_to_the_world_refuses_to_have_the_demo_logins(settings):
    admin = user.create_user(email="admin@example.com", password=DEMO, roles=(Role.ADMIN,))
    assert demo_login_problems() == []

    settings.DEMO_ALLOWED = False

    assert "admin@example.com" in demo_login_problems()[0].msg
    user.set_password(admin.id, password=NEW)
    assert demo_login_problems() == []
    with pytest.raises(DemoLoginRefused):
        user.create_user(email="Finance@Example.com", password=DEMO, roles=(Role.FINANCE,))
    with pytest.raises(DemoLoginRefused):
        user.set_password(admin.id, password=DEMO)
