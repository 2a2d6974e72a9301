"""Where settings come from: the environment, then `.env`, then the embedded servers.

`manage.py up` writes the addresses of the servers that it started to
`.data/servers.env`, so that every other command finds them with no setting.
The first source that names a variable wins.
"""

import os
from collections import ChainMap
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
DOMAINS = ("user", "catalog", "cart", "order", "payment", "inventory", "notification")


def _read(path: Path) -> dict[str, str]:
    class Source(environ.Env):  # type: ignore[misc]
        ENVIRON: dict[str, str] = {}

    if path.is_file():
        with path.open() as lines:
            Source.read_env(lines)
    return Source.ENVIRON


_given = ChainMap(os.environ, _read(Path(os.environ.get("ENV_FILE", BASE_DIR / ".env"))))
DATA_DIR = Path(_given.get("DATA_DIR", BASE_DIR / ".data")).absolute()


class _Sources(environ.Env):  # type: ignore[misc]
    ENVIRON = ChainMap(*_given.maps, _read(DATA_DIR / "servers.env"))


env = _Sources()


def is_given(name: str) -> bool:
    """Whether the environment or `.env` names a value, as opposed to the embedded servers."""
    return bool(_given.get(name))


def one_of(name: str, *choices: str) -> str:
    """The setting, or the first choice where none is given. Raises ImproperlyConfigured for any other."""
    value = env.str(name, default=choices[0])
    if value not in choices:
        raise ImproperlyConfigured(f"{name} is {value!r}; it must be one of: {', '.join(choices)}.")
    return str(value)


def currencies(own: str) -> tuple[str, ...]:
    """The shop's own and those in `CURRENCIES`. Raises ImproperlyConfigured for what is no code of one."""
    given = (one.strip() for one in env.list("CURRENCIES", default=[]))
    found = tuple(dict.fromkeys([own, *filter(None, given)]))
    if wrong := [one for one in found if not (len(one) == 3 and one.isascii() and one.isupper())]:
        raise ImproperlyConfigured(f"CURRENCIES has {wrong[0]!r}; give codes such as EUR,GBP.")
    return found


def databases() -> dict[str, dict[str, Any]]:
    """The default database, and one more for each `DATABASE_URL_<DOMAIN>` that is given."""
    urls = {"default": env.str("DATABASE_URL", default="postgres://shop@127.0.0.1:5432/shop")}
    for domain in DOMAINS:
        url = env.str(f"DATABASE_URL_{domain.upper()}", default="")
        if url:
            urls[domain] = url
    return {alias: _database(url) for alias, url in urls.items()}


def _database(url: str) -> dict[str, Any]:
    return {
        **environ.Env.db_url_config(url),
        "ENGINE": "domains.kernel.postgresql",
        "ATOMIC_REQUESTS": False,
        "CONN_MAX_AGE": env.int("DATABASE_CONN_MAX_AGE", default=60),
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "connect_timeout": 5,
            # A statement that comes again is parsed and planned once a connection.
            "server_side_binding": True,
            "prepare_threshold": 5,
            # To start helpers, or to compile, takes longer than anything that a request asks for.
            "options": f"-c statement_timeout={env.int('DATABASE_STATEMENT_TIMEOUT_MS', default=10000)}"
            f" -c lock_timeout={env.int('DATABASE_LOCK_TIMEOUT_MS', default=5000)}"
            " -c max_parallel_workers_per_gather=0 -c jit=off",
        },
    }
