"""What the shop does for itself."""

from domains.kernel.transactions import durable
from domains.user import (
    tidying,
)


@durable
def clear_expired_tokens() -> int:
    """Delete what proves nothing any more: how many rows."""
    return tidying.clear_expired()
