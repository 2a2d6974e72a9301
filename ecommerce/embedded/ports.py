"""TCP ports on the loopback interface."""

import socket

LOOPBACK = "127.0.0.1"


def is_free(port: int, host: str = LOOPBACK) -> bool:
    """Whether a server could listen on `port` now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def free_port() -> int:
    """A port that nobody listens on, chosen by the system."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
    return port


def http_status(host: str, port: int, *, timeout_s: float) -> int | None:
    """What the front page of the server there answers with; None while nobody answers."""
    try:
        with socket.create_connection((host, port), timeout=timeout_s) as connection:
            connection.sendall(f"GET / HTTP/1.0\r\nHost: {host}:{port}\r\n\r\n".encode())
            with connection.makefile("rb") as answer:
                _, status, *_ = answer.read().split(maxsplit=2)
                return int(status)
    except (OSError, ValueError):
        return None


def free_port_from(first: int, host: str = LOOPBACK) -> int:
    """The first free port at or after `first`."""
    return next((port for port in range(first, min(first + 100, 65536)) if is_free(port, host)), free_port())
