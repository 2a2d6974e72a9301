"""What the user domain refuses."""

from domains.kernel.errors import Conflict, InvalidInput, NotFound, NotPermitted


class UserNotFound(NotFound):
    code = "user_not_found"
    default_detail = "There is no such account."


class AddressNotFound(NotFound):
    code = "address_not_found"
    default_detail = "There is no such address in this address book."


class InvalidCredentials(NotPermitted):
    code = "invalid_credentials"
    default_detail = "The e-mail address or the password is not right."


class EmailNotVerified(NotPermitted):
    code = "email_not_verified"
    default_detail = "Please verify your e-mail address first: we have sent you a code."


class LockedOut(NotPermitted):
    """Too many failures; `retry_after_s` says how long to wait."""

    code = "locked_out"
    default_detail = "Too many failed attempts. Please wait a moment before you try again."


class TokenInvalid(NotPermitted):
    code = "token_invalid"
    default_detail = "This token is not valid. Please sign in again."


class TokenReused(NotPermitted):
    code = "token_reused"
    default_detail = "This refresh token was used before, so its session has ended. Please sign in again."


class CodeInvalid(InvalidInput):
    code = "code_invalid"
    default_detail = "This code is not right. Check the newest mail, or ask for another code."


class CodeExpired(InvalidInput):
    code = "code_expired"
    default_detail = "This code has expired. Ask for another one."


class WeakPassword(InvalidInput):
    code = "weak_password"
    default_detail = "Please choose a stronger password."


class ResetLinkInvalid(InvalidInput):
    code = "reset_link_invalid"
    default_detail = "This link has expired or was used before. Ask for a new one."


class AddressInvalid(InvalidInput):
    code = "address_invalid"
    default_detail = "This address is not complete."


class AddressBookFull(Conflict):
    code = "address_book_full"
    default_detail = "The address book is full. Remove an address that you no longer use."


class SessionNotFound(NotFound):
    code = "session_not_found"
    default_detail = "There is no such session, or it has ended."


class DemoLoginRefused(NotPermitted):
    code = "demo_login_refused"
    default_detail = "This shop does not allow the public demo login. Choose another password."
