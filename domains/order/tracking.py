"""Signed links by which guests follow their order."""

from uuid import UUID

from django.core.signing import BadSignature, Signer

from domains.kernel.ids import OrderId
from domains.order.errors import TrackingLinkInvalid

_SALT = "order.tracking"


def token_of(order_id: OrderId) -> str:
    """The order's token; always the same, and nobody else can make it."""
    return _signer().sign(order_id.hex)


def order_of(token: str) -> OrderId:
    """The order that the token is for. Raises TrackingLinkInvalid."""
    try:
        return OrderId(UUID(hex=_signer().unsign(token)))
    except (BadSignature, ValueError) as broken:
        raise TrackingLinkInvalid from broken


def _signer() -> Signer:
    return Signer(salt=_SALT, sep=".")
