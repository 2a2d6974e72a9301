"""Making and changing products."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from domains.catalog import details, queries, uploads
from domains.catalog.archiving import archive
from domains.catalog.errors import InvalidProduct, ProductNotFound, SkuTaken, SlugTaken
from domains.catalog.events import PicturesAdded
from domains.catalog.models import Media, SlugRedirect
from domains.catalog.models import Product as ProductRecord
from domains.catalog.models import Variant as VariantRecord
from domains.catalog.refresh import refresh
from domains.catalog.saving import publish_changes, save_batch
from domains.catalog.types import NewProduct, NewVariant, Picture, Product, ProductStatus, Variant
from domains.kernel import bus, clock
from domains.kernel.ids import ProductId
from domains.kernel.transactions import durable, stepwise


@durable
def save_product(new: NewProduct, *, expect_new: bool = False) -> Product:
    """The product made or, by its slug, changed; its variants, by SKU, are exactly those given.

    A variant that is left out can no longer be bought. Saving the same twice changes nothing.
    Raises InvalidProduct, InvalidAttributes, CategoryNotFound, SkuTaken, and SlugTaken where the product
    was to be new. Publishes ProductChanged.
    """
    (record,) = save_batch([new], expect_new=expect_new)
    return details.read(record.id, drafts=True)


@durable
def save_products(batch: Sequence[NewProduct]) -> Mapping[str, ProductId]:
    """Many products at once, all or none: their ids by slug. Raises and publishes as `save_product` does."""
    slugs = [new.slug for new in batch]
    if len(set(slugs)) < len(slugs):
        raise InvalidProduct("A product is in the batch twice.", field="slug")
    return {record.slug: ProductId(record.id) for record in save_batch(batch)}


@durable
def change_product(product_id: UUID, *, new: NewProduct) -> Product:
    """The product as given; under a new slug the old one leads to it.

    Raises ProductNotFound, SlugTaken, and what `save_product` raises. Publishes ProductChanged.
    """
    record = _locked(product_id)
    if new.slug != record.slug:
        _rename(record, new.slug)
    save_batch([new])
    return details.read(product_id, drafts=True)


@durable
def archive_product(product_id: UUID) -> None:
    """The product leaves the shop; doing it twice is doing it once.

    Raises ProductNotFound. Publishes ProductArchived.
    """
    archive([_locked(product_id)])


@durable
def publish_product(product_id: UUID) -> None:
    """The product is in the shop, now or again, also before the time that it was to appear.

    Raises ProductNotFound. Publishes ProductChanged.
    """
    new = queries.to_editable(record := _locked(product_id))
    published_at = min(record.published_at, clock.now())
    save_batch([replace(new, status=ProductStatus.ACTIVE, published_at=published_at)])


@durable
def add_variant(product_id: UUID, *, variant: NewVariant) -> Variant:
    """One more form to buy the product in.

    Raises ProductNotFound, SkuTaken, InvalidProduct. Publishes ProductChanged.
    """
    new = queries.to_editable(_locked(product_id))
    if VariantRecord.objects.filter(sku=variant.sku).exists():
        raise SkuTaken(f"There is a variant {variant.sku} already.", field="sku", sku=variant.sku)
    save_batch([replace(new, variants=(*new.variants, variant))])
    return _shown(VariantRecord.objects.select_related("product").get(sku=variant.sku))


@durable
def change_variant(product_id: UUID, *, variant_id: UUID, variant: NewVariant) -> Variant:
    """The variant as given, under its old or a new SKU.

    Raises ProductNotFound (also for a variant of another product), SkuTaken, InvalidProduct.
    Publishes ProductChanged.
    """
    record = _locked(product_id)
    own = record.variants.filter(id=variant_id, active=True).first()
    if own is None:
        raise ProductNotFound("The product has no such variant.")
    new = queries.to_editable(record)
    others = {one.sku: one for one in new.variants}
    if variant.sku != own.sku:
        if VariantRecord.objects.filter(sku=variant.sku).exists():
            raise SkuTaken(f"There is a variant {variant.sku} already.", field="sku", sku=variant.sku)
        VariantRecord.objects.filter(id=own.id).update(sku=variant.sku)
    variants = tuple(variant if one.sku == own.sku else one for one in others.values())
    save_batch([replace(new, variants=variants)])
    return _shown(VariantRecord.objects.select_related("product").get(id=own.id))


@stepwise
def add_media(product_id: UUID, *, content: bytes, filename: str, alt: str) -> Picture:
    """The uploaded picture as the product's last; the first upload replaces drawn pictures.

    Raises ProductNotFound, PictureRefused for anything but a JPEG, PNG or WebP of at most 10 MB.
    Publishes ProductChanged.
    """
    if not ProductRecord.objects.filter(id=product_id).exists():
        raise ProductNotFound
    # The storage may be far away: no transaction waits for it.
    url = uploads.store(content, folder=str(product_id))
    return _add_picture(product_id, url, alt=(alt or filename.rpartition(".")[0])[:500])


@durable
def _add_picture(product_id: UUID, url: str, *, alt: str) -> Picture:
    record = _locked(product_id)
    record.media.filter(url__startswith="/pictures/").delete()
    media = Media.objects.create(
        product=record,
        url=url,
        sizes=None,
        alt=alt,
        position=record.media.count(),
    )
    refresh([record.id])
    publish_changes([record], {record.id: record.variants.filter(active=True)})
    bus.publish(PicturesAdded(product_id=ProductId(record.id)))
    return queries.media_picture(media)


def _shown(record: VariantRecord) -> Variant:
    return queries.to_variant(record, record.product.options)


def _locked(product_id: UUID) -> ProductRecord:
    record = ProductRecord.objects.select_for_update(no_key=True).filter(id=product_id).first()
    if record is None:
        raise ProductNotFound
    return record


def _rename(record: ProductRecord, slug: str) -> None:
    if ProductRecord.objects.filter(slug=slug).exists():
        raise SlugTaken(f"There is a product at {slug} already.", field="slug", slug=slug)
    SlugRedirect.objects.filter(slug=slug).delete()
    SlugRedirect.objects.update_or_create(slug=record.slug, defaults={"product": record})
    record.slug, record.updated_at = slug, clock.now()
    record.save(update_fields=["slug", "updated_at"])
    refresh([record.id])
