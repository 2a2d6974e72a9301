"""A guest's cart token: the cart's id, signed, so that nobody can make one up."""

from uuid import UUID

from django.core.signing import BadSignature, Signer

from domains.kernel.ids import CartId

_LONGEST = 200


def _signer() -> Signer:
    return Signer(salt="domains.cart.token", sep=".")


def token_of(cart_id: UUID) -> str:
    """The token that opens this cart."""
    return _signer().sign(cart_id.hex)


def cart_of(token: str) -> CartId | None:
    """The cart that the token opens; None when we never gave it."""
    if not token or len(token) > _LONGEST or not token.isascii():
        return None
    try:
        return CartId(UUID(hex=_signer().unsign(token)))
    except (BadSignature, ValueError):
        return None
