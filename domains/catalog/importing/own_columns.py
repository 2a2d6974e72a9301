"""The columns of our own product CSV: all that a product is, so that what is given out comes in the same."""

SLUG, NAME, DESCRIPTION, CATEGORY = "slug", "name", "description", "category"
BRAND, VENDOR, STATUS, VISIBILITY = "brand", "vendor", "status", "visibility"
PUBLISHED_AT, TAGS, ATTRIBUTES = "published_at", "tags", "attributes"
SEO_TITLE, SEO_DESCRIPTION, ILLUSTRATION = "seo_title", "seo_description", "illustration"
SKU, OPTIONS, CURRENCY = "sku", "options", "currency"
PRICE, SALE_PRICE, SALE_FROM, SALE_UNTIL = "price", "sale_price", "sale_from", "sale_until"
OTHER_PRICES = "other_prices"
GRAMS, BARCODE, SWATCH = "grams", "barcode", "swatch"
SHIPPING, TAXABLE, TAX_CLASS, STOCK = "requires_shipping", "taxable", "tax_class", "stock"
PICTURE, THUMBNAIL, ALT, SHOWS = "picture", "picture_thumbnail", "picture_alt", "picture_shows"

REQUIRED = (SLUG, NAME, SKU, PRICE)
EXPORTED = (
    SLUG, NAME, DESCRIPTION, CATEGORY, BRAND, VENDOR, STATUS, VISIBILITY, PUBLISHED_AT, TAGS, ATTRIBUTES,
    SEO_TITLE, SEO_DESCRIPTION, ILLUSTRATION,
    SKU, OPTIONS, CURRENCY, PRICE, SALE_PRICE, SALE_FROM, SALE_UNTIL, OTHER_PRICES, GRAMS, BARCODE,
    SWATCH, SHIPPING, TAXABLE, TAX_CLASS, STOCK,
    PICTURE, THUMBNAIL, ALT, SHOWS,
)  # fmt: skip


def known_as(name: str) -> str:
    """The column that is called so; empty when there is none."""
    plain = name.strip().lower()
    return plain if plain in EXPORTED else ""
