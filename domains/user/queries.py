"""Every read of accounts, and the mapping of rows to types."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.conf import settings

from domains.kernel import clock
from domains.kernel.ids import AddressId, UserId
from domains.kernel.types import Address, Role
from domains.user.errors import AddressNotFound, UserNotFound
from domains.user.models import AddressEntry, Session, User
from domains.user.types import AddressType, Profile, SavedAddress, SignedInDevice

_ROLES = frozenset(Role)


def normal_email(email: str) -> str:
    """The one spelling under which an address is kept."""
    return email.strip().lower()


def find_user(email: str) -> User | None:
    """The account of an address, in any spelling."""
    return User.objects.filter(email=normal_email(email)).first()


def lock_user(user_id: UUID) -> User:
    """The account, held until the transaction ends. Raises UserNotFound."""
    user = User.objects.select_for_update().filter(pk=user_id).first()
    if user is None:
        raise UserNotFound
    return user


def roles_of(user: User) -> tuple[Role, ...]:
    """The person's roles, by name; groups that are no role do not count."""
    names = {group.name for group in user.groups.all()}
    return tuple(Role(name) for name in sorted(names & _ROLES))


def get_profiles(user_ids: Iterable[UUID]) -> Mapping[UserId, Profile]:
    """The profiles of those that exist."""
    rows = User.objects.filter(pk__in=list(user_ids)).prefetch_related("groups")
    return {UserId(row.pk): to_profile(row) for row in rows}


def get_profile(user_id: UUID) -> Profile:
    """One profile. Raises UserNotFound."""
    found = get_profiles([user_id]).get(UserId(user_id))
    if found is None:
        raise UserNotFound
    return found


def to_profile(user: User) -> Profile:
    return Profile(
        id=UserId(user.pk),
        email=user.email,
        first_name=user.first_name,
        last_name=user.last_name,
        roles=roles_of(user),
        email_verified=user.email_verified_at is not None,
        locale=user.locale,
        currency=user.currency or settings.DEFAULT_CURRENCY,
        marketing_consent=user.marketing_consent,
        created_at=user.created_at,
    )


def list_addresses(user_id: UUID) -> tuple[SavedAddress, ...]:
    """The address book: defaults first, then the oldest."""
    rows = AddressEntry.objects.filter(user_id=user_id).order_by("type", "-is_default", "created_at", "id")
    return tuple(to_address(row) for row in rows)


def get_address(user_id: UUID, address_id: UUID) -> SavedAddress:
    """One's own address. Raises AddressNotFound, also for somebody else's."""
    row = AddressEntry.objects.filter(user_id=user_id, pk=address_id).first()
    if row is None:
        raise AddressNotFound
    return to_address(row)


def to_address(row: AddressEntry) -> SavedAddress:
    return SavedAddress(
        id=AddressId(row.pk),
        type=AddressType(row.type),
        is_default=row.is_default,
        address=Address(
            name=row.name,
            company=row.company,
            line1=row.line1,
            line2=row.line2,
            city=row.city,
            region=row.region,
            postal_code=row.postal_code,
            country=row.country,
            phone=row.phone,
        ),
    )


def list_sessions(user_id: UUID) -> tuple[SignedInDevice, ...]:
    """Where somebody is signed in through the API, the latest used first."""
    rows = Session.objects.filter(
        user_id=user_id, ended_at=None, updated_at__gt=clock.now() - settings.JWT_REFRESH_LIFETIME
    ).order_by("-updated_at", "-id")
    return tuple(
        SignedInDevice(
            id=row.pk,
            device=row.device,
            ip=row.ip,
            access_jti=row.access_jti,
            created_at=row.created_at,
            last_used_at=row.updated_at,
        )
        for row in rows[:100]
    )
