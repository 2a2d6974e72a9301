"""The double-entry journal: every move of money takes from one account what it gives to another."""

from uuid import UUID

from domains.kernel.inserting import insert
from domains.kernel.money import Money
from domains.kernel.router import database_of
from domains.payment.models import JournalEntry, Payment

SALES = "sales"
REFUNDS = "refunds"


def post(move_id: UUID, payment: Payment, *, debit: str, credit: str, amount: Money) -> None:
    """Write both sides of one move. A move is written once: the second time is an IntegrityError."""
    entries = [
        JournalEntry(
            move_id=move_id, payment=payment, account=account, amount=signed, currency=amount.currency
        )
        for account, signed in ((debit, amount.amount), (credit, -amount.amount))
    ]
    insert(entries, alias=database_of("payment"))


def gateway_account(payment: Payment) -> str:
    """What the gateway owes us."""
    return f"gateway:{payment.gateway}"
