"""People's postal addresses."""

from uuid import UUID

from domains.kernel.ids import AddressId
from domains.kernel.transactions import durable
from domains.kernel.types import Address
from domains.user import (
    addresses,
    queries,
)
from domains.user.types import AddressType, SavedAddress


def list_addresses(user_id: UUID) -> tuple[SavedAddress, ...]:
    """The whole address book: at most fifty entries, each type's default first."""
    return queries.list_addresses(user_id)


def get_address(user_id: UUID, *, address_id: UUID) -> SavedAddress:
    """One entry. Raises AddressNotFound, also for somebody else's."""
    return queries.get_address(user_id, AddressId(address_id))


@durable
def add_address(
    user_id: UUID,
    *,
    address: Address,
    type: AddressType = AddressType.SHIPPING,
    is_default: bool = False,
) -> SavedAddress:
    """A new entry; the first of its type is the default, and a new default replaces the old one.

    Raises AddressInvalid, AddressBookFull, UserNotFound.
    """
    return queries.to_address(addresses.add(user_id, address, type, is_default))


@durable
def change_address(
    user_id: UUID,
    *,
    address_id: UUID,
    address: Address,
    type: AddressType,
    is_default: bool,
) -> SavedAddress:
    """The entry with other contents. Raises AddressNotFound, AddressInvalid."""
    return queries.to_address(addresses.change(user_id, address_id, address, type, is_default))


@durable
def remove_address(user_id: UUID, *, address_id: UUID) -> None:
    """Take one entry out; another of its type becomes the default. Raises AddressNotFound."""
    addresses.remove(user_id, address_id)
