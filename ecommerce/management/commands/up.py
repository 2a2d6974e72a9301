"""Run the whole shop on this machine: servers, web, worker, sweeper, beat."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import psutil
from django.conf import settings
from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from domains.kernel.router import every_database
from ecommerce.embedded import leftovers, ports, programs
from ecommerce.embedded.addresses import Addresses
from ecommerce.embedded.lock import only_one
from ecommerce.embedded.postgres import Postgres
from ecommerce.embedded.supervisor import Supervisor
from ecommerce.embedded.valkey import Valkey

_ROLES = ("shopper", "merchandiser", "support", "warehouse", "finance", "admin")
_DEMO_PASSWORD = "demo-shop-login"  # noqa: S105  printed on the screen: it guards nothing


class Command(BaseCommand):
    help = "Run the whole shop on this machine, its servers included, with demo data."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--empty", action="store_true", help="open without the demo shop")

    def handle(self, *args: Any, **options: Any) -> None:
        self._empty = options["empty"]
        pids = settings.DATA_DIR / "run"
        try:
            with only_one(settings.DATA_DIR) as announce, Supervisor(pids, self._say) as supervisor:
                for name in leftovers.end_all(pids):
                    self._say(f"Ended {name}, left over from an earlier run")
                self._choose_port()
                announce(self._site)
                self._run(supervisor)
        except RuntimeError as error:
            raise CommandError(str(error)) from error
        except KeyboardInterrupt:
            self._say("Stopped. Everything is kept; start again with: make run")

    def _run(self, supervisor: Supervisor) -> None:
        self._start_servers(supervisor)
        with self._step("Bringing the database up to date"):
            _migrate()
        if not self._empty:
            with self._step("Loading the demo shop"):
                call_command("demo", verbosity=0)
        connections.close_all()
        with self._step("Starting the web server"):
            supervisor.start(programs.web(settings.BASE_DIR, host=self._host, port=self._port))
            supervisor.run(until=self._first_page, patience_s=120)
        # After the first page: whoever waits for it has both cores.
        with self._step("Starting worker, sweeper and beat"):
            supervisor.start(
                programs.worker(settings.BASE_DIR),
                programs.sweeper(settings.BASE_DIR),
                programs.beat(settings.BASE_DIR, settings.DATA_DIR / "beat" / "schedule"),
            )
        # Counted from the start of this process, its imports included.
        self._say(_welcome(self._site, time.time() - psutil.Process().create_time()))
        supervisor.run()

    def _choose_port(self) -> None:
        wanted = _wanted_port()
        self._host = os.environ.get("HOST", ports.LOOPBACK)
        self._port = ports.free_port_from(wanted, self._host)
        self._site = f"http://{ports.LOOPBACK}:{self._port}"
        if self._port != wanted:
            self._say(f"Port {wanted} is taken, so the shop uses {self._port}")

    def _start_servers(self, supervisor: Supervisor) -> None:
        """Start what no URL was given for, and tell every other command where it is."""
        addresses = Addresses(settings.DATA_DIR / "servers.env")
        addresses["SITE_URL"] = self._site
        servers: list[Postgres | Valkey] = []
        with self._step("Preparing folders and passwords"):
            if settings.EMBEDDED_DATABASE:
                postgres = Postgres(
                    settings.DATA_DIR / "postgres", port=_kept_port(addresses, "POSTGRES_PORT")
                )
                postgres.prepare()
                servers.append(postgres)
                addresses["DATABASE_URL"] = postgres.url()
            if settings.EMBEDDED_REDIS:
                valkey = Valkey(settings.DATA_DIR / "valkey", port=_kept_port(addresses, "VALKEY_PORT"))
                valkey.prepare()
                servers.append(valkey)
                addresses["REDIS_URL"] = valkey.url()
        if addresses.save():
            # Settings are read once, and they were read before these addresses were known.
            sys.stdout.flush()
            os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # noqa: S606
        for server in servers:
            self._say(f"> Starting {type(server).__name__} on port {server.port} …")
        if servers:
            supervisor.start(*(server.child() for server in servers))
            supervisor.run(until=lambda: all(server.is_ready() for server in servers), patience_s=60)

    def _first_page(self) -> bool:
        try:
            page = httpx.get(self._site, timeout=20, trust_env=False)
        except httpx.TransportError:
            return False
        if page.is_server_error:
            self._say(f"The first page answers {page.status_code}: see the lines of web above")
        return True

    @contextmanager
    def _step(self, title: str) -> Iterator[None]:
        self._say(f"> {title} …")
        began = time.monotonic()
        yield
        self._say(f"  done in {time.monotonic() - began:.1f} s")

    def _say(self, line: str) -> None:
        try:
            self.stdout.write(line)
            self.stdout.flush()
        except BrokenPipeError:
            # Whoever read the log is gone (`make run | head`): what is still said goes nowhere.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise KeyboardInterrupt from None


def _wanted_port() -> int:
    port = os.environ.get("PORT", "8000")
    if not (port.isdigit() and 0 < int(port) < 65536):
        raise CommandError(
            f"PORT is {port!r}; it must be a number from 1 to 65535, as in: PORT=8123 make run"
        )
    return int(port)


def _kept_port(addresses: Addresses, name: str) -> int:
    """The port of the earlier run, so that settings stay as they are; another if it is taken."""
    kept = addresses.port(name)
    port = kept if kept and ports.is_free(kept) else ports.free_port()
    addresses[name] = str(port)
    return port


def _migrate() -> None:
    for alias in every_database():
        executor = MigrationExecutor(connections[alias])
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            call_command("migrate", database=alias, interactive=False, verbosity=0)


def _welcome(site: str, seconds: float) -> str:
    logins = "\n".join(f"    {role}@example.com" for role in _ROLES)
    return f"""
  {settings.SHOP_NAME} is open ({seconds:.1f} s)

    Shop      {site}/
    Admin     {site}/admin/
    API docs  {site}/api/v1/docs/
    Mailbox   {site}/mailbox/

  Sign in, each with the password {_DEMO_PASSWORD}
{logins}

  Stop with Ctrl-C. Everything is kept in {settings.DATA_DIR}; remove it with: make reset
"""
