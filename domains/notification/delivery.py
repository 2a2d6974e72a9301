"""Sends a queued message once: a lease keeps two workers apart, the row remembers how it went.

Between the mail server's yes and our note of it a worker may die. The message is then sent
again under the same Message-ID, by which mail programs know the duplicate.
"""

from datetime import timedelta
from urllib.parse import urlsplit
from uuid import UUID

import structlog
from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import connections

from domains.kernel import clock, context, resilience
from domains.kernel.errors import NotFound
from domains.kernel.router import database_of
from domains.kernel.selecting import select
from domains.kernel.updating import save_fields
from domains.notification import letters, queries
from domains.notification.letters import Letter
from domains.notification.models import Message
from domains.notification.types import MessageKind, MessageStatus

MOST_ATTEMPTS = 10
_LEASE = timedelta(seconds=90)
_SERVER_TIMEOUT_S = 20
_TAKE = """
UPDATE notification_message SET leased_until = %s, due_at = %s, attempts = attempts + 1
WHERE id = %s AND status = 'queued' AND (leased_until IS NULL OR leased_until <= %s)
"""
log = structlog.get_logger(__name__)


def deliver(message_id: UUID) -> bool:
    """Send the message if it waits and nobody else is at it: whether it was sent now."""
    message = _lease(message_id)
    if message is None:
        return False
    # Whoever sends it, worker or sweeper: it belongs to the request that it all began with.
    begun_by = {"correlation_id": message.correlation_id} if message.correlation_id else {}
    with context.bound(**begun_by):
        return _try(message)


def _try(message: Message) -> bool:
    try:
        return _deliver(message)
    except NotFound as gone:
        _note(message, status=MessageStatus.SKIPPED, last_error=gone.detail)
    except Exception as failure:
        log.exception("message was not sent", message_id=str(message.pk), kind=message.kind)
        _postpone(message, failure)
    return False


def _lease(message_id: UUID) -> Message | None:
    now = clock.now()
    with connections[database_of("notification")].cursor() as cursor:
        cursor.execute(_TAKE, [now + _LEASE, now + _LEASE, message_id, now])
        taken = cursor.rowcount
    return select(Message, "WHERE id = %s", [message_id])[0] if taken else None


def _deliver(message: Message) -> bool:
    owner = letters.owner_of(message)
    if not queries.wants(owner, MessageKind(message.kind).topic, message.channel):
        _note(message, status=MessageStatus.SKIPPED, user_id=owner, last_error="The person opted out.")
        return False
    letter = letters.write(message)
    _send(message, letter)
    _note(
        message,
        status=MessageStatus.SENT,
        user_id=owner,
        subject=letter.subject[:200],
        sent_at=clock.now(),
        last_error="",
    )
    return True


def _send(message: Message, letter: Letter) -> None:
    """Reaching the server may be tried again at once; handing over the mail may not."""
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    connection = get_connection(timeout=_SERVER_TIMEOUT_S)
    resilience.call("The mail server", connection.open, retry_on=(OSError,))
    headers = {
        "Message-ID": f"<{message.pk}.{message.resends}@{host}>",
        "Auto-Submitted": "auto-generated",
        "X-Correlation-ID": context.current().correlation_id,
    }
    if letter.stop_url:
        # RFC 8058: a mail program's own button ends it with one POST.
        headers["List-Unsubscribe"] = f"<{letter.stop_url}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail = EmailMultiAlternatives(
        subject=letter.subject,
        body=letter.text,
        to=[message.recipient],
        headers=headers,
        connection=connection,
    )
    mail.attach_alternative(letter.html, "text/html")
    try:
        mail.send()
    finally:
        connection.close()


def _postpone(message: Message, failure: Exception) -> None:
    """Half a minute at first, doubling up to an hour; then it is failed, for a person to look at."""
    over = message.attempts >= MOST_ATTEMPTS
    wait = min(timedelta(seconds=30 * 2 ** (message.attempts - 1)), timedelta(hours=1))
    _note(
        message,
        status=MessageStatus.FAILED if over else MessageStatus.QUEUED,
        due_at=clock.now() + wait,
        last_error=f"{type(failure).__name__}: {failure}"[:2000],
    )


def _note(message: Message, **changes: object) -> None:
    changes |= {"leased_until": None, "updated_at": clock.now()}
    for name, value in changes.items():
        setattr(message, name, value)
    save_fields(message, tuple(changes), alias=database_of("notification"))
