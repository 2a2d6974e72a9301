"""What happened to accounts. Codes, tokens and passwords are never part of an event."""

from domains.kernel.events import Event, event
from domains.kernel.ids import UserId


@event("user.verification_requested.v1", stream="user_id")
class VerificationRequested(Event):
    """A person has to prove that the address is theirs."""

    user_id: UserId
    email: str


@event("user.registration_repeated.v1", stream="user_id")
class RegistrationRepeated(Event):
    """Somebody tried to register an address that has an account."""

    user_id: UserId
    email: str


@event("user.email_verified.v1", stream="user_id")
class EmailVerified(Event):
    """The address is proven: the account is open."""

    user_id: UserId
    email: str


@event("user.password_reset_requested.v1", stream="user_id")
class PasswordResetRequested(Event):
    """Somebody asked for a new password."""

    user_id: UserId
    email: str


@event("user.password_changed.v1", stream="user_id")
class PasswordChanged(Event):
    """The password is another one; every session has ended."""

    user_id: UserId
    email: str
