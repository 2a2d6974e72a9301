"""The search server's index: what it holds, how it keeps up, and what happens when it is away."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from django.core.management import CommandError, call_command

from domains.catalog import services as catalog
from domains.catalog.models import ProductRow, SearchEntry
from domains.catalog.search.elastic import indices
from domains.catalog.search.engine import engine
from domains.catalog.types import SearchResults
from domains.kernel import clock, resilience
from domains.kernel.errors import Unavailable
from domains.kernel.ids import new_id
from ecommerce.operations import sweeping
from tests.catalog.conftest import use_server
from tests.engines.building import NAMES, is_built
from tests.engines.server import SearchServer
from tests.factories.catalog import a_category, a_product, new_tee

pytestmark = [pytest.mark.django_db, pytest.mark.search_server]


def slugs(found: SearchResults) -> list[str]:
    return [card.slug for card in found.results]


def waiting() -> int:
    return sum(entry.sent < entry.version for entry in SearchEntry.objects.all())


def document(product_id, settings) -> dict:
    answer = httpx.get(f"{settings.ELASTICSEARCH_URL}/{settings.ELASTICSEARCH_INDEX}/_doc/{product_id}")
    return answer.json()


def test_a_document_has_its_fields(server, settings) -> None:
    a_category("knitwear")
    a_category("jumpers", parent="knitwear")
    product = a_product(
        "jumper",
        name="Wool Jumper",
        description="<p>Warm &amp; soft</p>",
        brand="Halden",
        category="jumpers",
        tags=("cosy",),
        colours=("Moss",),
        price="80.5",
    )
    row = ProductRow.objects.get(product=product.id)
    held = document(product.id, settings)["_source"]
    assert set(held) == {
        "name", "sorted_under", "described_by", "description", "name_words", "words", "skus", "traits",
        "labels", "product_id", "title", "currency", "paid", "paid_in", "reduced_in", "published_at", "popularity", "rating",
        "in_stock", "on_sale",
    }  # fmt: skip
    assert (held["name"], held["title"], held["name_words"]) == ("Wool Jumper", "Wool Jumper", "wool jumper")
    assert {"Halden", "cosy", "Knitwear", "Jumpers"} <= set(held["sorted_under"].split())
    assert {"Moss", "S", "M"} <= set(held["described_by"].split())
    assert {"jumpermosss", "jumpermossm"} == set(held["skus"])
    assert (held["paid"], held["currency"], held["in_stock"], held["on_sale"]) == (
        805_000,
        "USD",
        True,
        False,
    )
    assert held["traits"] == row.traits
    assert "attr.colour=moss\x1fColour\x1fMoss\x1f#5b6b46" in held["labels"]
    assert held["product_id"] == str(product.id)


def test_what_sold_is_told_to_the_index_in_bulk(server, settings) -> None:
    sold, other = a_product("scarf", name="Scarf"), a_product("cap", name="Cap")
    catalog.record_purchase(new_id(), quantities={sold.variants[0].id: 30})
    catalog.fold_purchases()
    assert document(sold.id, settings)["_source"]["popularity"] == 0
    entries = {one.product_id: one.version for one in SearchEntry.objects.all()}
    assert catalog.refresh_popularity() == 1
    assert document(sold.id, settings)["_source"]["popularity"] == 30
    assert document(sold.id, settings)["_version"] == entries[sold.id] + 1
    assert document(other.id, settings)["_version"] == entries[other.id]
    assert catalog.refresh_popularity() == waiting() == 0


def test_a_sale_while_the_server_is_away_is_told_in_a_later_round(server, settings) -> None:
    sold = a_product("scarf", name="Scarf")
    catalog.record_purchase(new_id(), quantities={sold.variants[0].id: 30})
    catalog.fold_purchases()
    address, settings.ELASTICSEARCH_URL = settings.ELASTICSEARCH_URL, "http://127.0.0.1:9"
    assert catalog.refresh_popularity() == 0
    settings.ELASTICSEARCH_URL = address
    assert catalog.refresh_popularity() == 1
    assert document(sold.id, settings)["_source"]["popularity"] == 30
    catalog.archive_product(sold.id)
    catalog.record_purchase(new_id(), quantities={sold.variants[0].id: 30})
    catalog.fold_purchases()
    assert catalog.refresh_popularity() == 0


def test_what_is_no_longer_public_leaves_the_index(server, settings) -> None:
    product = a_product("scarf", name="Scarf")
    assert document(product.id, settings)["found"]
    catalog.archive_product(product.id)
    assert not document(product.id, settings)["found"]
    catalog.publish_product(product.id)
    assert document(product.id, settings)["found"]


def test_a_write_that_comes_late_does_not_win(server, settings) -> None:
    product = a_product("scarf", name="Scarf")
    before = SearchEntry.objects.get(product_id=product.id).version
    catalog.archive_product(product.id)
    ProductRow.objects.filter(product=product.id).update(listed=True)
    indices.write({product.id: before}, wait=True)
    assert not document(product.id, settings)["found"]


def test_what_the_index_still_holds_is_not_shown_once_it_is_not_public(server) -> None:
    product = a_product("scarf", name="Scarf")
    ProductRow.objects.filter(product=product.id).update(listed=False)
    found = catalog.search_products("scarf")
    assert (found.results, found.highlights) == ((), {})
    assert catalog.suggest_products("scarf").products == ()


def test_the_index_is_built_anew_beside_the_old_one(server, settings, capsys) -> None:
    for number in range(7):
        a_product(f"hat-{number}", name=f"Hat {number}")
    old = indices.searched()
    name = catalog.open_search_index()
    filled = catalog.fill_search_index(name, limit=4)
    gone = a_product("hat-late", name="Hat, late")
    catalog.archive_product(ProductRow.objects.get(slug="hat-0").product_id)
    assert indices.searched() == old and catalog.search_products("hat").total == 7
    while filled.last is not None:
        filled = catalog.fill_search_index(name, after=filled.last, limit=4)
    catalog.switch_search_index(name)
    assert indices.searched() == indices.present() == [name]
    found = catalog.search_products("hat")
    assert (found.total, gone.slug in slugs(found), "hat-0" in slugs(found)) == (7, True, False)
    call_command("rebuild_search", "--batch", "3")
    assert "7 products are in the new index" in capsys.readouterr().out
    assert catalog.search_products("hat", page_size=3).total == 7


def test_pages_go_on_when_the_engine_changes_between_them(server, settings) -> None:
    made = {a_product(f"hat-{number}", name=f"Hat {number}").slug for number in range(5)}
    address, seen, cursor = settings.ELASTICSEARCH_URL, [], None
    for url in (address, "", address):
        settings.ELASTICSEARCH_URL = url
        page = catalog.search_products("", cursor=cursor, page_size=2)
        seen += slugs(page)
        cursor = page.next
    settings.ELASTICSEARCH_URL = address
    assert (set(seen), len(seen), cursor) == (made, 5, None)


@pytest.fixture(params=NAMES)
def own_server(request: pytest.FixtureRequest, settings, db, tmp_path: Path) -> Iterator[SearchServer]:
    """A server that a test may kill."""
    if not is_built(request.param):
        pytest.skip(f"{request.param} is not installed: python -m tests.engines")
    server = SearchServer(request.param, tmp_path)
    server.start()
    use_server(server.url, settings)
    yield server
    server.kill()


def test_postgresql_answers_while_the_server_is_away_and_nothing_is_lost(own_server) -> None:
    kept, changed = a_product("scarf", name="Wool scarf"), a_product("hat", name="Wool hat")
    assert sorted(slugs(catalog.search_products("wool"))) == ["hat", "scarf"]
    own_server.kill()
    away = engine().turned_away
    catalog.save_product(new_tee("hat", name="Felt hat"))
    catalog.archive_product(kept.id)
    late = a_product("cap", name="Wool cap")
    assert slugs(catalog.search_products("wool")) == ["cap"]
    assert [card.slug for card in catalog.suggest_products("fel").products] == ["hat"]
    assert engine().turned_away == away + 2
    assert waiting() == 3

    own_server.start()
    resilience.breaker("elasticsearch").close()
    assert sweeping.sweep_once() >= 3
    assert waiting() == 0
    assert slugs(catalog.search_products("wool")) == ["cap"]
    assert slugs(catalog.search_products("felt")) == ["hat"]
    assert engine().turned_away == away + 2
    assert {changed.id, late.id} == set(
        ProductRow.objects.filter(listed=True).values_list("product_id", flat=True)
    )


def test_a_server_that_is_away_is_left_alone_after_five_failures(settings) -> None:
    settings.ELASTICSEARCH_URL = "http://127.0.0.1:9"
    a_product("scarf", name="Wool scarf")
    for number in range(6):
        assert slugs(catalog.search_products(f"{'!' * number} wool")) == ["scarf"]
        catalog.suggest_products(f"{'!' * number} wo")
    assert resilience.breaker("elasticsearch").current_state == "open"
    assert SearchEntry.objects.count() == 1


def test_a_rebuild_that_another_has_overtaken_fails_and_leaves_what_is_searched(server) -> None:
    a_product("scarf", name="Wool scarf")
    overtaken, name = catalog.open_search_index(), catalog.open_search_index()
    with pytest.raises(Unavailable):
        catalog.fill_search_index(overtaken)
    catalog.fill_search_index(name)
    catalog.switch_search_index(name)
    assert indices.present() == [name]
    assert slugs(catalog.search_products("wool")) == ["scarf"]


def test_a_neighbour_whose_index_is_called_alike_is_left_alone(server, settings) -> None:
    ours = settings.ELASTICSEARCH_INDEX
    settings.ELASTICSEARCH_INDEX = f"{ours}-neighbour"
    theirs = catalog.open_search_index()
    settings.ELASTICSEARCH_INDEX = ours
    catalog.open_search_index()
    settings.ELASTICSEARCH_INDEX = f"{ours}-neighbour"
    assert indices.present() == [theirs]
    settings.ELASTICSEARCH_INDEX = ours


def test_health_tells_that_postgresql_answers_in_its_place(server, settings, client) -> None:
    def search() -> str:
        checks = client.get("/health").json()["checks"]
        return next(check["status"] for check in checks if check["name"] == "search")

    assert search() == "ok"
    address, settings.ELASTICSEARCH_URL = settings.ELASTICSEARCH_URL, "http://127.0.0.1:9"
    assert search() == "failed"
    settings.ELASTICSEARCH_URL = address
    a_product("scarf")
    SearchEntry.objects.update(sent=0, since=clock.now() - timedelta(minutes=2))
    assert search() == "failed"


def test_an_index_that_is_far_behind_does_not_answer(server, settings) -> None:
    a_product("scarf", name="Wool scarf")
    asked = engine().turned_away
    SearchEntry.objects.update(sent=0, since=clock.now() - timedelta(minutes=2))
    assert slugs(catalog.search_products("wool")) == ["scarf"]
    assert engine().turned_away == asked + 1
    assert catalog.catch_up_search() == 1
    assert slugs(catalog.search_products("wool scarf")) == ["scarf"]
    assert engine().turned_away == asked + 1
    engine().turned_away = asked


def test_a_rebuild_without_a_server_says_what_to_do(settings) -> None:
    with pytest.raises(CommandError, match="Give its address in ELASTICSEARCH_URL"):
        call_command("rebuild_search")
    settings.ELASTICSEARCH_URL = "http://127.0.0.1:9"
    with pytest.raises(CommandError, match="did not answer"):
        call_command("rebuild_search")
