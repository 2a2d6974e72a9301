"""Who people are and what they may do."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from domains.kernel import clock
from domains.kernel.ids import UserId
from domains.kernel.transactions import durable
from domains.kernel.types import Role
from domains.user import actors as actors_in_words
from domains.user import (
    passwords,
    queries,
    registration,
    sessions,
)
from domains.user.models import Session, User
from domains.user.types import Profile


def get_profile(user_id: UUID) -> Profile:
    """One person. Raises UserNotFound."""
    return queries.get_profile(user_id)


def get_profiles(user_ids: Collection[UUID]) -> Mapping[UserId, Profile]:
    """Those of the people that exist, by id."""
    return queries.get_profiles(user_ids)


def get_actor_names(actors: Collection[str]) -> Mapping[str, str]:
    """Of each actor, such as `user:…` or `system`, who that is: a person's name, else their mail address.

    One query however many they are.
    """
    return actors_in_words.names_of(actors)


def find_profile(*, email: str) -> Profile | None:
    """The person with this address, in any spelling."""
    user = queries.find_user(email)
    return queries.to_profile(user) if user else None


@durable
def update_profile(
    user_id: UUID,
    *,
    first_name: str | None = None,
    last_name: str | None = None,
    locale: str | None = None,
    currency: str | None = None,
    marketing_consent: bool | None = None,
) -> Profile:
    """The profile with what is given changed. Raises UserNotFound."""
    given: dict[str, Any] = {
        "first_name": first_name,
        "last_name": last_name,
        "locale": locale,
        "currency": currency,
        "marketing_consent": marketing_consent,
    }
    changes = {field: value for field, value in given.items() if value is not None}
    User.objects.filter(pk=user_id).update(**changes, updated_at=clock.now())
    return queries.get_profile(user_id)


@durable
def set_roles(user_id: UUID, *, roles: tuple[Role, ...]) -> Profile:
    """Give the person exactly these roles. Whoever loses one is signed out of every device.

    Raises UserNotFound.
    """
    user = queries.lock_user(user_id)
    lost = set(queries.roles_of(user)) - set(roles)
    registration.assign(user, roles)
    if lost:
        sessions.end(Session.objects.filter(user=user))
    return queries.get_profile(user_id)


@durable
def set_active(user_id: UUID, *, active: bool) -> Profile:
    """Close an account to its person, or open it again. Closing ends every session.

    Raises UserNotFound.
    """
    user = queries.lock_user(user_id)
    user.is_active = active
    user.save(update_fields=["is_active"])
    if not active:
        sessions.end(Session.objects.filter(user=user))
    return queries.get_profile(user_id)


def list_demo_logins() -> tuple[str, ...]:
    """The addresses of those accounts that open with the public demo password."""
    return passwords.list_demo_logins()
