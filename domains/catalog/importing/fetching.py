"""Gets pictures from addresses that a stranger wrote into a file.

Only public hosts are asked, at the very address that was checked, on every redirect too. All of it, from
the first look for the host to the last byte, is over within one deadline. A host that does not answer is
not asked again for a minute, and after three such hosts nobody is.
"""

import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

import httpcore
import httpx

from domains.catalog.importing.punctual import Punctual

LARGEST_BYTES = 10_000_000
_REDIRECTS = 3
_CONNECT_S, _WHOLE_S, _RESOLVE_S = 2.0, 8.0, 2.0
_REST_S = 60.0
_MOST_AWAY = 3
_TIMEOUT = httpx.Timeout(4.0, connect=_CONNECT_S).as_dict()
_AWAY = (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError)
_REDIRECTING = frozenset({301, 302, 303, 307, 308})
_UNICAST = ipaddress.ip_network("2000::/3")


class PictureNotFetched(Exception):
    """There is no picture to be had; `unreachable` when it may be there another time."""

    def __init__(self, reason: str, *, unreachable: bool = False) -> None:
        super().__init__(reason)
        self.reason, self.unreachable = reason, unreachable


def is_public(address: str) -> bool:
    """Whether the IP address is one of the open internet."""
    ip = ipaddress.ip_address(address)
    if isinstance(ip, ipaddress.IPv6Address) and (ip not in _UNICAST or ip.sixtofour or ip.teredo):
        return False  # what wraps an IPv4 address may lead anywhere
    return ip.is_global and not ip.is_multicast


@dataclass
class Fetcher:
    """Fetches over plain connections of its own: no proxy, no cookies, no credentials."""

    may_ask: Callable[[str], bool] = is_public
    _away: dict[str, float] = field(default_factory=dict)

    def fetch(self, url: str) -> bytes:
        """The bytes at the address. Raises PictureNotFetched."""
        deadline = time.monotonic() + _WHOLE_S
        try:
            for _ in range(_REDIRECTS + 1):
                content, url = self._step(url, deadline)
                if content is not None:
                    return content
        except (httpx.InvalidURL, UnicodeError, ValueError) as broken:
            raise PictureNotFetched(f"{url[:120]!r} is not the address of a picture.") from broken
        raise PictureNotFetched("The address redirects too often.")

    @cached_property
    def _trusted(self) -> ssl.SSLContext:
        return httpx.create_ssl_context(trust_env=False)

    def _step(self, url: str, deadline: float) -> tuple[bytes | None, str]:
        """What is there, or where to go on."""
        target = httpx.URL(url)
        host = target.host
        if target.scheme not in ("http", "https") or not host or target.userinfo:
            raise PictureNotFetched(f"{url[:120]!r} is not an http or https address.")
        self._refuse_if_away(host)
        try:
            address = self._address_of(host, deadline)
            # A pool for each request: a connection vouches for one host only.
            with (
                httpcore.ConnectionPool(
                    ssl_context=self._trusted, network_backend=Punctual(deadline), max_keepalive_connections=0
                ) as pool,
                pool.stream(
                    "GET",
                    str(target.copy_with(host=address)),
                    headers={
                        "Host": target.netloc.decode(),
                        "Accept": "image/*",
                        "Accept-Encoding": "identity",
                    },
                    extensions={"sni_hostname": host, "timeout": _TIMEOUT},
                ) as response,
            ):
                onward = httpx.Headers(response.headers).get("Location")
                if response.status in _REDIRECTING and onward:
                    return None, str(target.join(onward))
                return _content(response), url
        except (*_AWAY, OSError) as away:
            self._away[host] = time.monotonic() + _REST_S
            raise PictureNotFetched(f"{host} does not answer.", unreachable=True) from away

    def _refuse_if_away(self, host: str) -> None:
        now = time.monotonic()
        resting = [name for name, until in list(self._away.items()) if until > now]
        if host in resting or len(resting) >= _MOST_AWAY:
            raise PictureNotFetched(f"{host} does not answer.", unreachable=True)

    def _address_of(self, host: str, deadline: float) -> str:
        """An address of the host, all of which are public. Raises OSError when it has none in time."""
        addresses = _resolved(host, min(_RESOLVE_S, deadline - time.monotonic()))
        if not all(self.may_ask(address) for address in addresses):
            raise PictureNotFetched(f"{host} is not a public host.")
        return min(addresses, key=lambda address: ":" in address)


def _resolved(host: str, patience_s: float) -> list[str]:
    """The host's addresses. The system's resolver knows no time limit, so it is left alone after ours."""
    found: list[str] = []

    def resolve() -> None:
        try:
            found.extend(
                str(entry[4][0]) for entry in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
            )
        except OSError:
            found.clear()

    thread = threading.Thread(target=resolve, daemon=True)
    thread.start()
    thread.join(max(0.0, patience_s))
    if thread.is_alive() or not found:
        raise OSError(f"{host} has no address")
    return list(found)


def _content(response: httpcore.Response) -> bytes:
    if response.status != 200:
        raise PictureNotFetched(f"The address answers {response.status}.")
    content = bytearray()
    for part in response.iter_stream():
        content += part
        if len(content) > LARGEST_BYTES:
            raise PictureNotFetched("The picture is larger than 10 MB.")
    return bytes(content)
