"""The address book. Its owner's row is held while it changes, so there is one default a type."""

from dataclasses import asdict
from functools import lru_cache
from uuid import UUID

from babel import Locale

from domains.kernel import clock
from domains.kernel.types import Address
from domains.user.errors import AddressBookFull, AddressInvalid, AddressNotFound
from domains.user.models import AddressEntry
from domains.user.queries import lock_user
from domains.user.types import AddressType

MOST_ADDRESSES = 50
_WORDS = {"name": "name", "line1": "first line", "city": "city", "country": "country"}
# Two-letter codes of regions and reservations that nobody can deliver to as a country.
_NO_COUNTRIES = frozenset(
    ["AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"]
)


def add(user_id: UUID, address: Address, type: AddressType, is_default: bool) -> AddressEntry:
    """A new entry; the first one of its type is the default."""
    _check(address)
    user = lock_user(user_id)
    types = list(user.addresses.values_list("type", flat=True))
    if len(types) >= MOST_ADDRESSES:
        raise AddressBookFull
    entry = AddressEntry(user=user, type=type, **asdict(address))
    entry.is_default = is_default or type not in types
    _yield_default(entry)
    entry.save(force_insert=True)
    return entry


def change(
    user_id: UUID, address_id: UUID, address: Address, type: AddressType, is_default: bool
) -> AddressEntry:
    """The entry with other contents."""
    _check(address)
    lock_user(user_id)
    entry = _own(user_id, address_id)
    for field, value in asdict(address).items():
        setattr(entry, field, value)
    entry.type, entry.is_default, entry.updated_at = type, is_default, clock.now()
    _yield_default(entry)
    entry.save()
    return entry


def remove(user_id: UUID, address_id: UUID) -> None:
    """Take the entry out; the oldest one left of its type becomes the default in its place."""
    lock_user(user_id)
    entry = _own(user_id, address_id)
    entry.delete()
    if entry.is_default:
        heir = AddressEntry.objects.filter(user_id=user_id, type=entry.type).order_by("created_at").first()
        if heir is not None:
            AddressEntry.objects.filter(pk=heir.pk).update(is_default=True)


def _own(user_id: UUID, address_id: UUID) -> AddressEntry:
    entry = AddressEntry.objects.filter(user_id=user_id, pk=address_id).first()
    if entry is None:
        raise AddressNotFound
    return entry


def _yield_default(entry: AddressEntry) -> None:
    if entry.is_default:
        rivals = AddressEntry.objects.filter(user_id=entry.user_id, type=entry.type, is_default=True)
        rivals.exclude(pk=entry.pk).update(is_default=False)


def _check(address: Address) -> None:
    for field, words in _WORDS.items():
        if not getattr(address, field).strip():
            raise AddressInvalid(f"The address needs a {words}.", field=field)
    if address.country not in _countries():
        raise AddressInvalid(
            "Give the country as its two letters from ISO 3166-1, such as US or DE.", field="country"
        )


@lru_cache(maxsize=1)
def _countries() -> frozenset[str]:
    codes = {str(code) for code in Locale("en").territories}
    return frozenset(code for code in codes if len(code) == 2 and code.isalpha()) - _NO_COUNTRIES
