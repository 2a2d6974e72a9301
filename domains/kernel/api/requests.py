"""What a JSON view reads off its request."""

import hashlib
import json
from typing import Any

from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from domains.kernel.types import IdempotencyKey, Principal

CART_TOKEN_HEADER = "X-Cart-Token"  # noqa: S105
_LONGEST_KEY = 255


def principal(request: Request) -> Principal | None:
    """Whoever the access token stands for; None for a guest."""
    user: Any = request.user
    return user if isinstance(user, Principal) else None


def client_ip(request: Request) -> str:
    """The caller's address as the server in front of us saw it."""
    return str(request.META.get("REMOTE_ADDR", ""))


def owner_scope(request: Request) -> str:
    """Whose idempotency keys these are: a user's, a guest cart's, else an address's."""
    if (user := principal(request)) is not None:
        return f"user:{user.user_id}"
    if token := request.headers.get(CART_TOKEN_HEADER):
        return f"cart:{hashlib.sha256(token.encode()).hexdigest()[:32]}"
    return f"ip:{client_ip(request)}"


def idempotency_key(request: Request, purpose: str) -> IdempotencyKey | None:
    """The request's `Idempotency-Key` with its owner and a digest of the body; None without one.

    Raises ValidationError when the key is longer than 255 characters or not printable ASCII.
    """
    key = request.headers.get("Idempotency-Key", "")
    if not key:
        return None
    if len(key) > _LONGEST_KEY or not key.isascii() or not key.isprintable():
        raise ValidationError(
            {"Idempotency-Key": [f"Use at most {_LONGEST_KEY} printable ASCII characters, such as a UUID."]}
        )
    body = json.dumps([request.path, request.data], sort_keys=True, default=str)
    return IdempotencyKey(
        scope=f"{purpose}:{owner_scope(request)}",
        key=key,
        fingerprint=hashlib.sha256(body.encode()).hexdigest(),
    )
