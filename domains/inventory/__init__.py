"""Stock: warehouses, an append-only ledger, reservations that expire.

Owns: warehouses, stock rows, movements, reservations
Calls: catalog, kernel
Listens to: inventory.stock_changed.v1, catalog.stock_counted.v1
Publishes: inventory.stock_changed.v1, inventory.reservation_expired.v1
"""
