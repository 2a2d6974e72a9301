"""Mailed proofs: a six-digit code for an address, a link token for a new password.

Only digests are stored. The clear text exists in the mail and nowhere else.
"""

import hashlib
import secrets
from datetime import datetime, timedelta
from enum import Enum, auto

from django.utils.crypto import constant_time_compare, salted_hmac

from domains.kernel import clock
from domains.user.models import ResetToken, User, VerificationCode

CODE_LIFETIME = timedelta(minutes=15)
RESET_LIFETIME = timedelta(hours=1)
MOST_TRIES = 5
_MOST_AN_HOUR = 10


class Verdict(Enum):
    RIGHT = auto()
    WRONG = auto()
    EXPIRED = auto()


def issue_code(user: User) -> str:
    """A new code; the older ones stop working."""
    code = f"{secrets.randbelow(1_000_000):06d}"
    VerificationCode.objects.create(
        user=user, digest=_digest_code(user, code), expires_at=clock.now() + CODE_LIFETIME
    )
    return code


def try_code(user: User, code: str) -> Verdict:
    """Count one try at the newest code; the fifth wrong one spends it."""
    newest = user.verification_codes.select_for_update().order_by("-created_at", "-id").first()
    if newest is None or newest.used_at is not None:
        return Verdict.WRONG
    if newest.expires_at <= clock.now() or newest.tries >= MOST_TRIES:
        return Verdict.EXPIRED
    right = constant_time_compare(newest.digest, _digest_code(user, code))
    newest.tries += 1
    newest.used_at = clock.now() if right else None
    newest.save(update_fields=["tries", "used_at"])
    return Verdict.RIGHT if right else Verdict.WRONG


def may_mail_code(user: User) -> bool:
    """Whether another code may be mailed: ten an hour bound both guessing and nuisance."""
    return user.verification_codes.filter(created_at__gt=_an_hour_ago()).count() < _MOST_AN_HOUR


def issue_reset_token(user: User) -> str:
    """A new link token; the older ones keep working until one of them is used."""
    token = secrets.token_urlsafe(32)
    ResetToken.objects.create(user=user, digest=digest_token(token), expires_at=clock.now() + RESET_LIFETIME)
    return token


def find_reset_token(token: str) -> ResetToken | None:
    """The live row of a link token, locked, with its person."""
    return (
        ResetToken.objects.select_for_update(of=("self", "user"))
        .select_related("user")
        .filter(digest=digest_token(token), used_at=None, expires_at__gt=clock.now(), user__is_active=True)
        .first()
    )


def spend_reset_tokens(user: User) -> None:
    """No link that was mailed so far sets a password any more."""
    user.reset_tokens.filter(used_at=None).update(used_at=clock.now())


def may_mail_reset(user: User) -> bool:
    """Whether another link may be mailed in this hour."""
    return user.reset_tokens.filter(created_at__gt=_an_hour_ago()).count() < _MOST_AN_HOUR


def digest_token(token: str) -> str:
    """The digest of a long random token; such a token needs no key and no salt."""
    return hashlib.sha256(token.encode()).hexdigest()


def _digest_code(user: User, code: str) -> str:
    # A million codes are quickly tried: without the secret key the digest says nothing.
    return salted_hmac("user.verification_code", f"{user.pk}:{code}", algorithm="sha256").hexdigest()


def _an_hour_ago() -> datetime:
    return clock.now() - timedelta(hours=1)
