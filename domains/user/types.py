"""What others know of a person."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from domains.kernel.ids import AddressId, UserId
from domains.kernel.types import Address, Role


class AddressType(StrEnum):
    SHIPPING = "shipping"
    BILLING = "billing"


@dataclass(frozen=True, slots=True)
class Profile:
    """A person with an account."""

    id: UserId
    email: str
    first_name: str
    last_name: str
    roles: tuple[Role, ...]
    email_verified: bool
    locale: str
    currency: str
    marketing_consent: bool
    created_at: datetime

    @property
    def name(self) -> str:
        """The full name, or the mail address where none is given."""
        return f"{self.first_name} {self.last_name}".strip() or self.email


@dataclass(frozen=True, slots=True)
class SavedAddress:
    """An entry of the address book."""

    id: AddressId
    type: AddressType
    is_default: bool
    address: Address


@dataclass(frozen=True, slots=True)
class TokenPair:
    """A short-lived access token and the refresh token that renews it once."""

    access: str
    refresh: str


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A person and their fresh tokens."""

    profile: Profile
    tokens: TokenPair


@dataclass(frozen=True, slots=True)
class SignedInDevice:
    """A session of the API; `access_jti` is the access token that it gave out last."""

    id: UUID
    device: str
    ip: str
    access_jti: str
    created_at: datetime
    last_used_at: datetime
