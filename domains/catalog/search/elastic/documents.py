"""What the index holds of a product: its read row, in the index's own units."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.html import strip_tags
from django_elasticsearch_dsl import Document, fields
from django_elasticsearch_dsl.registries import registry
from elasticsearch.dsl import analyzer, token_filter

from domains.catalog.models import ProductRow
from domains.catalog.narrowing import attribute_trait, trait
from domains.catalog.search.elastic.units import COLUMNS
from domains.catalog.search.wording import plain, words_of

# No word that everybody uses tells one product from another.
_STOPS = """
a an and are as at be but by for if in into is it no not of on or such that the their then there these they
this to was will with
"""
STOP_WORDS = tuple(_STOPS.split())
# Parts of a label: the trait, then the name and the value as written, then the swatch.
SEPARATOR = "\x1f"
_LONGEST_TEXT = 100_000
_LONGEST_KEY = 8_000
_COLOURS = ("colour", "color")

_ENGLISH = analyzer(
    "shop_english",
    tokenizer="standard",
    filter=[
        token_filter("shop_possessive", "stemmer", language="possessive_english"),
        "lowercase",
        "asciifolding",
        token_filter("shop_stop", "stop", stopwords=list(STOP_WORDS)),
        token_filter("shop_stemmer", "stemmer", language="english"),
    ],
)
_AS_TYPED = analyzer("shop_as_typed", tokenizer="standard", filter=["lowercase"])
_PREFIXES = {"min_chars": 1, "max_chars": 5}


@registry.register_document
class ProductDocument(Document):  # type: ignore[misc]
    """One public product. Numbers are whole: see `units`."""

    name = fields.TextField(analyzer=_ENGLISH)
    sorted_under = fields.TextField(analyzer=_ENGLISH)
    described_by = fields.TextField(analyzer=_ENGLISH)
    description = fields.TextField(analyzer=_ENGLISH)
    name_words = fields.TextField(analyzer=_AS_TYPED, index_prefixes=_PREFIXES)
    words = fields.TextField(analyzer=_AS_TYPED, index_prefixes=_PREFIXES)
    skus = fields.KeywordField()
    traits = fields.KeywordField(ignore_above=_LONGEST_KEY)
    labels = fields.KeywordField(ignore_above=_LONGEST_KEY)
    product_id = fields.KeywordField()
    title = fields.KeywordField()
    currency = fields.KeywordField()
    paid = fields.LongField()
    # By currency; numbers of a field that nobody named before are long.
    paid_in = fields.ObjectField(dynamic=True)
    reduced_in = fields.KeywordField()
    published_at = fields.LongField()
    popularity = fields.LongField()
    rating = fields.ShortField()
    in_stock = fields.BooleanField()
    on_sale = fields.BooleanField()

    class Django:
        model = ProductRow
        # Changes are taken in after their commit, with their version: see `lag`.
        ignore_signals = True

    class Index:
        name = "products"
        settings = {
            "number_of_shards": 1,
            # One copy more where there is a second node.
            "auto_expand_replicas": "0-1",
            "refresh_interval": "1s",
            # A removal outlives every write that was begun before it.
            "gc_deletes": "1h",
        }

    def prepare_product_id(self, row: ProductRow) -> str:
        return str(row.product_id)

    def prepare_title(self, row: ProductRow) -> str:
        return row.name

    def prepare_sorted_under(self, row: ProductRow) -> str:
        return " ".join(_sorted_under(row))

    def prepare_described_by(self, row: ProductRow) -> str:
        return " ".join(_values(row))

    def prepare_description(self, row: ProductRow) -> str:
        return strip_tags(row.product.description[:_LONGEST_TEXT])

    def prepare_name_words(self, row: ProductRow) -> str:
        return plain(row.name)

    def prepare_words(self, row: ProductRow) -> str:
        return plain(" ".join([*_sorted_under(row), *_values(row), self.prepare_description(row)]))

    def prepare_skus(self, row: ProductRow) -> list[str]:
        return sorted({key for sku in getattr(row, "skus", ()) if (key := sku_key(sku))})

    def prepare_traits(self, row: ProductRow) -> list[str]:
        return row.traits

    def prepare_labels(self, row: ProductRow) -> list[str]:
        return list(_labels(row).values())

    def prepare_paid(self, row: ProductRow) -> Any:
        return COLUMNS["paid"].to_index(row.paid)

    def prepare_paid_in(self, row: ProductRow) -> dict[str, Any]:
        return {
            currency: COLUMNS["paid"].to_index(regular if reduced is None else reduced)
            for currency, (regular, reduced, _) in row.other_prices.items()
        }

    def prepare_reduced_in(self, row: ProductRow) -> list[str]:
        return [currency for currency, (_, reduced, _) in row.other_prices.items() if reduced is not None]

    def prepare_published_at(self, row: ProductRow) -> Any:
        return COLUMNS["published_at"].to_index(row.published_at)

    def prepare_rating(self, row: ProductRow) -> Any:
        return COLUMNS["rating"].to_index(row.rating)

    def prepare_on_sale(self, row: ProductRow) -> bool:
        return row.sale_price is not None


def sku_key(sku: str) -> str:
    """A SKU without capitals and without what stands between its parts."""
    return "".join(words_of(sku.replace("_", " ")))


def _sorted_under(row: ProductRow) -> Iterator[str]:
    yield row.brand
    yield row.product.vendor
    yield from row.product.tags
    yield from getattr(row, "category_names", ())


def _values(row: ProductRow) -> Iterator[str]:
    attributes: Mapping[str, Sequence[str]] = row.attributes
    for values in attributes.values():
        yield from values


def _labels(row: ProductRow) -> dict[str, str]:
    """One label a trait, so that counting labels counts products."""
    found: dict[str, str] = {}

    def add(one: str, *shown: Any) -> None:
        found.setdefault(one, SEPARATOR.join([one, *shown]))

    if row.brand_slug:
        add(trait("brand", row.brand_slug), "", row.brand, "")
    for name, values in row.attributes.items():
        coloured = name.lower() in _COLOURS and len(values) == len(row.colours)
        swatches = row.colours if coloured else [""] * len(values)
        for value, swatch in zip(values, swatches, strict=True):
            add(attribute_trait(name, value), name, value, swatch)
    return found
