"""Carts: what shoppers mean to buy, coupons, and quotes for shipping and tax.

Owns: carts, lines, coupons and their redemptions, shipping zones and methods, tax rates
Calls: catalog, inventory, kernel
Listens to: nobody
Publishes: cart.merged.v1, cart.ordered.v1
"""
