"""Finding goods by their words: one port, and behind it PostgreSQL or a search server."""
