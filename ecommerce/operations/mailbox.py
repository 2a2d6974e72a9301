"""The development mailbox: every outgoing mail becomes a file that one page lists and shows."""

import email
import email.policy
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage as ParsedMail
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from domains.kernel import clock
from domains.kernel.ids import new_id


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail as it was sent."""

    id: UUID
    to: tuple[str, ...]
    subject: str
    text: str
    html: str
    sent_at: datetime


class MailboxBackend(BaseEmailBackend):
    """Writes each message as an .eml file, named so that names sort by time."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder = Path(settings.MAILBOX_DIR)
        folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            unfinished = folder / f".{new_id()}"
            unfinished.write_bytes(message.message().as_bytes())
            unfinished.rename(folder / f"{new_id()}.eml")
        return len(email_messages)


def list_mails(*, to: str = "", limit: int = 100) -> tuple[Mail, ...]:
    """The newest mails first, those to one address where `to` is given."""
    wanted = to.strip().lower()
    found: list[Mail] = []
    for path in _newest_first():
        mail = _read(path)
        if not wanted or wanted in (address.lower() for address in mail.to):
            found.append(mail)
        if len(found) == limit:
            break
    return tuple(found)


def find_mail(mail_id: UUID) -> Mail | None:
    """One mail, or None when it is gone."""
    path = Path(settings.MAILBOX_DIR) / f"{mail_id}.eml"
    return _read(path) if path.is_file() else None


def _newest_first() -> Iterable[Path]:
    return sorted(Path(settings.MAILBOX_DIR).glob("*.eml"), reverse=True)


def _read(path: Path) -> Mail:
    parsed = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    return Mail(
        id=UUID(path.stem),
        to=tuple(address.addr_spec for address in parsed["To"].addresses) if parsed["To"] else (),
        subject=str(parsed["Subject"] or ""),
        text=_part(parsed, "plain"),
        html=_part(parsed, "html"),
        sent_at=datetime.fromtimestamp(path.stat().st_mtime, tz=clock.now().tzinfo),
    )


def _part(parsed: ParsedMail, kind: str) -> str:
    body = parsed.get_body(preferencelist=(kind,))
    return str(body.get_content()) if body else ""
