"""The test gateway as a server: the far side's books behind HTTP, with the manners that a script asks for.

A call that is not to be answered is left open for as long as its caller waits; half an answer is
half of the bytes that were promised.
"""

import threading
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import msgspec
import structlog
from django.db import connections

from domains.kernel.money import Money
from domains.payment.gateways import books, misbehaviour, wire
from domains.payment.gateways.misbehaviour import Misbehaviour, Notification
from domains.payment.gateways.notices import Notices
from domains.payment.gateways.port import Charge, ChargeRequest, GatewayFailure, GatewayTimeout

_LONGEST_BODY = 64 * 1024
log = structlog.get_logger(__name__)

_CALLS: Mapping[str, Callable[[ChargeRequest, wire.Call], Any]] = {
    "charge": lambda asked, call: books.charge(asked, call.patience_s),
    "confirm": lambda asked, call: books.confirm(asked, call.more["outcome"]),
    "capture": lambda asked, call: books.capture(asked, _money(call)),
    "cancel": lambda asked, call: books.cancel(asked),
    "refund": lambda asked, call: books.refund(asked, call.more["refund_key"], _money(call)),
}


def _money(call: wire.Call) -> Money:
    return msgspec.convert(call.more["amount"], Money, strict=False)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: "GatewayServer"

    def do_POST(self) -> None:
        body = self.rfile.read(min(int(self.headers.get("Content-Length", "0")), _LONGEST_BODY))
        name = self.path.rpartition("/")[2]
        try:
            call = wire.read(body, wire.Call)
            do = _CALLS[name]
        except (wire.Unreadable, KeyError):
            self._say(400, wire.write({"error": "Send a charge's request to one of the calls."}))
            return
        self._play(name, call, do)

    def do_GET(self) -> None:
        asked = dict(parse_qsl(urlsplit(self.path).query))
        if "key" in asked:
            found = books.find_charge(asked["key"])
            self._say(200, wire.write((found,) if found else ()))
        else:
            since, until = (datetime.fromisoformat(asked[name]) for name in ("since", "until"))
            self._say(200, wire.write(books.list_charges(since, until)))

    def _play(self, name: str, call: wire.Call, do: Callable[[ChargeRequest, wire.Call], Any]) -> None:
        step = misbehaviour.next_step(call.request)
        if step in misbehaviour.BEFORE:
            self._refuse(step, call)
            return
        try:
            answer = do(misbehaviour.altered(call.request, step), call)
        except GatewayTimeout:
            self._leave_open(call)
            return
        except GatewayFailure:
            self._say(500, b"{}")
            return
        self._tell(name, call, answer, step)
        if step in misbehaviour.AFTER and step != Misbehaviour.TRUNCATED:
            self._refuse(step, call)
            return
        said = wire.write(answer)
        self._say(200, said, sent=len(said) // 2 if step == Misbehaviour.TRUNCATED else len(said))

    def _tell(self, name: str, call: wire.Call, answer: Any, step: str) -> None:
        """A notice of what changed, as every gateway sends one."""
        if not call.notify_url:
            return
        kind = answer.status.value if isinstance(answer, Charge) else "refunded"
        if step == Notification.BEFORE_THE_ANSWER:
            self.server.notices.send(call.notify_url, call.request.key, kind)
        else:
            self.server.notices.post(call.notify_url, call.request.key, kind, step)

    def _refuse(self, step: str, call: wire.Call) -> None:
        if step in (Misbehaviour.TIMEOUT_BEFORE, Misbehaviour.TIMEOUT_AFTER):
            self._leave_open(call)
        else:
            self._say(429 if step == Misbehaviour.BUSY else 500, b"{}")

    def _leave_open(self, call: wire.Call) -> None:
        time.sleep(call.patience_s)
        self.close_connection = True

    def _say(self, status: int, body: bytes, sent: int | None = None) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[:sent])
        if sent is not None and sent < len(body):
            self.close_connection = True

    def handle_one_request(self) -> None:
        super().handle_one_request()
        # A caller that keeps its connection keeps none to the books.
        connections.close_all()

    def log_message(self, format: str, *args: Any) -> None:
        """Whoever calls writes it down."""


class GatewayServer(ThreadingHTTPServer):
    """Listens on this machine; `start` serves in the background, until `shutdown`."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.notices = Notices()

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.server_port}"

    def server_close(self) -> None:
        """No call is answered and no notice sent from now on."""
        super().server_close()
        self.notices.stop()

    def start(self) -> None:
        """Serve in a thread."""
        threading.Thread(target=self.serve_forever, name="test gateway", daemon=True).start()
