"""Values that several domains pass to each other."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from domains.kernel.ids import UserId


class Role(StrEnum):
    """What a person may do here; a person may have several."""

    CUSTOMER = "customer"
    MERCHANDISER = "merchandiser"
    SUPPORT = "support"
    WAREHOUSE = "warehouse"
    FINANCE = "finance"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Principal:
    """Whoever a valid access token stands for; it is what `request.user` is on the API."""

    user_id: UserId
    roles: frozenset[Role]
    jti: str
    expires_at: datetime

    is_authenticated = True

    def has_any(self, roles: frozenset[Role]) -> bool:
        """Whether one of the roles, or admin, is theirs."""
        return Role.ADMIN in self.roles or bool(self.roles & roles)


@dataclass(frozen=True, slots=True)
class Address:
    """A postal address as printed on a label; `country` is ISO 3166-1 alpha-2."""

    name: str
    line1: str
    city: str
    postal_code: str
    country: str
    line2: str = ""
    region: str = ""
    company: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class IdempotencyKey:
    """Whose request this is (`scope`), the key they chose, and a digest of the body."""

    scope: str
    key: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What a request was answered: HTTP-shaped, but plain."""

    status: int
    body: str


@dataclass(frozen=True, slots=True)
class Violation:
    """Something that breaks an invariant: which one, which row, and how."""

    invariant: str
    subject: str
    detail: str


@dataclass(frozen=True, slots=True)
class RecordedEvent:
    """One entry of a stream as it was stored."""

    id: UUID
    stream: str
    version: int
    name: str
    payload: Mapping[str, object]
    occurred_at: datetime
    correlation_id: str
    causation_id: str
    actor: str
