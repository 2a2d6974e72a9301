"""People read what was sent to them and choose what they get."""

import pytest

from domains.notification import services as notification
from domains.user import services as user
from tests.factories.user import a_member, client_of, send, signed_in

pytestmark = pytest.mark.django_db
PATH = "notifications/preferences"


def test_everything_comes_until_somebody_chooses():
    assert send(signed_in(), "get", PATH).json() == {
        "preferences": [
            {"kind": "account", "channel": "email", "enabled": True, "required": True},
            {"kind": "orders", "channel": "email", "enabled": True, "required": True},
            {"kind": "deliveries", "channel": "email", "enabled": True, "required": False},
            {"kind": "stock", "channel": "email", "enabled": True, "required": False},
        ]
    }


def test_a_choice_is_kept_for_whoever_made_it():
    client, neighbour = signed_in(), signed_in()
    choice = {"kind": "deliveries", "channel": "email", "enabled": False}
    answer = send(client, "put", PATH, {"preferences": [choice]})
    assert answer.status_code == 200
    assert answer.json() == send(client, "get", PATH).json()
    assert answer.json()["preferences"][2]["enabled"] is False
    assert send(neighbour, "get", PATH).json()["preferences"][2]["enabled"] is True


def test_what_is_required_cannot_be_switched_off_and_then_nothing_is_changed():
    client = signed_in()
    choices = [{"kind": kind, "channel": "email", "enabled": False} for kind in ("deliveries", "orders")]
    answer = send(client, "put", PATH, {"preferences": choices})
    assert (answer.status_code, answer.json()["code"]) == (422, "preference_required")
    assert send(client, "get", PATH).json()["preferences"][2]["enabled"] is True


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"preferences": "all"},
        {"preferences": [{"kind": "gossip", "channel": "email", "enabled": True}]},
        {"preferences": [{"kind": "orders", "channel": "pigeon", "enabled": True}]},
        {"preferences": [{"kind": "orders", "channel": "email"}]},
    ],
)
def test_what_is_malformed_is_refused(body):
    assert send(signed_in(), "put", PATH, body).status_code == 400


def test_my_messages_are_listed_newest_first_and_only_to_me():
    person, stranger = a_member(), signed_in()
    for _ in range(3):
        user.request_password_reset(email=person.email)
    client = client_of(person)
    page = send(client, "get", "notifications?page_size=2").json()
    assert [row["kind"] for row in page["results"]] == ["password_reset"] * 2
    assert page["results"][0]["created_at"] >= page["results"][1]["created_at"]
    assert {row["status"] for row in page["results"]} == {"sent"}
    rest = client.get(page["next"]).json()
    assert (len(rest["results"]), rest["next"]) == (1, None)
    assert send(stranger, "get", "notifications").json()["results"] == []


def test_a_guest_has_no_messages(client):
    assert send(client, "get", "notifications").status_code == 401
    assert send(client, "get", PATH).status_code == 401


def test_account_mails_ignore_choices():
    person = a_member()
    notification.set_preference(person.id, kind="deliveries", channel="email", enabled=False)
    user.request_password_reset(email=person.email)
    assert notification.list_messages(person.id).results[0].status == "sent"
