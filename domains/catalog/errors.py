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


class InvalidProduct(InvalidInput):
    """`field` names what is wrong with it."""

    code = "invalid_product"
    default_detail = "This product cannot be saved as it is."


class InvalidSchema(InvalidInput):
    code = "invalid_schema"
    default_detail = "This is not a JSON Schema of an object."


class InvalidTree(Conflict):
    code = "invalid_tree"
    default_detail = "A category cannot stand below itself."


class CategoryInUse(Conflict):
    code = "category_in_use"
    default_detail = "Products or categories stand below this category. Move them first."


class BrandInUse(Conflict):
    code = "brand_in_use"
    default_detail = "Products have this brand. Give them another first."


class InvalidRule(InvalidInput):
    """`field` names the part of a condition that is wrong."""

    code = "invalid_rule"
    default_detail = "This rule cannot be met."


class CollectionNotFound(NotFound):
    code = "collection_not_found"
    default_detail = "There is no such collection."


class ReviewNotFound(NotFound):
    code = "review_not_found"
    default_detail = "There is no such review."


class AlreadyReviewed(Conflict):
    code = "already_reviewed"
    default_detail = "You have reviewed this product already."


class OwnReview(Conflict):
    code = "own_review"
    default_detail = "This is your own review. Others say whether it helps."


class InvalidReview(InvalidInput):
    code = "invalid_review"
    default_detail = "A review has a rating from 1 to 5 and a few words."


class WishlistFull(Conflict):
    code = "wishlist_full"
    default_detail = "A wishlist holds 500 products. Take one off it first."


class WishlistNotFound(NotFound):
    """Also for a list that is not shared any more."""

    code = "wishlist_not_found"
    default_detail = "There is no wishlist at this address. Its owner may have stopped sharing it."


class BackInStock(Conflict):
    """`slug` and `sku` say where it can be bought."""

    code = "back_in_stock"
    default_detail = "It is in stock: you can buy it now."


class InvalidStockRequest(InvalidInput):
    code = "invalid_stock_request"
    default_detail = "Enter an e-mail address such as name@example.com."


class TooManyStockRequests(Conflict):
    code = "too_many_stock_requests"
    default_detail = "This address waits for twenty products already. The mails that it gets say how to stop."


class StockRequestNotFound(NotFound):
    code = "stock_request_not_found"
    default_detail = "This link is not valid any more. Nothing is being waited for by it."


class PictureRefused(InvalidInput):
    """The bytes are not a picture that the shop takes."""

    code = "picture_refused"
    default_detail = "Upload a JPEG, PNG or WebP picture."


class ImportFileInvalid(InvalidInput):
    code = "import_file_invalid"
    default_detail = "This file is not a product CSV."


class ImportBegun(Conflict):
    code = "import_begun"
    default_detail = "This import has begun already."


class NothingToRetry(Conflict):
    code = "nothing_to_retry"
    default_detail = "No line of this import is left to be tried again."


class NothingToUndo(Conflict):
    code = "nothing_to_undo"
    default_detail = "This import is still at work, or nothing that it did can be undone."


class ImportNotFound(NotFound):
    code = "import_not_found"
    default_detail = "There is no such import."


class SynonymNotFound(NotFound):
    code = "synonym_not_found"
    default_detail = "There is no such synonym."


class InvalidSynonym(InvalidInput):
    """`field` names what is wrong with it."""

    code = "invalid_synonym"
    default_detail = "This synonym cannot be saved as it is."


class SynonymTaken(Conflict):
    """`synonym_id` names the one that has the expression."""

    code = "synonym_taken"
    default_detail = "The expression stands in another synonym."


class PinsNotFound(NotFound):
    code = "pins_not_found"
    default_detail = "There are no such pins."


class InvalidPins(InvalidInput):
    """`field` names what is wrong with them."""

    code = "invalid_pins"
    default_detail = "These pins cannot be saved as they are."


class PinsTaken(Conflict):
    """`pins_id` names those that the search has."""

    code = "pins_taken"
    default_detail = "The search has pins already."


class BoostNotFound(NotFound):
    code = "boost_not_found"
    default_detail = "There is no such boost."


class InvalidBoost(InvalidInput):
    """`field` names what is wrong with it."""

    code = "invalid_boost"
    default_detail = "This boost cannot be saved as it is."
