"""What the gateways' books say, and how they are brought together with ours."""

from datetime import datetime

from domains.kernel.ids import PaymentId
from domains.kernel.money import Money
from domains.kernel.transactions import stepwise
from domains.payment import attaching, comparing, queries
from domains.payment.types import Discrepancy, Payment


@stepwise
def compare_with_gateway(gateway: str, *, since: datetime, until: datetime) -> tuple[Discrepancy, ...]:
    """Where the gateway's books and ours differ about what was begun then, leaving out what is in flight.

    Raises GatewayUnknown, GatewayUnavailable.
    """
    return comparing.compare(gateway, since, until)


@stepwise
def attach_charge(gateway: str, *, key: str) -> Payment:
    """The payment that the gateway captured and we knew nothing of, as ours from now on.

    Raises GatewayUnknown, GatewayUnavailable, IllegalPaymentState when it is no captured charge of an
    order of ours, or the order is paid already. Publishes PaymentCaptured.
    """
    return queries.with_refunds([attaching.attach_charge(gateway, key)])[0]


@stepwise
def attach_refund(payment_id: PaymentId, *, reason: str) -> Payment:
    """The payment with what the gateway gave back without our asking.

    Raises PaymentNotFound, GatewayUnavailable, IllegalPaymentState when it gave back no more than we
    know. Publishes PaymentRefunded.
    """
    return queries.with_refunds([attaching.attach_refund(queries.payment_row(payment_id), reason)])[0]


@stepwise
def return_charge(gateway: str, *, key: str) -> Money:
    """What went back of a charge that never became ours; our books never held it.

    Raises GatewayUnknown, GatewayUnavailable, IllegalPaymentState when it is ours or nothing is left.
    """
    return attaching.return_charge(gateway, key)


@stepwise
def repeat_refunds(payment_id: PaymentId) -> Payment:
    """The payment after the gateway was asked again for each refund that we count as made.

    The same key is the same refund. Raises PaymentNotFound, GatewayUnavailable, IllegalPaymentState
    when the gateway refuses one.
    """
    return queries.with_refunds([attaching.repeat_refunds(queries.payment_row(payment_id))])[0]
