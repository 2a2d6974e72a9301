"""The whole shop on this machine: servers, web, worker, sweeper, beat."""

import argparse
import os
import time
from collections.abc import Sequence, Set
from dataclasses import dataclass
from pathlib import Path

import psutil

from ecommerce.embedded import leftovers, ports, programs
from ecommerce.embedded.addresses import Addresses
from ecommerce.embedded.child import stop
from ecommerce.embedded.lock import only_one
from ecommerce.embedded.postgres import Postgres, roomy
from ecommerce.embedded.progress import say, step
from ecommerce.embedded.supervisor import Supervisor
from ecommerce.embedded.valkey import Valkey

_ROLES = ("shopper", "merchandiser", "support", "warehouse", "finance", "admin")
_DEMO_PASSWORD = "demo-shop-login"  # noqa: S105  printed on the screen: it guards nothing


@dataclass(frozen=True)
class Plan:
    """What to run, and where."""

    root: Path
    data: Path
    missing: Set[str]
    demo: bool
    host: str
    port: str

    @classmethod
    def asked_for(cls, arguments: Sequence[str], *, root: Path, data: Path, missing: Set[str]) -> "Plan":
        """The plan for a command line; `missing` are the servers' URLs that nobody gave."""
        parser = argparse.ArgumentParser(
            prog="manage.py up",
            description="Run the whole shop on this machine, its servers included, with demo data.",
        )
        parser.add_argument("--empty", action="store_true", help="open without the demo shop")
        demo = not parser.parse_args(arguments).empty
        host, port = os.environ.get("HOST", ports.LOOPBACK), os.environ.get("PORT", "8000")
        return cls(root, data, missing, demo, host, port)


class Launcher:
    """Starts everything in its order and watches over it until somebody says stop."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan

    def run(self) -> str | None:
        """What went wrong, or None when it was stopped as asked."""
        pids = self._plan.data / "run"
        try:
            with only_one(self._plan.data) as announce, Supervisor(pids, say) as supervisor:
                for name in leftovers.end_all(pids):
                    say(f"Ended {name}, left over from an earlier run")
                self._choose_port()
                announce(self._site)
                self._start(supervisor)
                supervisor.run()
        except RuntimeError as error:
            return str(error)
        except KeyboardInterrupt:
            say("Stopped. Everything is kept; start again with: make run")
        return None

    def _start(self, supervisor: Supervisor) -> None:
        plan = self._plan
        self._start_servers(supervisor)
        self._prepare(supervisor)
        with step("Starting the web server"):
            supervisor.start(programs.web(plan.root, host=plan.host, port=self._port))
            supervisor.run(until=self._first_page, patience_s=120)
        # After the first page: whoever waits for it has both cores.
        with step("Starting worker, sweeper and beat"):
            supervisor.start(
                programs.worker(plan.root),
                programs.sweeper(plan.root),
                programs.beat(plan.root, plan.data / "beat" / "schedule"),
            )
        # Counted from the start of this process, its imports included.
        say(_welcome(self._site, plan.data, time.time() - psutil.Process().create_time()))

    def _choose_port(self) -> None:
        wanted = self._plan.port
        if not (wanted.isdigit() and 0 < int(wanted) < 65536):
            raise RuntimeError(
                f"PORT is {wanted!r}; it must be a number from 1 to 65535, as in: PORT=8123 make run"
            )
        self._port = ports.free_port_from(int(wanted), self._plan.host)
        self._site = f"http://{ports.LOOPBACK}:{self._port}"
        if self._port != int(wanted):
            say(f"Port {wanted} is taken, so the shop uses {self._port}")

    def _start_servers(self, supervisor: Supervisor) -> None:
        """Start what no URL was given for, and tell every other process where it is."""
        data, missing = self._plan.data, self._plan.missing
        addresses = Addresses(data / "servers.env")
        addresses["SITE_URL"] = self._site
        servers: list[Postgres | Valkey] = []
        with step("Preparing folders and passwords"):
            if "DATABASE_URL" in missing:
                postgres = Postgres(
                    data / "postgres", port=_kept_port(addresses, "POSTGRES_PORT"), tuning=roomy()
                )
                postgres.prepare()
                servers.append(postgres)
                addresses["DATABASE_URL"] = postgres.url()
            if "REDIS_URL" in missing:
                valkey = Valkey(data / "valkey", port=_kept_port(addresses, "VALKEY_PORT"))
                valkey.prepare()
                servers.append(valkey)
                addresses["REDIS_URL"] = valkey.url()
        addresses.save()
        for server in servers:
            say(f"> Starting {type(server).__name__} on port {server.port} …")
        if servers:
            supervisor.start(*(server.child() for server in servers))
            supervisor.run(until=lambda: all(server.is_ready() for server in servers), patience_s=60)

    def _prepare(self, supervisor: Supervisor) -> None:
        """In a process of its own: what it needed goes with it."""
        child = programs.preparation(self._plan.root, demo=self._plan.demo)
        process = child.start(output=None)
        try:
            supervisor.run(until=lambda: process.poll() is not None)
        finally:
            stop(process, child.stop_signal)
        if process.returncode:
            raise RuntimeError("The shop could not be prepared: the lines above say why.")

    def _first_page(self) -> bool:
        status = ports.http_status(ports.LOOPBACK, self._port, timeout_s=20)
        if status and status >= 500:
            say(f"The first page answers {status}: see the lines of web above")
        return status is not None


def _kept_port(addresses: Addresses, name: str) -> int:
    """The port of the earlier run, so that settings stay as they are; another if it is taken."""
    kept = addresses.port(name)
    port = kept if kept and ports.is_free(kept) else ports.free_port()
    addresses[name] = str(port)
    return port


def _welcome(site: str, data: Path, seconds: float) -> str:
    logins = "\n".join(f"    {role}@example.com" for role in _ROLES)
    return f"""
  The shop is open ({seconds:.1f} s)

    Shop      {site}/
    Admin     {site}/admin/
    API docs  {site}/api/v1/docs/
    Mailbox   {site}/mailbox/

  Sign in, each with the password {_DEMO_PASSWORD}
{logins}

  Stop with Ctrl-C. Everything is kept in {data}; remove it with: make reset
"""
