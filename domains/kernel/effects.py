"""Effects that come about once, however often the event behind them is delivered."""

from domains.kernel.inserting import insert_once
from domains.kernel.models import Effect
from domains.kernel.router import database_of


def first_time(domain: str, effect: str) -> bool:
    """Whether the effect has not come about yet; from the caller's commit on, it has.

    Call inside the transaction that brings it about: another one with the same effect waits for
    its end.
    """
    return insert_once(Effect(name=effect), alias=database_of(domain))
