"""Argon2id with the cost that OWASP recommends for a server that has other work to do."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2Hasher(Argon2PasswordHasher):
    """19 MiB, two passes, one lane: Django's 100 MiB a sign-in would let few callers fill the memory."""

    time_cost = 2
    memory_cost = 19_456
    parallelism = 1
