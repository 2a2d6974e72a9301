"""What every domain stands on: ids, money, errors, events, the bus, idempotency, context.

Small on purpose: a thing enters when three domains need it.

Owns: the event store, publications, effects, idempotency keys (one set of tables per database)
Calls: nobody
Listens to: nobody
Publishes: nothing
"""
