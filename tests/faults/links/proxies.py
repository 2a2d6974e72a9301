"""Toxiproxy, between the shop and each of its neighbours."""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from ecommerce.embedded.ports import LOOPBACK, free_port

DIRECTIONS = ("upstream", "downstream")


@dataclass(frozen=True, slots=True)
class Toxic:
    """One way in which a link is ill."""

    name: str
    attributes: dict[str, int] = field(default_factory=dict)


TOXICS = (
    Toxic("latency", {"latency": 250, "jitter": 100}),
    Toxic("down"),
    Toxic("bandwidth", {"rate": 8}),
    Toxic("slow_close", {"delay": 1000}),
    Toxic("timeout", {"timeout": 0}),
    Toxic("reset_peer", {"timeout": 50}),
    Toxic("slicer", {"average_size": 64, "size_variation": 32, "delay": 500}),
    Toxic("limit_data", {"bytes": 3000}),
)


def program() -> str | None:
    """Where toxiproxy's server is; None where it is not installed."""
    given = os.environ.get("TOXIPROXY", "")
    go = Path(os.environ.get("GOPATH", Path.home() / "go")) / "bin" / "server"
    return given or shutil.which("toxiproxy-server") or (str(go) if go.exists() else None)


class Toxiproxy:
    """The server with its proxies, each by the name of the neighbour behind it."""

    def __init__(self, path: str) -> None:
        port = free_port()
        self._api = httpx.Client(base_url=f"http://{LOOPBACK}:{port}", trust_env=False, timeout=10)
        self._process = subprocess.Popen(
            [path, "-host", LOOPBACK, "-port", str(port)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + 10
        while True:
            try:
                self._api.get("/version").raise_for_status()
                return
            except httpx.HTTPError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.05)

    def close(self) -> None:
        """End it, and every link with it."""
        self._process.terminate()
        self._process.wait(10)

    def link(self, name: str, port: int) -> int:
        """The port of a new proxy before this one."""
        listens = free_port()
        wanted = {"name": name, "listen": f"{LOOPBACK}:{listens}", "upstream": f"{LOOPBACK}:{port}"}
        self._post("/proxies", wanted)
        return listens

    @contextmanager
    def ill(self, link: str, toxic: Toxic, direction: str) -> Iterator[None]:
        """Until the block ends the link is ill; a link that is down has no direction, so it falls later."""
        try:
            if toxic.name != "down":
                wanted = {"type": toxic.name, "stream": direction, "attributes": toxic.attributes}
                self._post(f"/proxies/{link}/toxics", {**wanted, "toxicity": 1.0})
            elif direction == "upstream":
                self._post(f"/proxies/{link}", {"enabled": False})
            yield
        finally:
            self._post("/reset", {})

    def cut(self, link: str) -> None:
        """The link is down from now on."""
        self._post(f"/proxies/{link}", {"enabled": False})

    def _post(self, path: str, body: dict[str, Any]) -> None:
        self._api.post(path, json=body).raise_for_status()
