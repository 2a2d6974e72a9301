"""Makes each link of the shop ill in every way, under every flow, and asks afterwards whether all is well."""

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx

from ecommerce.embedded.child import stop
from ecommerce.embedded.ports import LOOPBACK, free_port
from ecommerce.embedded.postgres import Postgres
from ecommerce.embedded.valkey import Valkey
from tests.faults.kill.command import open_shelves
from tests.faults.kill.shop import RealShop
from tests.faults.links.proxies import DIRECTIONS, TOXICS, Toxic, Toxiproxy, program
from tests.faults.links.visiting import LONGEST_S, Visit, Visitor, until

LINKS = ("postgres", "redis", "gateway")
_QUIET_AFTER_S = 180.0
_CUT_AFTER_S = 0.05
_ROOT = Path(__file__).resolve().parents[3]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--link", choices=LINKS, action="append", help="only this one; may be repeated")
    parser.add_argument("--toxic", help="only this one")


def run(given: argparse.Namespace) -> int:
    """Play every cell; the exit code of the command."""
    path = program()
    if path is None:
        print(
            "toxiproxy is not installed:"
            " go install github.com/Shopify/toxiproxy/v2/cmd/server@v2.5.0, or name it in TOXIPROXY",
            file=sys.stderr,
        )
        return 2
    began, wrong, cells = time.monotonic(), [], 0
    with _shop_behind(path) as (shop, proxies, direct), shop.staff() as staff:
        visitor = Visitor(shop.url, staff, open_shelves(shop))
        for link in given.link or LINKS:
            for toxic in TOXICS:
                if given.toxic in (None, toxic.name):
                    for direction in DIRECTIONS:
                        visits = _play(proxies, visitor, link, toxic, direction)
                        cells += len(visits)
                        wrong += _told(link, toxic, direction, visits)
        wrong += _afterwards(shop, staff, visitor, direct)
    print(
        f"\n{cells} cells in {time.monotonic() - began:.0f} s, {len(visitor.acknowledged)} orders acknowledged"
    )
    print("\n".join([*wrong[:40], f"violations: {len(wrong)}"]))
    return 1 if wrong else 0


@contextmanager
def _shop_behind(path: str) -> Iterator[tuple[RealShop, Toxiproxy, dict[str, str]]]:
    """A shop whose every link goes through the proxy, and its addresses without."""
    folder = Path(tempfile.mkdtemp(prefix="septet-links-"))
    folder.chmod(0o711)
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        postgres = Postgres(folder / "postgres", port=free_port())
        valkey = Valkey(folder / "valkey", port=free_port())
        for server in (postgres, valkey):
            server.prepare()
            child = server.child()
            stack.callback(stop, child.start(subprocess.DEVNULL), child.stop_signal, patience_s=10)
        while not (postgres.is_ready() and valkey.is_ready()):
            time.sleep(0.05)
        gateway_port = free_port()
        proxies = Toxiproxy(path)
        stack.callback(proxies.close)
        direct = {"DATABASE_URL": postgres.url(), "REDIS_URL": valkey.url(), "SECRET_KEY": "links" * 10}
        through = {
            **direct,
            "DATABASE_URL": _moved(postgres.url(), postgres.port, proxies.link("postgres", postgres.port)),
            "REDIS_URL": _moved(valkey.url(), valkey.port, proxies.link("redis", valkey.port)),
            "PAYMENT_TEST_GATEWAY_URL": f"http://{LOOPBACK}:{proxies.link('gateway', gateway_port)}",
        }
        gateway = _start_gateway(direct, gateway_port)
        stack.callback(stop, gateway, signal.SIGTERM, patience_s=5)
        yield stack.enter_context(RealShop(through)), proxies, direct


def _moved(url: str, port: int, to: int) -> str:
    return url.replace(f":{port}", f":{to}")


def _start_gateway(direct: dict[str, str], port: int) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "manage.py", "test_gateway", "--port", str(port)],
        cwd=_ROOT,
        env={**os.environ, **direct, "ENV_FILE": os.devnull, "LOG_LEVEL": "ERROR"},
        stdout=subprocess.DEVNULL,
    )


def _play(proxies: Toxiproxy, visitor: Visitor, link: str, toxic: Toxic, direction: str) -> list[Visit]:
    """Every flow at once while the link is ill; then each until it is done."""
    visitor.prepare()
    flows = visitor.flows()
    visits = {name: Visit(name) for name in flows}
    with ThreadPoolExecutor(len(flows)) as pool:
        with proxies.ill(link, toxic, direction):
            begun = {name: pool.submit(flow, visits[name]) for name, flow in flows.items()}
            if toxic.name == "down" and direction == "downstream":
                # In the middle of what was begun.
                time.sleep(_CUT_AFTER_S)
                proxies.cut(link)
            proofs = {name: future.result() for name, future in begun.items()}
        ends = dict(zip(proofs, pool.map(until, proofs.values()), strict=True))
    for name, is_done in ends.items():
        if not is_done:
            visits[name].wrong.append("it was not done after the link was well again")
    return list(visits.values())


def _told(link: str, toxic: Toxic, direction: str, visits: list[Visit]) -> list[str]:
    wrong = []
    for visit in visits:
        cell = f"{link:<8} {toxic.name:<10} {direction:<10} {visit.flow:<8}"
        statuses = " ".join(map(str, visit.statuses)) or "-"
        print(f"  {cell} {visit.longest_s:5.1f} s  {statuses}  {'; '.join(visit.wrong) or 'ok'}", flush=True)
        wrong += [f"{cell}: {what}" for what in visit.wrong]
        if visit.longest_s > LONGEST_S:
            wrong.append(f"{cell}: {visit.longest_s:.1f} s")
    return wrong


def _afterwards(shop: RealShop, staff: httpx.Client, visitor: Visitor, direct: dict[str, str]) -> list[str]:
    """Asked again until the shop has come to rest."""
    deadline = time.monotonic() + _QUIET_AFTER_S
    while True:
        wrong = []
        for order_id in visitor.acknowledged:
            answer = staff.get(f"orders/{order_id}")
            if answer.status_code != 200 or answer.json()["status"] == "pending":
                wrong.append(f"the acknowledged order {order_id} is lost, or has no end")
        for one in shop.verify(direct)["invariants"]:
            wrong += [f"{one['id']}: {row['subject']}: {row['detail']}" for row in one["violations"]]
        if not wrong or time.monotonic() > deadline:
            return wrong
        time.sleep(3)
