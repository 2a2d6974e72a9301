"""Sessions: each is one device and one family of rotating refresh tokens.

Every change of a family holds its session's row, so two uses of one token never both succeed.
"""

import secrets
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from domains.kernel import clock
from domains.kernel.transactions import durable
from domains.user import access_tokens, revocations
from domains.user.codes import digest_token
from domains.user.errors import InvalidCredentials, TokenInvalid
from domains.user.models import RefreshToken, Session, User
from domains.user.queries import lock_user, roles_of, to_profile
from domains.user.types import SignedIn, TokenPair


@durable
def open_session(user_id: UUID, *, device: str, ip: str) -> SignedIn:
    """Sign a person in who has proved who they are. Raises InvalidCredentials for a closed account."""
    user = lock_user(user_id)
    if not user.is_active:
        raise InvalidCredentials
    user.last_login = clock.now()
    user.save(update_fields=["last_login"])
    return SignedIn(to_profile(user), begin(user, device=device, ip=ip))


def begin(user: User, *, device: str, ip: str) -> TokenPair:
    """A new session and its first tokens."""
    session = Session(user=user, device=device[:200], ip=ip[:45])
    access, session.access_jti = access_tokens.issue(user.pk, roles=roles_of(user), session_id=session.pk)
    session.save(force_insert=True)
    return TokenPair(access, _extend(session))


def rotate(refresh: str) -> TokenPair | None:
    """The next pair of tokens; None when the token was used before, which ends the session.

    Raises TokenInvalid when it is unknown or expired, or when its session has ended.
    """
    found = RefreshToken.objects.filter(digest=digest_token(refresh)).first()
    session = _lock(found.session_id) if found else None
    if found is None or session is None:
        raise TokenInvalid
    used = RefreshToken.objects.filter(pk=found.pk, used_at__isnull=False).exists()
    if used:
        end(Session.objects.filter(pk=session.pk))
        return None
    if session.ended_at is not None or found.expires_at <= clock.now() or not session.user.is_active:
        raise TokenInvalid
    RefreshToken.objects.filter(pk=found.pk).update(used_at=clock.now())
    access, jti = access_tokens.issue(session.user_id, roles=roles_of(session.user), session_id=session.pk)
    Session.objects.filter(pk=session.pk).update(access_jti=jti, updated_at=clock.now())
    return TokenPair(access, _extend(session))


def find_id(refresh: str) -> UUID | None:
    """The session that a refresh token, used or not, belongs to."""
    return (
        RefreshToken.objects.filter(digest=digest_token(refresh)).values_list("session_id", flat=True).first()
    )


def end(sessions: "QuerySet[Session]") -> int:
    """End those that are live, with the access tokens they gave out: how many there were."""
    live = list(
        sessions.select_for_update().filter(ended_at=None).order_by("pk").values_list("pk", flat=True)
    )
    now = clock.now()
    Session.objects.filter(pk__in=live).update(ended_at=now)
    # A little longer than any access token can live.
    until = now + settings.JWT_ACCESS_LIFETIME + timedelta(minutes=1)
    revocations.revoke((str(session_id) for session_id in live), until=until)
    return len(live)


def _lock(session_id: UUID) -> Session | None:
    return (
        Session.objects.select_for_update(of=("self",)).select_related("user").filter(pk=session_id).first()
    )


def _extend(session: Session) -> str:
    refresh = secrets.token_urlsafe(32)
    RefreshToken.objects.create(
        session=session,
        digest=digest_token(refresh),
        expires_at=clock.now() + settings.JWT_REFRESH_LIFETIME,
    )
    return refresh
