"""Notices of the gateways: signed, taken once, and never believed: the gateway is asked itself."""

from domains.kernel.inserting import insert_once
from domains.kernel.router import database_of
from domains.payment.gateways.port import Notice
from domains.payment.models import Payment, ReceivedWebhook


def find_subject(gateway: str, notice: Notice) -> Payment | None:
    """The payment that the notice is about; None when it is not ours, or the notice was taken before."""
    if ReceivedWebhook.objects.filter(gateway=gateway, notice_id=notice.id).exists():
        return None
    return Payment.objects.filter(gateway=gateway, gateway_key=notice.charge_key).first()


def mark_taken(gateway: str, notice: Notice) -> None:
    """Written after its effect: a crash between the two only takes the notice again."""
    received = ReceivedWebhook(gateway=gateway, notice_id=notice.id[:120], kind=notice.kind[:60])
    insert_once(received, alias=database_of("payment"))
