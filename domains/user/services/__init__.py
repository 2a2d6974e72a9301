"""What others may ask of people and their accounts."""

from domains.user.services.address_book import (
    add_address,
    change_address,
    get_address,
    list_addresses,
    remove_address,
)
from domains.user.services.housekeeping import (
    clear_expired_tokens,
)
from domains.user.services.profiles import (
    find_profile,
    get_actor_names,
    get_profile,
    get_profiles,
    list_demo_logins,
    set_active,
    set_roles,
    update_profile,
)
from domains.user.services.registering import (
    create_user,
    issue_verification_code,
    prove_email,
    register_user,
    resend_verification,
    verify_email,
)
from domains.user.services.resetting import (
    issue_reset_token,
    request_password_reset,
    reset_password,
    set_password,
)
from domains.user.services.signing_in import (
    authenticate,
    end_session,
    get_jwks,
    is_access_revoked,
    list_sessions,
    read_access_token,
    refresh_tokens,
    sign_in,
    sign_out,
)

__all__ = [  # noqa: RUF022 - in the order of the sections
    # Registration
    "create_user",
    "issue_verification_code",
    "prove_email",
    "register_user",
    "resend_verification",
    "verify_email",
    # Signing in and out
    "authenticate",
    "end_session",
    "get_jwks",
    "is_access_revoked",
    "list_sessions",
    "read_access_token",
    "refresh_tokens",
    "sign_in",
    "sign_out",
    # Passwords
    "issue_reset_token",
    "request_password_reset",
    "reset_password",
    "set_password",
    # Profiles and roles
    "find_profile",
    "get_profile",
    "get_profiles",
    "get_actor_names",
    "list_demo_logins",
    "set_active",
    "set_roles",
    "update_profile",
    # The address book
    "add_address",
    "change_address",
    "get_address",
    "list_addresses",
    "remove_address",
    # Housekeeping
    "clear_expired_tokens",
]
