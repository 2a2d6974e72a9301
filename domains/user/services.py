"""What others may ask of people and their accounts."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.hashers import make_password

from domains.kernel import bus, clock
from domains.kernel.ids import AddressId, UserId
from domains.kernel.transactions import durable, stepwise
from domains.kernel.types import Address, Principal, Role
from domains.user import (
    access_tokens,
    addresses,
    codes,
    lockout,
    passwords,
    queries,
    registration,
    revocations,
    sessions,
    tidying,
)
from domains.user.codes import Verdict
from domains.user.errors import (
    CodeExpired,
    CodeInvalid,
    EmailNotVerified,
    InvalidCredentials,
    ResetLinkInvalid,
    SessionNotFound,
    TokenInvalid,
    TokenReused,
)
from domains.user.events import PasswordChanged, PasswordResetRequested
from domains.user.keys import signing_key
from domains.user.models import Session, User
from domains.user.timing import evenly
from domains.user.types import AddressType, Profile, SavedAddress, SignedIn, SignedInDevice, TokenPair

__all__ = [
    "add_address",
    "authenticate",
    "change_address",
    "clear_expired_tokens",
    "create_user",
    "end_session",
    "find_profile",
    "get_address",
    "get_jwks",
    "get_profile",
    "get_profiles",
    "is_access_revoked",
    "issue_reset_token",
    "issue_verification_code",
    "list_addresses",
    "list_demo_logins",
    "list_sessions",
    "prove_email",
    "read_access_token",
    "refresh_tokens",
    "register_user",
    "remove_address",
    "request_password_reset",
    "resend_verification",
    "reset_password",
    "set_active",
    "set_password",
    "set_roles",
    "sign_in",
    "sign_out",
    "update_profile",
    "verify_email",
]


# --- Registration ---------------------------------------------------------------------------


@stepwise
def register_user(*, email: str, password: str, first_name: str = "", last_name: str = "") -> None:
    """Open an account that waits for its mailed code; the same outcome when the address is taken.

    Registering an address that is still unproven again replaces the name and the password.
    Raises WeakPassword. Publishes VerificationRequested or RegistrationRepeated.
    """
    with evenly():
        _register(email, password, first_name, last_name)


@durable
def _register(email: str, password: str, first_name: str, last_name: str) -> None:
    registration.register(email, password, first_name, last_name)


@durable
def create_user(
    *,
    email: str,
    password: str,
    first_name: str = "",
    last_name: str = "",
    roles: tuple[Role, ...] = (Role.CUSTOMER,),
) -> Profile:
    """An account that may sign in at once; the existing one, unchanged, when there is one.

    Raises WeakPassword, and DemoLoginRefused where DEMO_ALLOWED is off.
    """
    names = {"first_name": first_name, "last_name": last_name}
    return queries.to_profile(registration.create(email, password, names, roles))


@stepwise
def verify_email(*, email: str, code: str, device: str = "", ip: str = "") -> SignedIn:
    """Open the account whose mailed code this is, and sign the person in.

    Raises CodeInvalid, and CodeExpired after 15 minutes or five tries. Publishes EmailVerified.
    """
    return _begin_session(prove_email(email=email, code=code).id, device=device, ip=ip)


@stepwise
def prove_email(*, email: str, code: str) -> Profile:
    """Open the account whose mailed code this is, for a caller with sessions of its own.

    Raises CodeInvalid, and CodeExpired after 15 minutes or five tries. Publishes EmailVerified.
    """
    user = queries.find_user(email)
    verdict = _try_code(user.pk, code.strip()) if user else Verdict.WRONG
    if user is None or verdict is Verdict.WRONG:
        raise CodeInvalid(field="code")
    if verdict is Verdict.EXPIRED:
        raise CodeExpired(field="code")
    return queries.get_profile(user.pk)


@durable
def _try_code(user_id: UUID, code: str) -> Verdict:
    user = queries.lock_user(user_id)
    if user.email_verified_at is not None or not user.is_active:
        return Verdict.WRONG
    verdict = codes.try_code(user, code)
    if verdict is Verdict.RIGHT:
        registration.prove(user)
    return verdict


@stepwise
def resend_verification(*, email: str) -> None:
    """Have another code mailed where an account waits for one; the same answer where none does.

    Publishes VerificationRequested.
    """
    with evenly():
        user = queries.find_user(email)
        if user is not None:
            _request_verification(user.pk)


@durable
def _request_verification(user_id: UUID) -> None:
    registration.request_verification(queries.lock_user(user_id))


@durable
def issue_verification_code(user_id: UUID) -> str:
    """A fresh six-digit code for the mail that is being written; older ones stop working.

    Raises UserNotFound.
    """
    return codes.issue_code(queries.lock_user(user_id))


# --- Signing in and out ---------------------------------------------------------------------


@stepwise
def authenticate(*, email: str, password: str, ip: str = "") -> Profile:
    """Whose credentials these are; wrong ones take the same time for every address.

    Raises InvalidCredentials, EmailNotVerified, and LockedOut with `retry_after_s`.
    """
    return queries.get_profile(_check_credentials(email, password, ip).pk)


@stepwise
def sign_in(*, email: str, password: str, ip: str = "", device: str = "") -> SignedIn:
    """The person and the tokens of a new session.

    Raises InvalidCredentials, EmailNotVerified, and LockedOut with `retry_after_s`.
    """
    return _begin_session(_check_credentials(email, password, ip).pk, device=device, ip=ip)


def _check_credentials(email: str, password: str, ip: str) -> User:
    address = queries.normal_email(email)
    lockout.refuse_locked(address, ip)
    user = queries.find_user(address)
    right = passwords.is_right(user, password)
    lockout.settle(address, ip, right=right)
    if user is None or not right:
        raise InvalidCredentials
    if user.email_verified_at is None:
        raise EmailNotVerified
    return user


@durable
def _begin_session(user_id: UUID, *, device: str, ip: str) -> SignedIn:
    user = queries.lock_user(user_id)
    if not user.is_active:
        raise InvalidCredentials
    user.last_login = clock.now()
    user.save(update_fields=["last_login"])
    return SignedIn(queries.to_profile(user), sessions.begin(user, device=device, ip=ip))


@stepwise
def refresh_tokens(refresh: str) -> TokenPair:
    """The next pair of the session.

    Raises TokenInvalid, and TokenReused for a token used before: its whole session ends.
    """
    pair = _rotate(refresh)
    if pair is None:
        raise TokenReused
    return pair


@durable
def _rotate(refresh: str) -> TokenPair | None:
    return sessions.rotate(refresh)


@durable
def sign_out(refresh: str, *, access_jti: str = "", access_expires_at: datetime | None = None) -> None:
    """End the refresh token's session; its access tokens, and the one named, are refused from now on.

    Signing out twice is signing out once. Raises TokenInvalid for a token that was never ours.
    """
    session_id = sessions.find_id(refresh)
    if session_id is None:
        raise TokenInvalid
    sessions.end(Session.objects.filter(pk=session_id))
    if access_jti and access_expires_at is not None:
        revocations.revoke([access_jti], until=access_expires_at)


def is_access_revoked(jti: str) -> bool:
    """Whether this one access token was signed out before it expired."""
    return revocations.is_revoked(jti)


def read_access_token(token: str) -> Principal:
    """Whoever the token stands for. Raises TokenInvalid when it is forged, expired or signed out."""
    return access_tokens.read(token)


def get_jwks() -> Mapping[str, tuple[Mapping[str, str], ...]]:
    """The public keys that access tokens are checked with, as a JWK set."""
    return {"keys": (signing_key().public_jwk,)}


def list_sessions(user_id: UUID) -> tuple[SignedInDevice, ...]:
    """The devices with a live session, the latest used first, at most a hundred."""
    return queries.list_sessions(user_id)


@durable
def end_session(user_id: UUID, *, session_id: UUID) -> None:
    """Sign one device out. Raises SessionNotFound, also for somebody else's."""
    if not sessions.end(Session.objects.filter(user_id=user_id, pk=session_id)):
        raise SessionNotFound


# --- Passwords ------------------------------------------------------------------------------


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


# --- Profiles and roles ---------------------------------------------------------------------


def get_profile(user_id: UUID) -> Profile:
    """One person. Raises UserNotFound."""
    return queries.get_profile(user_id)


def get_profiles(user_ids: Collection[UUID]) -> Mapping[UserId, Profile]:
    """Those of the people that exist, by id."""
    return queries.get_profiles(user_ids)


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


# --- The address book -----------------------------------------------------------------------


def list_addresses(user_id: UUID) -> tuple[SavedAddress, ...]:
    """The whole address book: at most fifty entries, each type's default first."""
    return queries.list_addresses(user_id)


def get_address(user_id: UUID, *, address_id: UUID) -> SavedAddress:
    """One entry. Raises AddressNotFound, also for somebody else's."""
    return queries.get_address(user_id, AddressId(address_id))


@durable
def add_address(
    user_id: UUID,
    *,
    address: Address,
    type: AddressType = AddressType.SHIPPING,
    is_default: bool = False,
) -> SavedAddress:
    """A new entry; the first of its type is the default, and a new default replaces the old one.

    Raises AddressInvalid, AddressBookFull, UserNotFound.
    """
    return queries.to_address(addresses.add(user_id, address, type, is_default))


@durable
def change_address(
    user_id: UUID,
    *,
    address_id: UUID,
    address: Address,
    type: AddressType,
    is_default: bool,
) -> SavedAddress:
    """The entry with other contents. Raises AddressNotFound, AddressInvalid."""
    return queries.to_address(addresses.change(user_id, address_id, address, type, is_default))


@durable
def remove_address(user_id: UUID, *, address_id: UUID) -> None:
    """Take one entry out; another of its type becomes the default. Raises AddressNotFound."""
    addresses.remove(user_id, address_id)


# --- Housekeeping ---------------------------------------------------------------------------


@durable
def clear_expired_tokens() -> int:
    """Delete what proves nothing any more: how many rows."""
    return tidying.clear_expired()
