"""The benchmark's own pieces: what it asks for is answered, and what it says follows from what it measured."""

from pathlib import Path
from random import Random

import pytest
from django.conf import settings
from django.db import connection
from django.db.models import Model

from domains.catalog import services as catalog
from domains.catalog.models import Product
from domains.inventory.models import Movement
from domains.kernel.models import Publication, StoredEvent
from domains.kernel.router import every_database
from domains.notification.models import Message
from domains.order.models import Line, Order, Saga, Summary
from domains.payment.models import JournalEntry, Payment
from tests.benchmarks import asking, filling, pgbench, supplier
from tests.benchmarks.clients import Client, Load, drive
from tests.benchmarks.floor.serving import open_floor
from tests.benchmarks.growing import grow
from tests.benchmarks.measuring import BARE, BARE_KEPT, PLACE, PURCHASE, Figures
from tests.benchmarks.reading import reads
from tests.benchmarks.report import requirements
from tests.factories.shop import a_small_shop
from tests.processes import LiveShop, wait_until


def test_both_kinds_of_purchase_are_confirmed(live_shop: LiveShop) -> None:
    shop = a_small_shop(each=1000)
    variants = [str(variant.id) for variant in shop.tee.variants]
    for ask_with in (asking.place_order(variants), asking.whole_purchase(variants)):
        load = drive([ask_with(Client(live_shop.url), Random(seed)) for seed in (1, 2)], 0.2)
        assert load.errors == []
        assert len(load.latencies_s) >= 2


@pytest.mark.skipif(len(every_database()) > 1, reason="what there is to read is looked up in one database")
def test_every_way_to_read_is_answered(live_shop: LiveShop) -> None:
    a_small_shop()
    for name, path in reads(live_shop.url, _database()).items():
        load = path(1, 0.1, Random(1))
        assert load.errors == [], name
        assert load.latencies_s, name


def test_the_floor_answers_and_pgbench_runs_the_same_sql(transactional_db: None, tmp_path: Path) -> None:
    with open_floor(_database(), variants=10, log=tmp_path / "floor.log") as floor:
        for ask_with in (asking.hello, asking.bare_purchase(10)):
            load = drive([ask_with(Client(floor.url), Random(1))], 0.2)
            assert load.errors == []
            assert load.latencies_s
        assert pgbench.run(floor.database, clients=2, seconds=1, variants=10, seed=1).latencies_s


@pytest.mark.skipif(len(every_database()) > 1, reason="an order's rows are copied within one database")
def test_an_order_is_multiplied_with_all_that_came_of_it(live_shop: LiveShop) -> None:
    variants = [str(variant.id) for variant in a_small_shop(each=1000).tee.variants]
    empty = _rows()
    asking.place_order(variants)(Client(live_shop.url), Random(1))()
    # Its mail is queued once it is answered.
    wait_until(lambda: all(count > empty[kind] for kind, count in _rows().items()))
    one = _rows()

    grow(_database(), first=1, last=3)

    assert _rows() == {kind: empty[kind] + 4 * (one[kind] - empty[kind]) for kind in one}


@pytest.mark.skipif(len(every_database()) > 1, reason="a product's rows are copied within one database")
def test_a_shop_is_made_as_large_as_asked_and_no_larger(
    transactional_db: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    a_small_shop()
    before = Product.objects.count()
    assert catalog.get_category("kitchen").product_count == 1
    assert filling.main(["--products", "30", "--data", str(tmp_path)]) == 2
    assert "start it with make run" in capsys.readouterr().err
    addresses = f"DATABASE_URL={_database()}\nREDIS_URL={settings.REDIS_URL}\n"
    (tmp_path / "servers.env").write_text(addresses)
    for wanted in ("20", "30", "30"):
        assert filling.main(["--products", wanted, "--yes", "--data", str(tmp_path)]) == 0
    assert "30 are there already" in capsys.readouterr().out
    assert Product.objects.count() == before + 30
    assert catalog.get_category("kitchen").product_count == 16


def _rows() -> dict[type[Model], int]:
    kinds = (Order, Line, Saga, Summary, StoredEvent, Publication, Payment, JournalEntry, Movement, Message)
    return {kind: kind._default_manager.count() for kind in kinds}


def _database() -> str:
    return "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**connection.settings_dict)


@pytest.mark.django_db
def test_a_suppliers_file_comes_in_whole(tmp_path: Path) -> None:
    supplier.write(tmp_path / "goods.csv", rows=20, seed=1)
    job = catalog.open_import(str(tmp_path / "goods.csv"))
    job = catalog.advance_import(job.id)
    assert (job.products_created, job.variants, job.problem_count) == (5, 20, 0)


def test_an_error_is_counted_and_does_not_end_the_client() -> None:
    def fail() -> None:
        raise ConnectionError("nobody there")

    load = drive([fail], 0.01)

    assert load.errors[0] == "ConnectionError: nobody there"
    assert load.latencies_s == []


@pytest.mark.parametrize(("place_s", "holds"), [(0.020, True), (0.026, False)])
def test_what_is_required_follows_from_the_floor_of_the_same_run(place_s: float, holds: bool) -> None:
    run = {
        (path, clients): _figures(place_s if path == PLACE else 0.010)
        for path in (BARE, BARE_KEPT, PLACE, PURCHASE)
        for clients in (1, 16)
    }

    assert requirements(run, few=1, many=16)[0].holds is holds


def _figures(latency_s: float) -> Figures:
    figures = Figures()
    figures.add(Load(took_s=1.0, latencies_s=[latency_s] * 10), {"web": 0.1})
    return figures
