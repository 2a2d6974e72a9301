"""Clients that keep their connection and ask again as soon as they are answered."""

import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from typing import Any
from urllib.parse import urlsplit

# What one client does again and again; whatever it raises is counted as an error.
Action = Callable[[], None]


class WrongAnswer(Exception):
    """The server answered something else than what was asked for."""


class Client:
    """One connection; cheap, because it runs on the cores that it measures."""

    def __init__(self, url: str) -> None:
        where = urlsplit(url)
        self._connection = HTTPConnection(where.hostname or "", where.port, timeout=60)

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, bytes]:
        """The status and the body of the answer."""
        sent = None if body is None else json.dumps(body).encode()
        said = {name.replace("_", "-"): value for name, value in headers.items()}
        if sent is not None:
            said["Content-Type"] = "application/json"
        try:
            self._connection.request(method, path, body=sent, headers=said)
            answer = self._connection.getresponse()
            return answer.status, answer.read()
        except (HTTPException, OSError):
            self._connection.close()
            raise

    def expect(self, status: int, method: str, path: str, body: Any = None, **headers: str) -> bytes:
        """The body of the answer. Raises WrongAnswer for any other status."""
        got, said = self.ask(method, path, body, **headers)
        if got != status:
            raise WrongAnswer(f"{got} for {method} {path}: {said[:300].decode(errors='replace')}")
        return said


@dataclass
class Load:
    """What came of some clients in some seconds."""

    took_s: float = 0.0
    latencies_s: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


def drive(actions: list[Action], seconds: float) -> Load:
    """Let each client repeat its action; one that began in time is waited for and counts."""
    load, start = Load(), threading.Barrier(len(actions) + 1)

    def repeat(action: Action) -> None:
        latencies, errors = [], []
        start.wait()
        deadline = time.perf_counter() + seconds
        while (began := time.perf_counter()) < deadline:
            try:
                action()
            except Exception as failure:
                errors.append(f"{type(failure).__name__}: {failure}")
            else:
                latencies.append(time.perf_counter() - began)
        # Lists grow in one step, whatever the other threads do.
        load.latencies_s.extend(latencies)
        load.errors.extend(errors)

    threads = [threading.Thread(target=repeat, args=(action,)) for action in actions]
    for thread in threads:
        thread.start()
    start.wait()
    began = time.perf_counter()
    for thread in threads:
        thread.join()
    load.took_s = time.perf_counter() - began
    return load
