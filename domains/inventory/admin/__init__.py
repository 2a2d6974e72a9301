"""Stock for the people of the warehouse: every change goes through the services."""

from domains.inventory.admin.ledger import MovementAdmin, ReservationAdmin
from domains.inventory.admin.stock import StockAdmin
from domains.inventory.admin.warehouses import WarehouseAdmin

__all__ = ["MovementAdmin", "ReservationAdmin", "StockAdmin", "WarehouseAdmin"]
