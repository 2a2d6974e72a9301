"""Shapes that the catalogue answers with."""

from typing import Any

from rest_framework import serializers

from domains.catalog.types import Category, Picture, Product, ReviewStatus
from domains.kernel.api import MoneyField

_LOWEST = "The least that was paid in the 30 days before the present reduction began."


class PictureSerializer(serializers.Serializer[Any]):
    url = serializers.SerializerMethodField()
    alt = serializers.CharField()

    def get_url(self, picture: Picture) -> str:
        return whole_address(self, picture.url)


class MediaSerializer(PictureSerializer):
    type = serializers.SerializerMethodField()
    position = serializers.IntegerField()
    shows = serializers.CharField(help_text="The option value in the picture, such as a colour.")
    width = serializers.SerializerMethodField(help_text="Pixels; null where nobody knows them.")
    height = serializers.SerializerMethodField()
    thumbnails = serializers.SerializerMethodField(help_text="Smaller copies by their width in pixels.")

    def get_type(self, picture: Picture) -> str:
        return "image"

    def get_thumbnails(self, picture: Picture) -> dict[str, str]:
        sizes = picture.sizes or ((640, picture.thumbnail or picture.url),)
        return {str(width): whole_address(self, url) for width, url in sizes}

    def get_width(self, picture: Picture) -> int | None:
        return picture.width or None

    def get_height(self, picture: Picture) -> int | None:
        return picture.height or None


class RatingSerializer(serializers.Serializer[Any]):
    average = serializers.FloatField()
    count = serializers.IntegerField()


class ProductCardSerializer(serializers.Serializer[Any]):
    """A product as a row of a list; search and recommendations answer with the same rows."""

    id = serializers.UUIDField()
    sku = serializers.CharField()
    slug = serializers.CharField()
    name = serializers.CharField()
    brand = serializers.CharField()
    category = serializers.CharField(help_text="The category's slug.")
    price = MoneyField()
    sale_price = MoneyField(allow_null=True)
    lowest_price_30_days = MoneyField(allow_null=True, help_text=_LOWEST)
    currency = serializers.CharField(source="price.currency")
    in_stock = serializers.BooleanField()
    rating = RatingSerializer()
    image = PictureSerializer(allow_null=True)
    default_variant_id = serializers.UUIDField(allow_null=True)
    variant_count = serializers.IntegerField()
    colours = serializers.ListField(child=serializers.CharField())


class CrumbSerializer(serializers.Serializer[Any]):
    slug = serializers.CharField()
    name = serializers.CharField()


class CategoryRefSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    slug = serializers.CharField()
    name = serializers.CharField()
    path = serializers.CharField()
    breadcrumb = serializers.SerializerMethodField()

    def get_breadcrumb(self, category: Any) -> list[dict[str, str]]:
        return [{"slug": slug, "name": name} for slug, name in category.breadcrumb]


class OtherPriceSerializer(serializers.Serializer[Any]):
    """What a variant costs in another currency now."""

    price = MoneyField()
    sale_price = MoneyField(allow_null=True)
    lowest_price_30_days = MoneyField(allow_null=True, help_text=_LOWEST)


class VariantSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    sku = serializers.CharField()
    attributes = serializers.DictField(child=serializers.CharField())
    price = MoneyField()
    sale_price = MoneyField(allow_null=True)
    other_prices = OtherPriceSerializer(many=True)
    sale_until = serializers.DateTimeField(allow_null=True)
    lowest_price_30_days = MoneyField(allow_null=True, help_text=_LOWEST)
    in_stock = serializers.BooleanField()
    available = serializers.IntegerField()
    grams = serializers.IntegerField()
    swatch = serializers.CharField()
    image = PictureSerializer(allow_null=True, source="picture")


class ProductSerializer(serializers.Serializer[Any]):
    """Everything a product page shows."""

    id = serializers.UUIDField()
    sku = serializers.CharField()
    slug = serializers.CharField()
    name = serializers.CharField()
    description = serializers.CharField(help_text="Sanitised HTML.")
    brand = serializers.CharField()
    vendor = serializers.CharField()
    category = CategoryRefSerializer(allow_null=True)
    price = MoneyField()
    sale_price = MoneyField(allow_null=True)
    lowest_price_30_days = MoneyField(allow_null=True, help_text=_LOWEST)
    currency = serializers.CharField(source="price.currency")
    in_stock = serializers.BooleanField()
    rating = RatingSerializer()
    variants = VariantSerializer(many=True)
    options = serializers.SerializerMethodField()
    attributes = serializers.DictField()
    media = MediaSerializer(many=True)
    seo = serializers.SerializerMethodField()
    status = serializers.CharField()
    visibility = serializers.CharField()
    tags = serializers.ListField(child=serializers.CharField())
    collections = serializers.ListField(child=serializers.CharField())
    default_variant_id = serializers.UUIDField(allow_null=True)
    published_at = serializers.DateTimeField()
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()

    def get_options(self, product: Product) -> list[dict[str, Any]]:
        return [{"name": name, "values": list(values)} for name, values in product.options]

    def get_seo(self, product: Product) -> dict[str, str]:
        return {"title": product.seo_title, "description": product.seo_description}


class CategorySerializer(CategoryRefSerializer):
    """A category with what is below it."""

    description = serializers.CharField()
    product_count = serializers.IntegerField()
    image = PictureSerializer(allow_null=True, source="picture")
    attributes_schema = serializers.DictField()
    children = serializers.SerializerMethodField()

    def get_children(self, category: Category) -> list[dict[str, Any]]:
        return list(CategorySerializer(category.children, many=True, context=self.context).data)


class BrandSerializer(serializers.Serializer[Any]):
    slug = serializers.CharField()
    name = serializers.CharField()
    description = serializers.CharField()
    product_count = serializers.IntegerField()


class ReviewSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    author = serializers.CharField()
    rating = serializers.IntegerField()
    title = serializers.CharField()
    body = serializers.CharField()
    verified = serializers.BooleanField()
    created_at = serializers.DateTimeField()
    helpful = serializers.IntegerField(help_text="How many people it helped.")
    unhelpful = serializers.IntegerField(help_text="How many it did not help.")
    status = serializers.ChoiceField(
        [one.value for one in ReviewStatus], help_text="`pending` until somebody has read it."
    )


def whole_address(serializer: "serializers.Serializer[Any]", url: str) -> str:
    """The address with scheme and host where the request is known."""
    request = serializer.context.get("request")
    return request.build_absolute_uri(url) if request is not None else url
