"""The servers that `make run` and the tests bring along: PostgreSQL, Valkey, and who keeps them alive.

Knows nothing of Django: addresses go out through `.data/servers.env`.
"""
