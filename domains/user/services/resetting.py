"""Forgotten and changed passwords."""

from uuid import UUID

from django.contrib.auth.hashers import make_password

from domains.kernel import bus, clock
from domains.kernel.ids import UserId
from domains.kernel.transactions import durable, stepwise
from domains.user import (
    codes,
    lockout,
    passwords,
    queries,
    registration,
    sessions,
)
from domains.user.errors import (
    ResetLinkInvalid,
)
from domains.user.events import PasswordChanged, PasswordResetRequested
from domains.user.models import Session, User
from domains.user.timing import evenly


@stepwise
def request_password_reset(*, email: str) -> None:
    """Have a link mailed where there is an account; the same answer where there is none.

    Publishes PasswordResetRequested.
    """
    with evenly():
        user = queries.find_user(email)
        if user is not None:
            _request_reset(user.pk)


@durable
def _request_reset(user_id: UUID) -> None:
    user = queries.lock_user(user_id)
    if user.is_active and codes.may_mail_reset(user):
        bus.publish(PasswordResetRequested(user_id=UserId(user.pk), email=user.email))


@durable
def issue_reset_token(user_id: UUID) -> str:
    """A fresh link token, good for an hour and one use, for the mail that is being written.

    Raises UserNotFound.
    """
    return codes.issue_reset_token(queries.lock_user(user_id))


@durable
def reset_password(*, token: str, password: str) -> None:
    """Set the password of the account that the link was mailed to; every session ends.

    The link proves the address too. Raises ResetLinkInvalid, and WeakPassword without using
    the link up. Publishes PasswordChanged, and EmailVerified for an unproven account.
    """
    row = codes.find_reset_token(token)
    if row is None:
        raise ResetLinkInvalid(field="token")
    registration.prove(row.user)
    _change_password(row.user, password)


@durable
def set_password(user_id: UUID, *, password: str) -> None:
    """Set somebody's password, by staff; every session ends.

    Raises UserNotFound, WeakPassword, and DemoLoginRefused where DEMO_ALLOWED is off.
    Publishes PasswordChanged.
    """
    _change_password(queries.lock_user(user_id), password)


def _change_password(user: User, password: str) -> None:
    passwords.refuse_demo_login(user.email, password)
    passwords.check_strength(password, email=user.email, first_name=user.first_name, last_name=user.last_name)
    User.objects.filter(pk=user.pk).update(password=make_password(password), updated_at=clock.now())
    codes.spend_reset_tokens(user)
    lockout.forgive(user.email)
    sessions.end(Session.objects.filter(user=user))
    bus.publish(PasswordChanged(user_id=UserId(user.pk), email=user.email))
