"""Files of several steps: one is saved while the stock of the one before is told, and nothing is lost by it."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event, Thread
from typing import Any
from uuid import UUID

import pytest
from django.db import connections

from domains.catalog import services as catalog
from domains.catalog.importing import overlapping, steps
from domains.catalog.models import Variant
from domains.catalog.services.rows import rebuild_rows
from domains.catalog.types import ImportJob, ImportStatus
from domains.kernel import services as kernel
from tests.factories.importing import line, table

pytestmark = pytest.mark.usefixtures("transactional_db")

PRODUCTS, BAD = 1_203, 700


def a_long_import(folder: Path, *, price: str = "5.00") -> UUID:
    """Of mugs, one of which has no price that can be read."""
    rows = [
        line(f"mug-{n}", title=f"Mug {n}", sku=f"M-{n}", price=price, quantity=str(1 + n % 7))
        for n in range(PRODUCTS)
    ]
    rows[BAD]["Variant Price"] = "cheap"
    path = folder / "mugs.csv"
    path.write_text(table(*rows))
    return catalog.open_import(str(path)).id


def to_the_end(job_id: UUID) -> ImportJob:
    job = catalog.get_import(job_id)
    while not job.ended:
        job = catalog.advance_import(job_id, products=5_000)
    return job


def assert_everything_is_in(price: str = "5.00") -> None:
    # What tells of a step's stock too early waits for the step before: the sweeper's part is played here.
    kernel.redeliver_events()
    mugs = {f"mug-{n}": n for n in range(PRODUCTS) if n != BAD}
    cards = catalog.get_products_by_slug(mugs)
    assert {slug: (str(one.price.amount), one.in_stock) for slug, one in cards.items()} == dict.fromkeys(
        mugs, (price, True)
    )
    variants = Variant.objects.values_list("product__slug", "available").order_by("id")
    assert sorted(variants) == sorted((slug, 1 + n % 7) for slug, n in mugs.items())
    assert rebuild_rows() == 0


def breaking_at(step: int) -> Callable[..., Any]:
    """Something that saves what was left out, until it breaks off in a later step."""
    calls = []

    def note(*given: Any) -> None:
        calls.append(given)
        if len(calls) == step:
            raise ZeroDivisionError
        kept(*given)

    kept = steps.note_problems
    return note


def test_a_file_of_several_steps_comes_in_whole_and_again_with_other_prices(tmp_path) -> None:
    job = to_the_end(a_long_import(tmp_path))
    assert (job.status, job.done, job.products_created) == (ImportStatus.FINISHED, PRODUCTS, PRODUCTS - 1)
    assert {(one.line, one.field) for one in job.problems} == {(BAD + 2, "Variant Price")}
    assert_everything_is_in()
    job = to_the_end(a_long_import(tmp_path, price="6.00"))
    assert (job.products_created, job.products_updated) == (0, PRODUCTS - 1)
    assert_everything_is_in("6.00")


@pytest.mark.parametrize("step", [1, 2, 3])
def test_a_step_that_breaks_off_ends_both_threads_and_is_done_again(step, tmp_path, monkeypatch) -> None:
    job_id = a_long_import(tmp_path)
    with monkeypatch.context() as broken:
        broken.setattr(steps, "note_problems", breaking_at(step))
        with pytest.raises(ZeroDivisionError):
            catalog.advance_import(job_id, products=5_000)
    # Nothing after the step that broke off is in, and everything before it is.
    assert catalog.get_import(job_id).done == 500 * (step - 1)
    job = to_the_end(job_id)
    assert (job.products_created, job.products_updated) == (PRODUCTS - 1, 0)
    assert_everything_is_in()


def test_a_step_whose_stock_is_told_long_after_the_next_is_through_holds_nobody_up(
    tmp_path, monkeypatch
) -> None:
    third_begun = Event()

    def slow_to_tell(job: Any, step: steps.Step, *, committed: Callable[[], None]) -> bool:
        kept = steps.keep_step(job, step, committed=committed)
        assert step.start > 0 or third_begun.wait(30)
        return kept

    def slow_to_read(job: Any, *, start: int, limit: int) -> steps.Step:
        if start == 1_000:
            third_begun.set()
            time.sleep(0.3)
        return steps.read_step(job, start=start, limit=limit)

    monkeypatch.setattr(overlapping, "keep_step", slow_to_tell)
    monkeypatch.setattr(overlapping, "read_step", slow_to_read)
    job_id = a_long_import(tmp_path)
    work = Thread(target=_in_a_thread, args=(job_id,), daemon=True)
    work.start()
    work.join(60)
    assert not work.is_alive(), "both threads wait for each other"
    assert catalog.get_import(job_id).done == PRODUCTS
    assert_everything_is_in()


def _in_a_thread(job_id: UUID) -> None:
    try:
        to_the_end(job_id)
    finally:
        connections.close_all()


def test_two_workers_at_the_same_import_bring_in_nothing_twice(tmp_path) -> None:
    job_id = a_long_import(tmp_path)

    def work(_: int) -> ImportJob:
        try:
            return to_the_end(job_id)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(work, range(2))
    assert first == second
    assert (first.done, first.products_created, first.products_updated) == (PRODUCTS, PRODUCTS - 1, 0)
    assert_everything_is_in()
