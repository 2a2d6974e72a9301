"""How the test gateway signs its notices, and how a signature is judged."""

import hashlib
import hmac
import json
from datetime import timedelta

from django.conf import settings
from django.utils.crypto import salted_hmac

from domains.kernel import clock
from domains.kernel.errors import InvalidInput
from domains.payment.errors import SignatureInvalid
from domains.payment.gateways.port import Notice

HEADER = "X-Gateway-Signature"
_OLDEST = timedelta(minutes=5)


def sign(body: bytes, *, at: int) -> str:
    """The signature header of a notice that is sent at this Unix time."""
    secret = settings.PAYMENT_TEST_WEBHOOK_SECRET or salted_hmac("payment.webhook", "test").hexdigest()
    digest = hmac.new(secret.encode(), b"%d." % at + body, hashlib.sha256).hexdigest()
    return f"t={at},v1={digest}"


def read(body: bytes, *, signature: str) -> Notice:
    """What the notice says. Raises SignatureInvalid, InvalidInput for a body that cannot be read."""
    at = signature.removeprefix("t=").partition(",v1=")[0]
    if not at.isdecimal() or not hmac.compare_digest(sign(body, at=int(at)), signature):
        raise SignatureInvalid
    if abs(clock.now().timestamp() - int(at)) > _OLDEST.total_seconds():
        raise SignatureInvalid("The webhook was signed too long ago.")
    try:
        notice = json.loads(body)
        return Notice(str(notice["id"]), str(notice["type"]), str(notice["charge_key"]))
    except (ValueError, KeyError, TypeError, RecursionError) as broken:
        raise InvalidInput("Give a JSON object with id, type and charge_key.") from broken
