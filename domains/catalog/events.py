"""What happened to goods."""

from uuid import UUID

from domains.catalog.types import CountedVariant
from domains.kernel.events import Event, event
from domains.kernel.ids import ProductId, UserId, VariantId


@event("catalog.product_changed.v1", stream="product_id")
class ProductChanged(Event):
    """A product was made or changed; its variants are as listed."""

    product_id: ProductId
    slug: str
    variant_ids: tuple[VariantId, ...]


@event("catalog.product_archived.v1", stream="product_id")
class ProductArchived(Event):
    """A product left the shop; orders keep their snapshots of it."""

    product_id: ProductId
    slug: str


@event("catalog.pictures_added.v1", stream="product_id")
class PicturesAdded(Event):
    """A product has pictures of which there are no smaller copies yet."""

    product_id: ProductId


@event("catalog.import_requested.v1", stream="import_id")
class ImportRequested(Event):
    """A file waits to be imported, or an import has more to do."""

    import_id: UUID


@event("catalog.import_finished.v1", stream="import_id")
class ImportFinished(Event):
    """An import came to its end; `problem_count` lines were left out."""

    import_id: UUID
    products_created: int
    products_updated: int
    problem_count: int


@event("catalog.stock_counted.v1", stream="import_id")
class StockCounted(Event):
    """A file says how many of each variant can be promised, beside what orders hold."""

    import_id: UUID
    counts: tuple[CountedVariant, ...]


@event("catalog.collection_rule_saved.v1", stream="collection_id")
class CollectionRuleSaved(Event):
    """A collection has a new rule; its products are yet to follow."""

    collection_id: UUID


@event("catalog.category_renamed.v1", stream="category_id")
class CategoryRenamed(Event):
    """A category has another name; what searches find of the goods in and below it is yet to follow."""

    category_id: UUID


@event("catalog.search_fell_behind.v1", stream="change_id")
class SearchFellBehind(Event):
    """Products changed that the search server's index has yet to take in."""

    change_id: UUID


@event("catalog.stock_request_met.v1", stream="request_id")
class StockRequestMet(Event):
    """Something is back that this address waited for; it is told of it once."""

    request_id: UUID
    variant_id: VariantId
    email: str
    user_id: UserId | None
