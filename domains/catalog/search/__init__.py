"""Finding goods by their words: one port, PostgreSQL's full text behind it."""
