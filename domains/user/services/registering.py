"""Accounts are opened and addresses proven."""

from uuid import UUID

from domains.kernel.transactions import durable, stepwise
from domains.kernel.types import Role
from domains.user import (
    codes,
    queries,
    registration,
    sessions,
)
from domains.user.codes import Verdict
from domains.user.errors import (
    CodeExpired,
    CodeInvalid,
)
from domains.user.timing import evenly
from domains.user.types import Profile, SignedIn


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
    return sessions.open_session(prove_email(email=email, code=code).id, device=device, ip=ip)


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
