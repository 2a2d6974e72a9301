"""A seeded simulator: the shop's own code on a virtual clock, with a fault at any commit or call.

`points` names the places where something may break and decides what does; `injecting` puts it
between the code and its database, gateway, broker and handlers; `shopping` is what shoppers and
staff do; `scenario` is one run of it all with its recovery and its verdict.
"""
