"""The columns of a Shopify product CSV, by the names that its editions have given them."""

from domains.catalog.importing import markets

HANDLE, TITLE, BODY, VENDOR, TYPE, TAGS = "Handle", "Title", "Body (HTML)", "Vendor", "Type", "Tags"
CATEGORY, PUBLISHED, STATUS = "Product Category", "Published", "Status"
SKU, GRAMS, QUANTITY, PRICE = "Variant SKU", "Variant Grams", "Variant Inventory Qty", "Variant Price"
COMPARE_AT, BARCODE = "Variant Compare At Price", "Variant Barcode"
# Ours: Shopify knows no times for a reduction.
SALE_FROM, SALE_UNTIL = "Variant Sale From", "Variant Sale Until"
SHIPPING, TAXABLE = "Variant Requires Shipping", "Variant Taxable"
IMAGE, IMAGE_POSITION, IMAGE_ALT = "Image Src", "Image Position", "Image Alt Text"
SEO_TITLE, SEO_DESCRIPTION = "SEO Title", "SEO Description"
OPTION_NAMES = ("Option1 Name", "Option2 Name", "Option3 Name")
OPTION_VALUES = ("Option1 Value", "Option2 Value", "Option3 Value")

REQUIRED = (HANDLE, TITLE, PRICE)
EXPORTED = (
    HANDLE, TITLE, BODY, VENDOR, TYPE, TAGS, PUBLISHED,
    *(name for pair in zip(OPTION_NAMES, OPTION_VALUES, strict=True) for name in pair),
    SKU, GRAMS, QUANTITY, PRICE, COMPARE_AT, SALE_FROM, SALE_UNTIL, SHIPPING, TAXABLE, BARCODE,
    IMAGE, IMAGE_POSITION, IMAGE_ALT, SEO_TITLE, SEO_DESCRIPTION, STATUS,
)  # fmt: skip

# What newer exports call the same columns.
_ALIASES = {
    "url handle": HANDLE,
    "description": BODY,
    "product type": TYPE,
    "published on online store": PUBLISHED,
    "sku": SKU,
    "barcode": BARCODE,
    "weight value (grams)": GRAMS,
    "inventory quantity": QUANTITY,
    "price": PRICE,
    "compare-at price": COMPARE_AT,
    "requires shipping": SHIPPING,
    "charge tax": TAXABLE,
    "product image url": IMAGE,
}
_BY_LOWER_NAME = {name.lower(): name for name in (*EXPORTED, CATEGORY)} | _ALIASES
_DELIMITERS = (",", ";", "\t")


def delimiter_of(header: str) -> str:
    """The character that separates this header's columns; a comma when none does."""
    return max(_DELIMITERS, key=header.count)


def known_as(name: str) -> str:
    """The column of ours that the name means; empty when it means none."""
    return _BY_LOWER_NAME.get(name.strip().lower(), "") or markets.known_as(name)
