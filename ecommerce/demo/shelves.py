"""Brings the demo shop's goods into the catalogue."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from uuid import NAMESPACE_URL, uuid5
from zlib import crc32

from django.conf import settings

from domains.catalog import services as catalog
from domains.catalog.types import (
    CollectionRule,
    Condition,
    Match,
    NewProduct,
    NewReview,
    NewVariant,
    Picture,
    Relation,
    Subject,
    SynonymKind,
)
from domains.kernel import clock
from domains.kernel.ids import ProductId, UserId
from domains.kernel.money import Money
from ecommerce.demo.shop import DemoCollection, DemoPicture, DemoProduct, DemoReview, DemoShop, DemoVariant

_BATCH = 50


def build(shop: DemoShop) -> None:
    """The categories, parents first, the brands, and the synonyms that the shop does not have yet."""
    for category in shop.categories:
        catalog.save_category(
            slug=category.slug,
            name=category.name,
            parent_slug=category.parent or "",
            description=category.description,
            attributes_schema=category.attributes_schema,
            illustration=category.illustration,
            position=category.position,
        )
    for brand in shop.brands:
        catalog.save_brand(slug=brand.slug, name=brand.name, description=brand.story)
    told = {word for one in catalog.list_synonyms() for word in one.words}
    for one in shop.synonyms:
        if told.isdisjoint(one.words):
            kind = SynonymKind.REPLACEMENT if one.instead else SynonymKind.GROUP
            catalog.save_synonym(kind=kind, words=one.words, meant=one.instead)


def fill(shop: DemoShop) -> Iterator[int]:
    """The products, then the collections of them: how many products are there, after each batch."""
    for start in range(0, len(shop.products), _BATCH):
        part = shop.products[start : start + _BATCH]
        known = catalog.get_variants_by_sku([product.variants[0].sku for product in part])
        fresh = [_product(one, fresh=True) for one in part if one.variants[0].sku not in known]
        # What is reduced was sold at its regular price before: its page says for how much.
        catalog.save_products([full for one in fresh if (full := _at_full_price(one)) != one])
        catalog.save_products(
            [*fresh, *(_product(one, fresh=False) for one in part if one.variants[0].sku in known)]
        )
        yield start + len(part)
    for collection in shop.collections:
        named = {
            "slug": collection.slug,
            "name": collection.name,
            "description": collection.description,
        }
        if collection.conditions:
            catalog.save_collection_by_rule(**named, rule=_rule(collection))
        else:
            catalog.save_collection(**named, product_slugs=collection.products)
    # The workers that would bring them in may not be there yet.
    catalog.fill_collections()


def add_reviews(shop: DemoShop) -> int:
    """How many reviews were new."""
    owners = catalog.get_variants_by_sku([product.variants[0].sku for product in shop.products])
    return catalog.add_reviews(
        [
            _review(owners[product.variants[0].sku].product_id, review)
            for product in shop.products
            for review in product.reviews
        ]
    )


def _product(product: DemoProduct, *, fresh: bool) -> NewProduct:
    return NewProduct(
        slug=product.slug,
        name=product.name,
        description=product.description,
        category=product.category,
        brand=product.brand,
        attributes=product.attributes,
        tags=product.tags,
        variants=tuple(_variant(variant) for variant in product.variants),
        pictures=tuple(_picture(picture, place) for place, picture in enumerate(product.pictures)),
        illustration=product.kind,
        seo_description=product.summary,
        published_at=clock.now() - timedelta(days=product.days_ago) if fresh else None,
    )


def _rule(collection: DemoCollection) -> CollectionRule:
    conditions = (
        Condition(Subject(subject), Relation(relation), value)
        for subject, relation, value in collection.conditions
    )
    return CollectionRule(Match.ALL, tuple(conditions))


def _at_full_price(product: NewProduct) -> NewProduct:
    variants = (replace(one, price=one.compare_at or one.price, compare_at=None) for one in product.variants)
    return replace(product, variants=tuple(variants))


def _variant(variant: DemoVariant) -> NewVariant:
    regular = Money.of(variant.price, settings.DEFAULT_CURRENCY)
    sale = None if variant.sale_price is None else Money.of(variant.sale_price, regular.currency)
    return NewVariant(
        sku=variant.sku,
        attributes=variant.options,
        price=sale or regular,
        compare_at=regular if sale else None,
        grams=variant.weight_g,
        swatch=variant.colour.hexes[0],
    )


def _picture(picture: DemoPicture, place: int) -> Picture:
    return catalog.get_drawn_picture(
        picture.kind,
        colours=picture.colours,
        seed=picture.seed,
        view=picture.view,
        alt=picture.alt,
        position=place,
        shows=picture.colour,
    )


def _review(product_id: ProductId, review: DemoReview) -> NewReview:
    return NewReview(
        product_id=product_id,
        user_id=UserId(uuid5(NAMESPACE_URL, review.author)),
        author=review.author,
        rating=review.rating,
        title=review.title,
        body=review.text,
        verified=crc32(review.author.encode()) % 4 > 0,
        created_at=clock.now() - timedelta(days=review.days_ago),
    )
