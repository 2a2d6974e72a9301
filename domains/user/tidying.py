"""Clears away proofs and sessions, the storefront's too, that have run out."""

from datetime import timedelta

from django.contrib.sessions.models import Session as WebSession

from domains.kernel import clock
from domains.user.lockout import FORGOTTEN_AFTER
from domains.user.models import (
    RefreshToken,
    ResetToken,
    RevokedAccess,
    Session,
    SignInFailures,
    VerificationCode,
)

# Longer than the hour over which mails are counted.
_KEPT = timedelta(days=1)


def clear_expired() -> int:
    """Delete every row that no decision depends on any more: how many."""
    now = clock.now()
    expired = (
        VerificationCode.objects.filter(expires_at__lt=now - _KEPT),
        ResetToken.objects.filter(expires_at__lt=now - _KEPT),
        RefreshToken.objects.filter(expires_at__lt=now),
        Session.objects.filter(refresh_tokens=None, created_at__lt=now - _KEPT),
        RevokedAccess.objects.filter(expires_at__lt=now),
        WebSession.objects.filter(expire_date__lt=now),
        SignInFailures.objects.filter(updated_at__lt=now - FORGOTTEN_AFTER),
    )
    return sum(rows.delete()[0] for rows in expired)
