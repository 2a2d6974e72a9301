"""Being told when something that is sold out is back."""

from uuid import UUID

from domains.catalog import queries, waiting
from domains.catalog.models import StockRequest as RequestRecord
from domains.catalog.types import StockRequest
from domains.kernel.ids import UserId, VariantId
from domains.kernel.transactions import durable


@durable
def request_stock(variant_id: UUID, *, email: str, user_id: UserId | None = None) -> StockRequest:
    """The address is written to once when the variant is back; asking twice is asking once.

    Raises VariantNotFound, BackInStock (with `slug` and `sku`) where it is there already,
    InvalidStockRequest, and TooManyStockRequests where the address waits for twenty others.
    """
    record = waiting.ask(variant_id, email, user_id)
    return _to_request(*waiting.opened_by(waiting.token_of(record.id)))


@durable
def tell_waiting(*, limit: int = 100) -> int:
    """Of those whose variant is back, so many are told, the first who asked first: how many were.

    Each request is met once, whatever becomes of the stock. Publishes StockRequestMet.
    """
    return waiting.tell(limit)


def get_stock_request(token: str) -> StockRequest:
    """What the link's token is about. Raises StockRequestNotFound."""
    return _to_request(*waiting.opened_by(token))


def get_stop_token(request_id: UUID) -> str:
    """The token for the mail that meets the request: it stops all requests of its address."""
    return waiting.stop_token_of(request_id)


@durable
def stop_stock_requests(token: str) -> None:
    """The token's request waits no longer, or all of its address; stopping twice is stopping once.

    Raises StockRequestNotFound for a token that nobody made.
    """
    waiting.stop(token)


def _to_request(record: RequestRecord, stops_all: bool) -> StockRequest:
    variant = record.variant
    return StockRequest(
        token=waiting.token_of(record.id),
        variant_id=VariantId(variant.id),
        name=variant.product.name,
        product_slug=variant.product.slug,
        sku=variant.sku,
        attributes=queries.in_order(variant.attributes, variant.product.options),
        email=record.email,
        told_at=record.told_at,
        stops_all=stops_all,
    )
