"""What the catalogue refuses."""

from domains.kernel.errors import Conflict, InvalidInput, NotFound


class ProductNotFound(NotFound):
    code = "product_not_found"
    default_detail = "There is no such product."


class ProductMoved(NotFound):
    """The product has another slug now; `slug` names it."""

    code = "product_moved"
    default_detail = "This product has a new address."


class CategoryNotFound(NotFound):
    code = "category_not_found"
    default_detail = "There is no such category."


class VariantNotFound(NotFound):
    code = "variant_not_found"
    default_detail = "There is no such variant."


class SkuTaken(Conflict):
    code = "sku_taken"
    default_detail = "Another variant has this SKU."


class SlugTaken(Conflict):
    code = "slug_taken"
    default_detail = "Another product has this slug."


class InvalidAttributes(InvalidInput):
    """`field` names the attribute that its category's schema refuses."""

    code = "invalid_attributes"
    default_detail = "An attribute does not fit the category's schema."


class InvalidFilter(InvalidInput):
    code = "invalid_filter"
    default_detail = "This filter is not known, or its value is not valid."


class ImportFileInvalid(InvalidInput):
    code = "import_file_invalid"
    default_detail = "This file is not a product CSV."
