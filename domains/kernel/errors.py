"""Five kinds of refusal. A domain's own errors name the broken rule and carry its data."""

from typing import Any, ClassVar


class DomainError(Exception):
    """A rule said no. `code` is stable, `detail` is for people, `facts` are for programs."""

    code: ClassVar[str] = "error"
    default_detail: ClassVar[str] = "The request was refused."

    def __init__(self, detail: str = "", **facts: Any) -> None:
        self.detail = detail or self.default_detail
        self.facts = facts
        super().__init__(self.detail)

    def __reduce__(self) -> tuple[Any, ...]:
        return (_rebuild, (type(self), self.detail, self.facts))


def _rebuild(kind: type[DomainError], detail: str, facts: dict[str, Any]) -> DomainError:
    return kind(detail, **facts)


class NotFound(DomainError):
    """There is no such thing, or it is not yours to see."""

    code = "not_found"
    default_detail = "There is no such thing here."


class InvalidInput(DomainError):
    """What was given breaks a rule of its own; `field` says where."""

    code = "invalid_input"
    default_detail = "Something in the request is not valid."


class Conflict(DomainError):
    """The state of things does not allow it now."""

    code = "conflict"
    default_detail = "The request does not fit the present state."


class NotPermitted(DomainError):
    """Whoever asks may not."""

    code = "not_permitted"
    default_detail = "You may not do this."


class Unavailable(DomainError):
    """Something that is needed is away; asking again later may work."""

    code = "unavailable"
    default_detail = "A part of the shop is away for a moment. Please try again."


class InvalidCursor(InvalidInput):
    """The page cursor was not made by us, or belongs to another list."""

    code = "invalid_cursor"
    default_detail = "The cursor is not valid for this list. Start again without it."


class ConcurrentWrite(Conflict):
    """Somebody else wrote to the same stream first."""

    code = "concurrent_write"
    default_detail = "Somebody else changed this at the same moment. Please try again."


class IdempotencyKeyReused(InvalidInput):
    """The key stands for another request."""

    code = "idempotency_key_reused"
    default_detail = "This Idempotency-Key was used with another request. Use a new key."


class IdempotencyInProgress(Conflict):
    """The first request with this key has not been answered yet."""

    code = "idempotency_in_progress"
    default_detail = "The first request with this Idempotency-Key is still running. Try again shortly."
