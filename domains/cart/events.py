"""What happened to carts."""

from domains.kernel.events import Event, event
from domains.kernel.ids import CartId, OrderId, UserId


@event("cart.merged.v1", stream="cart_id")
class CartMerged(Event):
    """A guest's cart went into a member's at sign-in."""

    cart_id: CartId
    into_cart_id: CartId
    user_id: UserId


@event("cart.ordered.v1", stream="cart_id")
class CartOrdered(Event):
    """The cart became an order and is closed."""

    cart_id: CartId
    order_id: OrderId
