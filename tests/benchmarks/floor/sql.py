"""The least SQL of a purchase, for the bare view and for pgbench alike, in tables of its own."""

TABLES = """
CREATE TABLE stock (variant_id bigint PRIMARY KEY, available integer NOT NULL CHECK (available >= 0));
CREATE TABLE purchase (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    email text NOT NULL, address jsonb NOT NULL, total numeric(12, 2) NOT NULL,
    placed_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE item (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    purchase_id bigint NOT NULL REFERENCES purchase, variant_id bigint NOT NULL,
    quantity integer NOT NULL, price numeric(12, 2) NOT NULL
);
CREATE INDEX ON item (purchase_id);
CREATE TABLE payment (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    purchase_id bigint NOT NULL UNIQUE REFERENCES purchase, amount numeric(12, 2) NOT NULL, token text NOT NULL
);
CREATE TABLE outbox (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL, payload jsonb NOT NULL
);
"""
FILL_STOCK = "INSERT INTO stock SELECT n, 1000000000 FROM generate_series(1, %s) AS n"

# One row for each placeholder's use, in the order in which a purchase runs them.
PURCHASE = "INSERT INTO purchase (email, address, total) VALUES ({email}, {address}, {total}) RETURNING id"
ITEMS = (
    "INSERT INTO item (purchase_id, variant_id, quantity, price)"
    " VALUES ({purchase}, {first}, 1, {price}), ({purchase}, {second}, 1, {price})"
)
TAKE = "UPDATE stock SET available = available - 1 WHERE variant_id = {variant} AND available >= 1"
PAYMENT = "INSERT INTO payment (purchase_id, amount, token) VALUES ({purchase}, {total}, {token})"
OUTBOX = "INSERT INTO outbox (name, payload) VALUES ({name}, {payload})"
