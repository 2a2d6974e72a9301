"""`.data/servers.env`: where the embedded servers are, and the secrets of this machine's shop."""

import secrets
from pathlib import Path

_HEADER = "# Written by `make run`. The environment and .env go before it.\n"


class Addresses:
    """The file's variables, kept from run to run so that what can stay the same does."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._before = read(file)
        self._now = {"SECRET_KEY": self._before.get("SECRET_KEY") or secrets.token_urlsafe(48)}

    def port(self, name: str) -> int | None:
        """The port that `name` had in the earlier run."""
        value = self._before.get(name, "")
        return int(value) if value.isdigit() else None

    def __setitem__(self, name: str, value: str) -> None:
        self._now[name] = value

    def save(self) -> bool:
        """Write the file, for its owner alone; returns whether anything differs from before."""
        if self._now == self._before:
            return False
        self._file.parent.mkdir(parents=True, exist_ok=True)
        unfinished = self._file.with_suffix(".new")
        unfinished.unlink(missing_ok=True)
        unfinished.touch(mode=0o600)
        unfinished.write_text(_HEADER + "".join(f"{name}={value}\n" for name, value in self._now.items()))
        unfinished.replace(self._file)
        return True


def read(file: Path) -> dict[str, str]:
    """The variables of such a file; none where there is no file."""
    if not file.is_file():
        return {}
    lines = (line for line in file.read_text().splitlines() if line and not line.startswith("#"))
    return {name: value for name, _, value in (line.partition("=") for line in lines)}
