"""The notices that a test gateway sends over HTTP: signed, tried again, odd where the script says so."""

import heapq
import json
import threading
import time
from dataclasses import dataclass, field

import httpcore
import structlog

from domains.kernel.ids import new_id
from domains.payment.gateways import punctual, signing
from domains.payment.gateways.misbehaviour import Notification

_PATIENCE_S = 10.0
_LATE_S = 3.0
_TRIES = 6
log = structlog.get_logger(__name__)


@dataclass(order=True)
class _Letter:
    """One notice on its way; `due` is a monotonic time."""

    due: float
    number: int
    url: str = field(compare=False)
    body: bytes = field(compare=False)
    forged: bool = field(compare=False, default=False)
    tries: int = field(compare=False, default=0)


class Notices:
    """Sends in the background what is posted, in the order of when it is due."""

    def __init__(self) -> None:
        self._letters: list[_Letter] = []
        self._number = 0
        self._changed = threading.Condition()
        self._stopped = False
        self._connections = httpcore.ConnectionPool(network_backend=punctual.Backend())
        threading.Thread(target=self._send_for_ever, name="notices", daemon=True).start()

    def post(self, url: str, charge_key: str, kind: str, manner: str) -> None:
        """Tell the shop about the charge; `manner` is what the script says is odd about it."""
        body = _notice(charge_key, kind)
        delay_s = _LATE_S if manner == Notification.LATE else 0.0
        if manner == Notification.REORDERED:
            # What is older arrives after it.
            self._put(url, _notice(charge_key, "created"), _LATE_S / 3)
        self._put(url, body, delay_s, forged=manner == Notification.FORGED)
        if manner == Notification.TWICE:
            self._put(url, body, delay_s)

    def send(self, url: str, charge_key: str, kind: str) -> None:
        """Tell the shop before the answer of the call does, and wait until it has heard."""
        self._deliver(_Letter(0, 0, url, _notice(charge_key, kind)))

    def stop(self) -> None:
        """What is still on its way is never sent."""
        with self._changed:
            self._stopped = True
            self._changed.notify()
        self._connections.close()

    def _put(self, url: str, body: bytes, delay_s: float, *, forged: bool = False) -> None:
        with self._changed:
            self._number += 1
            due = time.monotonic() + delay_s
            heapq.heappush(self._letters, _Letter(due, self._number, url, body, forged))
            self._changed.notify()

    def _send_for_ever(self) -> None:
        while (letter := self._next()) is not None:
            if not self._deliver(letter) and letter.tries < _TRIES:
                letter.tries += 1
                letter.due = time.monotonic() + 0.5 * 2**letter.tries
                with self._changed:
                    heapq.heappush(self._letters, letter)

    def _next(self) -> _Letter | None:
        """The next that is due; None once nothing is to be sent any more."""
        with self._changed:
            while not self._stopped and (not self._letters or self._letters[0].due > time.monotonic()):
                self._changed.wait(0.05 if self._letters else None)
            return None if self._stopped else heapq.heappop(self._letters)

    def _deliver(self, letter: _Letter) -> bool:
        """Whether nothing is left to do about it; a forgery is sent once, whatever the shop says."""
        signature = signing.sign(letter.body, at=int(time.time()))
        if letter.forged:
            signature = signature[:-4] + "0000"
        headers = [("Content-Type", "application/json"), (signing.HEADER, signature)]
        try:
            with punctual.within(_PATIENCE_S):
                answer = self._connections.request("POST", letter.url, headers=headers, content=letter.body)
        except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError) as silent:
            log.info("a notice was not taken", url=letter.url, reason=type(silent).__name__)
            return letter.forged
        return letter.forged or answer.status < 300


def _notice(charge_key: str, kind: str) -> bytes:
    return json.dumps({"id": str(new_id()), "type": f"charge.{kind}", "charge_key": charge_key}).encode()
