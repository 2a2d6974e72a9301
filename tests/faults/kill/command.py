"""Kills the shop's processes at random while it sells, and asks afterwards whether anything is lost."""

import argparse
import random
import threading
import time
from collections import Counter
from dataclasses import dataclass, field

from tests.faults.kill.load import Books, Shopper
from tests.faults.kill.shop import VICTIMS, RealShop

_MOST_RECOVERY_S = 60.0
_QUIET_AFTER_S = 180.0
# Of a hundred deaths, ninety-nine are over by then.
_PROMISED_S = 30.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--kills", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1, help="which process dies next follows from it (1)")
    parser.add_argument("--shoppers", type=int, default=4)


@dataclass
class Report:
    """What a run came to."""

    kills: Counter[str] = field(default_factory=Counter)
    recoveries_s: list[tuple[float, str]] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    books: Books = field(default_factory=Books)
    took_s: float = 0.0

    def recovered_s(self, share: float) -> float:
        """The time within which this share of the deaths was over."""
        times = sorted(seconds for seconds, _ in self.recoveries_s)
        return times[min(int(len(times) * share), len(times) - 1)] if times else 0.0


def run(given: argparse.Namespace) -> int:
    """Kill what was asked for; the exit code of the command."""
    report, began = Report(), time.monotonic()
    with RealShop() as shop:
        variants = open_shelves(shop)
        over = threading.Event()
        shoppers = [
            Shopper(shop.url, report.books, given.seed * 1000 + number, variants)
            for number in range(given.shoppers)
        ]
        threads = [threading.Thread(target=shopper.shop_until, args=(over,)) for shopper in shoppers]
        for thread in threads:
            thread.start()
        try:
            _kill(shop, report, given, Shopper(shop.url, report.books, given.seed, variants))
        finally:
            over.set()
            for thread in threads:
                thread.join()
        report.wrong += _what_is_wrong(shop, report.books)
    if report.recovered_s(0.99) > _PROMISED_S:
        report.wrong.append(f"more than one death in a hundred was not over within {_PROMISED_S:.0f} s")
    report.took_s = time.monotonic() - began
    print(_in_words(report, given))
    return 1 if report.wrong else 0


def open_shelves(shop: RealShop) -> list[str]:
    """Variants that do not run out."""
    with shop.staff() as staff:
        page = staff.get("products", params={"in_stock": "true", "page_size": 20}).raise_for_status().json()
        variants = [row["default_variant_id"] for row in page["results"]]
        warehouse = staff.get("inventory/warehouses").raise_for_status().json()["results"][0]["id"]
        for variant_id in variants:
            counted = {"warehouse_id": warehouse, "quantity": 100_000, "reason": "opening"}
            staff.put(f"inventory/{variant_id}", json=counted).raise_for_status()
    return variants


def _kill(shop: RealShop, report: Report, given: argparse.Namespace, probe: Shopper) -> None:
    dice, never = random.Random(given.seed), threading.Event()
    while sum(report.kills.values()) < given.kills:
        victim = dice.choice(VICTIMS)
        if not shop.kill(victim, dice):
            time.sleep(0.1)
            continue
        died = time.monotonic()
        report.kills[victim] += 1
        while not (probe.buy("tok_ok", never) and shop.is_back(victim)):
            if time.monotonic() - died > _MOST_RECOVERY_S:
                report.wrong.append(f"no sale within {_MOST_RECOVERY_S:.0f} s after the death of {victim}")
                return
            time.sleep(0.05)
        report.recoveries_s.append((time.monotonic() - died, victim))
        if sum(report.kills.values()) % 25 == 0:
            print(
                f"  {sum(report.kills.values())} kills, {len(report.books.acknowledged)} orders", flush=True
            )


def _what_is_wrong(shop: RealShop, books: Books) -> list[str]:
    """Asked again until the shop has come to rest."""
    deadline = time.monotonic() + _QUIET_AFTER_S
    while wrong := _ask(shop, books):
        if time.monotonic() > deadline:
            return wrong
        time.sleep(3)
    return []


def _ask(shop: RealShop, books: Books) -> list[str]:
    wrong = [f"an answer that is no problem document: {bare}" for bare in sorted(set(books.bare))]
    with shop.staff() as staff:
        for order_id, card in books.acknowledged.items():
            answer = staff.get(f"orders/{order_id}")
            if answer.status_code != 200:
                wrong.append(f"the acknowledged order {order_id} is lost ({answer.status_code})")
            elif answer.json()["status"] == "pending" and card != "tok_3ds":
                wrong.append(f"the acknowledged order {order_id} has no end")
    try:
        looked = shop.verify()["invariants"]
    except RuntimeError as failure:
        return [*wrong, str(failure)]
    for one in looked:
        wrong += [f"{one['id']}: {row['subject']}: {row['detail']}" for row in one["violations"]]
    return wrong


def _in_words(report: Report, given: argparse.Namespace) -> str:
    books, at = report.books, report.recovered_s
    lines = [
        "",
        f"{sum(report.kills.values())} kills in {report.took_s:.0f} s, seed {given.seed}:"
        f" {', '.join(f'{victim} {count}' for victim, count in report.kills.most_common())}",
        f"{books.asked:,} requests, {books.repeated:,} repeated with the same key,"
        f" {len(books.acknowledged):,} orders acknowledged",
        f"time until a sale is confirmed again: p50 {at(0.5):.2f} s, p99 {at(0.99):.2f} s, most {at(1):.2f} s",
        "the longest: " + ", ".join(f"{name} {s:.1f} s" for s, name in sorted(report.recoveries_s)[:-6:-1]),
        *report.wrong[:40],
        f"violations: {len(report.wrong)}",
    ]
    return "\n".join(lines)
