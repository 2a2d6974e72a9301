"""What orders refuse."""

from domains.kernel.errors import Conflict, InvalidInput, NotFound


class OrderNotFound(NotFound):
    code = "order_not_found"
    default_detail = "There is no such order."


class PriceChanged(Conflict):
    """The total is not what the shopper saw; `expected` and `total` say both."""

    code = "price_changed"
    default_detail = "The total has changed since you last saw it. Please look at it again."


class IllegalTransition(Conflict):
    """`legal` lists where the order can go from here."""

    code = "illegal_transition"
    default_detail = "The order cannot go to that state from here."


class CannotCancel(Conflict):
    code = "cannot_cancel"
    default_detail = "This order is on its way already and cannot be cancelled. You can return it instead."


class TooManyCancelled(Conflict):
    """`left` pieces of `line_id` can still be called off."""

    code = "too_many_cancelled"
    default_detail = "Fewer pieces of this line are left than you call off."


class PaymentDeclined(Conflict):
    """`decline_code` says why, `order_id` names the order that came to nothing."""

    code = "payment_declined"
    default_detail = "The payment was declined. Nothing was charged."


class OutOfStock(Conflict):
    """`lines` says what was wanted and what there is."""

    code = "insufficient_stock"
    default_detail = "There is not enough of this in stock. Nothing was charged."


class CheckoutFailed(Conflict):
    """`reason` is the code of what went wrong."""

    code = "checkout_failed"
    default_detail = "The order could not be completed. Nothing stays charged."


class CheckoutRunning(Conflict):
    code = "checkout_running"
    default_detail = "This order's checkout is at work at this moment. Please try again in a few seconds."


class AlreadyPaid(Conflict):
    code = "already_paid"
    default_detail = "This order is paid already."


class NothingOrdered(InvalidInput):
    code = "nothing_ordered"
    default_detail = "An order needs at least one line."


class TrackingLinkInvalid(NotFound):
    code = "tracking_link_invalid"
    default_detail = "This link is not valid. Look the order up by its number and e-mail address."


class StepUnfit(Conflict):
    """`fit` lists what can be skipped now."""

    code = "step_unfit"
    default_detail = "Only an undoing that is still to be done can be skipped."


class BreakNotFound(NotFound):
    code = "break_not_found"
    default_detail = "There is no such break."


class RemedyUnfit(Conflict):
    """What was chosen does not mend this break; `fit` lists what does."""

    code = "remedy_unfit"
    default_detail = "This does not mend what is wrong here."
