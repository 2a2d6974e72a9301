"""What inventory refuses."""

from domains.kernel.errors import Conflict, InvalidInput, NotFound


class OutOfStock(Conflict):
    """`shortages` is a tuple of types.Shortage; `available` is that of the first."""

    code = "insufficient_stock"
    default_detail = "There is not enough of this in stock."


class ReservationNotFound(NotFound):
    code = "reservation_not_found"
    default_detail = "There is no such reservation."


class ReservationEnded(Conflict):
    """The reservation was released or has expired: its stock is no longer held."""

    code = "reservation_ended"
    default_detail = "This reservation has ended."


class WarehouseNotFound(NotFound):
    code = "warehouse_not_found"
    default_detail = "There is no such warehouse."


class WarehouseCodeTaken(Conflict):
    code = "warehouse_code_taken"
    default_detail = "Another warehouse has this code."


class InvalidQuantity(InvalidInput):
    code = "invalid_quantity"
    default_detail = "The quantity is not one that stock can have."


class StockReserved(Conflict):
    """Less than what is reserved cannot be on hand."""

    code = "stock_reserved"
    default_detail = "More than this is reserved for orders. Release or ship them first."


class NotSold(Conflict):
    code = "not_sold"
    default_detail = "Fewer pieces were sold, or they came back already."
