"""Seven domains that play as one.

    notification    listens to everyone, called by nobody but ecommerce
    order           checkout saga, fulfilment, returns; the one domain that moves money
    cart            carts, coupons, shipping and tax quotes
    inventory       warehouses, stock ledger, reservations
    catalog | payment | user        know no other domain
    kernel          ids, money, errors, events, bus, idempotency, context

Commands go down, events come up. Domains meet only through `services`, `events`, `types`
and `errors`; one published write is one durable transaction of one domain's database.

Glossary
    cart         what a shopper means to buy; a line is one variant and a quantity
    SKU          the merchant's own name of a variant
    quote        what a cart would cost: subtotal, discount, shipping, tax, total
    reservation  stock promised to one reference until it is committed, released or expires
    authorization, capture, refund    the three moves of money
    saga step    one act of the checkout; compensation is its undoing
    shipment     goods on their way
    outbox       events and their publications, written with the change they tell of
"""
