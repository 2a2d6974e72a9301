"""People for tests, made through the services and signed in over HTTP."""

import json
from itertools import count

from django.test import Client

from domains.kernel.types import Role
from domains.user import services as user
from domains.user.types import Profile
from ecommerce.operations import mailbox

PASSWORD = "a long and quiet phrase"
_numbers = count(1)


def new_email(name: str = "ada") -> str:
    """An address that no other test writes to."""
    return f"{name}-{next(_numbers)}@people.test"


def a_member(*roles: Role, email: str = "") -> Profile:
    """Somebody with an account that may sign in; a customer unless other roles are given."""
    return user.create_user(email=email or new_email(), password=PASSWORD, roles=roles or (Role.CUSTOMER,))


def signed_in(*roles: Role) -> Client:
    """An API client with a fresh member's access token."""
    return client_of(a_member(*roles))


def client_of(person: Profile) -> Client:
    """An API client with this person's access token."""
    return Client(headers={"Authorization": f"Bearer {access_of(person)}"})


def access_of(person: Profile) -> str:
    """A fresh access token."""
    return user.sign_in(email=person.email, password=PASSWORD).tokens.access


def newest_mail(to: str) -> mailbox.Mail:
    """The last mail to this address."""
    mails = mailbox.list_mails(to=to, limit=1)
    assert mails, f"nobody wrote to {to}"
    return mails[0]


def send(client: Client, method: str, path: str, body: object = None, **headers: str):
    """A JSON request to version 1 of the API."""
    call = getattr(client, method.lower())
    data = {} if body is None else {"data": json.dumps(body), "content_type": "application/json"}
    return call(f"/api/v1/{path}", headers=headers, **data)
