"""Waiting for what is sold out: who asks, who is told, and the links that stop it.

A request has two links. The one that is shown to whoever asked stops that request; the one in the mail,
which only the owner of the mailbox sees, stops every request of the address.
"""

from datetime import timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, Signer
from django.core.validators import validate_email

from domains.catalog import queries
from domains.catalog.errors import (
    BackInStock,
    InvalidStockRequest,
    StockRequestNotFound,
    TooManyStockRequests,
    VariantNotFound,
)
from domains.catalog.events import StockRequestMet
from domains.catalog.models import StockRequest, Variant
from domains.catalog.types import ProductStatus, Visibility
from domains.kernel import bus, clock
from domains.kernel.ids import UserId, VariantId
from domains.kernel.inserting import insert_once
from domains.kernel.router import database_of

MOST_OF_AN_ADDRESS = 20
# A link in an old mail still stops what its address asked for later.
_KEPT = timedelta(days=180)
_THIS, _ALL = Signer(salt="catalog.stock_request", sep="."), Signer(salt="catalog.stock_requests", sep=".")


def ask(variant_id: UUID, email: str, user_id: UUID | None) -> StockRequest:
    """The request that waits now: the one that there was, or a new one."""
    address = email.strip().lower()
    _check(address)
    variant = Variant.objects.filter(id=variant_id, active=True).select_related("product").first()
    if variant is None or not queries.is_public(variant.product):
        raise VariantNotFound
    if variant.available > 0:
        raise BackInStock(sku=variant.sku, slug=variant.product.slug)
    waiting = StockRequest.objects.filter(email=address, told_at=None)
    known = waiting.filter(variant=variant).first()
    if known is not None:
        return known
    if waiting.count() >= MOST_OF_AN_ADDRESS:
        raise TooManyStockRequests
    insert_once(StockRequest(variant=variant, email=address, user_id=user_id), alias=database_of("catalog"))
    return waiting.get(variant=variant)


def tell(limit: int) -> int:
    """Of those whose product is back, the first who asked are told: how many. Old requests are forgotten."""
    now = clock.now()
    StockRequest.objects.filter(told_at__lt=now - _KEPT).delete()
    back = StockRequest.objects.filter(
        told_at=None,
        variant__active=True,
        variant__available__gt=0,
        variant__product__status=ProductStatus.ACTIVE.value,
        variant__product__published_at__lte=now,
    ).exclude(variant__product__visibility=Visibility.HIDDEN.value)
    # Two workers share the queue between them.
    rows = list(back.select_for_update(skip_locked=True, of=("self",)).order_by("created_at", "id")[:limit])
    StockRequest.objects.filter(id__in=[row.id for row in rows]).update(told_at=now, updated_at=now)
    if rows:
        bus.publish(*map(_met, rows))
    return len(rows)


def token_of(request_id: UUID) -> str:
    """Stops this request."""
    return _THIS.sign(request_id.hex)


def stop_token_of(request_id: UUID) -> str:
    """Stops every request of the address that this one was for."""
    return _ALL.sign(request_id.hex)


def opened_by(token: str) -> tuple[StockRequest, bool]:
    """The request that the token is for, and whether it stands for all of its address."""
    request_id, stops_all = _read(token)
    record = StockRequest.objects.filter(id=request_id).select_related("variant__product").first()
    if record is None:
        raise StockRequestNotFound
    return record, stops_all


def stop(token: str) -> None:
    """Whoever has the token waits no longer."""
    request_id, stops_all = _read(token)
    waiting = StockRequest.objects.filter(told_at=None)
    if not stops_all:
        waiting.filter(id=request_id).delete()
        return
    known = StockRequest.objects.filter(id=request_id).first()
    if known is not None:
        waiting.filter(email=known.email).delete()


def _read(token: str) -> tuple[UUID, bool]:
    for signer in (_THIS, _ALL):
        try:
            return UUID(hex=signer.unsign(token)), signer is _ALL
        except (BadSignature, ValueError):
            continue
    raise StockRequestNotFound


def _check(address: str) -> None:
    try:
        validate_email(address)
    except ValidationError as wrong:
        raise InvalidStockRequest(field="email") from wrong
    if len(address) > 254:
        raise InvalidStockRequest(field="email")


def _met(row: StockRequest) -> StockRequestMet:
    return StockRequestMet(
        request_id=row.id,
        variant_id=VariantId(row.variant_id),
        email=row.email,
        user_id=UserId(row.user_id) if row.user_id else None,
    )
