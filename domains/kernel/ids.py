"""Identifiers: UUID version 7, so that they sort by the time they were made."""

from typing import NewType
from uuid import UUID

from uuid_utils.compat import uuid7

UserId = NewType("UserId", UUID)
ProductId = NewType("ProductId", UUID)
VariantId = NewType("VariantId", UUID)
CategoryId = NewType("CategoryId", UUID)
CartId = NewType("CartId", UUID)
LineId = NewType("LineId", UUID)
OrderId = NewType("OrderId", UUID)
PaymentId = NewType("PaymentId", UUID)
ReservationId = NewType("ReservationId", UUID)
WarehouseId = NewType("WarehouseId", UUID)
AddressId = NewType("AddressId", UUID)


def new_id() -> UUID:
    """A fresh identifier, greater than those made in earlier milliseconds."""
    return uuid7()
