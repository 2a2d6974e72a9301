"""What the cart refuses."""

from domains.kernel.errors import Conflict, InvalidInput, NotFound


class CartNotFound(NotFound):
    code = "cart_not_found"
    default_detail = "There is no such cart."


class OtherCurrency(Conflict):
    """`currency` is the cart's own."""

    code = "other_currency"
    default_detail = "Your cart is in another currency. Change that, or add this in the cart's own."


class LineNotFound(NotFound):
    code = "cart_line_not_found"
    default_detail = "There is no such line in this cart."


class CartEmpty(InvalidInput):
    code = "cart_empty"
    default_detail = "The cart is empty. Put something in it first."


class CartClosed(Conflict):
    """It was ordered already; `order_id` names the order."""

    code = "cart_closed"
    default_detail = "This cart was ordered already."


class InvalidQuantity(InvalidInput):
    code = "invalid_quantity"
    default_detail = "A quantity is a whole number from 1 to 999."


class CartFull(Conflict):
    code = "cart_full"
    default_detail = "The cart has as many different products as it can hold. Take some out first."


class InsufficientStock(Conflict):
    """`available` says how many there are, `variant_id` of what."""

    code = "insufficient_stock"
    default_detail = "There are not that many in stock."


class NotSold(Conflict):
    code = "not_sold"
    default_detail = "This product is not for sale at the moment."


class ShippingMethodUnknown(InvalidInput):
    code = "shipping_method_unknown"
    default_detail = "This shipping method is not offered to that address."


class CountryNotServed(InvalidInput):
    code = "country_not_served"
    default_detail = "We do not send to this country yet."


class CouponInvalid(InvalidInput):
    code = "coupon_invalid"
    default_detail = "There is no such coupon."


class CouponExpired(InvalidInput):
    code = "coupon_expired"
    default_detail = "This coupon is not valid any more."


class CouponUsedUp(InvalidInput):
    code = "coupon_used_up"
    default_detail = "This coupon has been used as often as it may be."


class CouponNotApplicable(InvalidInput):
    """`reason` says which condition is not met."""

    code = "coupon_not_applicable"
    default_detail = "This coupon does not apply to what is in the cart."
