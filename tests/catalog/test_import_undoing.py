"""What an import did can be undone, and what it left out taken home, mended and tried again."""

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from domains.catalog import services as catalog
from domains.catalog.errors import ImportNotFound, NothingToRetry, NothingToUndo
from domains.catalog.importing import undoing
from domains.catalog.models import Product as ProductRecord
from domains.catalog.queries import to_editable
from domains.catalog.services.rows import rebuild_rows
from domains.catalog.types import ImportStatus, NewProduct, ProductStatus
from domains.inventory import services as inventory
from domains.kernel import clock
from domains.kernel.ids import new_id
from domains.kernel.types import Role
from tests.catalog.test_admin import signed_in
from tests.catalog.test_import import imported, line, problems, table
from tests.factories.catalog import a_category, a_product, new_variant, usd

pytestmark = pytest.mark.django_db


def everything() -> dict[str, NewProduct]:
    return {one.slug: to_editable(one) for one in ProductRecord.objects.select_related("brand", "category")}


def on_sale() -> set[str]:
    return {card.slug for card in catalog.search_products("", page_size=100).results}


def a_shop(folder: Path) -> None:
    """Mugs in the shop, each with its price and its stock."""
    a_category("mugs")
    rows = [line(f"mug-{n}", title=f"Mug {n}", type="Mugs", price="10", quantity="5") for n in range(4)]
    imported(table(*rows), folder)


def other_rows() -> Iterator[dict[str, str]]:
    """Other prices, another size, less stock, and two that are new."""
    yield line("mug-0", title="Renamed", tags="new", price="8", compare_at="12", quantity="9")
    yield line("mug-1", title="Mug 1", option="Size", value="S", sku="MUG-1", price="10")
    yield line("mug-1", value="L", price="14", quantity="3")
    yield line("mug-2", title="Mug 2", type="Mugs", price="11", quantity="0")
    yield line("cup", title="Cup", price="4", quantity="2")
    yield line("pot", title="Pot", price="40")


def test_an_undone_import_leaves_the_shop_as_it_was(tmp_path) -> None:
    a_shop(tmp_path)
    a_product("lamp", available=3)
    before, shown = everything(), on_sale()
    job = imported(table(*other_rows()), tmp_path)
    assert on_sale() == shown | {"cup", "pot"} and everything() != before

    undone = catalog.get_import(catalog.undo_import(job.id).id)

    assert (undone.status, undone.ended) == (ImportStatus.UNDONE, True)
    after = everything()
    made = {slug: after.pop(slug) for slug in ("cup", "pot")}
    assert {one.status for one in made.values()} == {ProductStatus.ARCHIVED}
    assert after == before and on_sale() == shown
    variants = {slug: catalog.get_product(slug).variants[0] for slug in ("mug-0", "mug-1", "mug-2")}
    assert {one.available for one in variants.values()} == {5}
    assert {inventory.get_stock(one.id).on_hand for one in variants.values()} == {5}
    assert rebuild_rows() == 0
    with pytest.raises(NothingToUndo):
        catalog.undo_import(job.id)


def test_what_somebody_saved_or_sold_since_is_kept_and_named(tmp_path) -> None:
    a_shop(tmp_path)
    job = imported(table(*other_rows()), tmp_path)
    kept = replace(everything()["mug-0"], name="By hand")
    catalog.save_product(kept)
    pot = catalog.get_product("pot")
    catalog.save_product(replace(everything()["pot"], name="A better pot"))
    sold = catalog.get_product("mug-2").variants[0]
    (warehouse,) = inventory.list_warehouses()
    inventory.set_stock(sold.id, warehouse_id=warehouse.id, quantity=7, reason="found in the cellar")

    catalog.undo_import(job.id)

    assert everything()["mug-0"] == kept and "pot" in on_sale() and "cup" not in on_sale()
    mug = catalog.get_product("mug-2")
    assert (mug.price, mug.variants[0].available) == (usd("10"), 7)
    page = signed_in(Role.MERCHANDISER).get(f"/admin/catalog/importjob/{job.id}/change/").content.decode()
    assert page.count("Somebody has saved it since") == 2 and str(pot.id) in page


def test_an_import_that_changed_nothing_has_nothing_to_undo(tmp_path) -> None:
    a_shop(tmp_path)
    rows = [line(f"mug-{n}", title=f"Mug {n}", type="Mugs", price="10", quantity="5") for n in range(4)]
    job = imported(table(*rows), tmp_path)
    with pytest.raises(NothingToUndo):
        catalog.undo_import(job.id)
    for act in (catalog.undo_import, catalog.retry_import):
        with pytest.raises(ImportNotFound):
            act(new_id())


def test_undoing_that_breaks_off_says_so_and_is_begun_once_more(tmp_path, monkeypatch) -> None:
    a_shop(tmp_path)
    job = imported(table(*other_rows()), tmp_path)
    with monkeypatch.context() as broken:
        broken.setattr(undoing, "undo_some", lambda *_, **__: 1 / 0)
        catalog.undo_import(job.id)
    broken_off = catalog.get_import(job.id)
    assert broken_off.status == ImportStatus.FAILED
    assert broken_off.failure == "The import broke off on our side. Undo it once more."
    catalog.undo_import(job.id)
    # As a worker does, once the event that failed is through.
    assert catalog.run_import(job.id).status == ImportStatus.UNDONE and "cup" not in on_sale()


def test_an_import_can_be_undone_for_thirty_days(tmp_path) -> None:
    a_shop(tmp_path)
    job = imported(table(*other_rows()), tmp_path)
    with clock.running_on(lambda: job.finished_at + timedelta(days=29)):
        assert catalog.forget_changes() == 0
    with clock.running_on(lambda: job.finished_at + timedelta(days=31)):
        assert catalog.forget_changes() == 4 + 5
    with pytest.raises(NothingToUndo):
        catalog.undo_import(job.id)
    assert everything()["mug-0"].name == "Renamed"


def test_a_product_whose_category_is_gone_is_refused_alone(tmp_path) -> None:
    a_category("old")
    a_category("new")
    vase = a_product("vase", category="old", variants=(new_variant("VASE", "1.00"),))
    job = imported("slug,name,sku,price,category\nvase,Vase,VASE,2.00,new\njar,Jar,JAR,2.00,new\n", tmp_path)
    catalog.remove_category("old")

    catalog.undo_import(job.id)

    assert catalog.get_product("vase").price == usd("2.00")
    assert "vase" in on_sale() and "jar" not in on_sale()
    page = signed_in(Role.MERCHANDISER).get(f"/admin/catalog/importjob/{job.id}/change/").content.decode()
    assert "There is no category old." in page and str(vase.id) in page


def test_failed_rows_are_taken_home_mended_and_brought_in(tmp_path) -> None:
    rows = [
        line("tee", title="=Tee", option="Size", value="S", price="10"),
        line("tee", value="M", price="ten"),
        line("mug", title="Mug", price="5"),
    ]
    job = imported(table(*rows), tmp_path)
    person = signed_in(Role.MERCHANDISER)
    given_out = b"".join(person.get(f"/admin/catalog/importjob/{job.id}/failed.csv").streaming_content)
    home = list(csv.DictReader(io.StringIO(given_out.decode(), newline="")))
    assert [(row["Handle"], row["Variant Price"]) for row in home] == [("tee", "10"), ("tee", "ten")]
    assert home[0]["Title"] == "'=Tee" and home[0]["Problem"] == "" and "not a price" in home[1]["Problem"]
    mended = imported(given_out.decode().replace(",ten,", ",12,"), tmp_path)
    assert problems(mended) == [] and len(catalog.get_product("tee").variants) == 2
    assert signed_in(Role.WAREHOUSE).get(f"/admin/catalog/importjob/{job.id}/failed.csv").status_code == 403


def test_failed_rows_are_tried_again_when_nothing_stands_in_their_way_any_more(tmp_path) -> None:
    taken = a_product("other", available=0)
    sku = taken.variants[0].sku
    rows = [line("mug", title="Mug", sku=sku, price="5"), line("cup", title="Cup", price="5")]
    job = imported(table(*rows), tmp_path)
    assert problems(job) == [(2, "sku")]
    catalog.change_variant(
        taken.id,
        variant_id=taken.variants[0].id,
        variant=replace(everything()["other"].variants[0], sku="ANOTHER"),
    )
    again = catalog.get_import(catalog.retry_import(job.id).id)
    assert (again.status, again.total, again.products_created) == (ImportStatus.FINISHED, 1, 1)
    assert "mug" in on_sale()
    with pytest.raises(NothingToRetry):
        catalog.retry_import(job.id)


def test_a_merchandiser_is_asked_before_an_import_is_undone(tmp_path) -> None:
    person = signed_in(Role.MERCHANDISER)
    content = b"Handle,Title,Variant Price\nmug,Mug,5\ncup,Cup,x\n"
    file = SimpleUploadedFile("small.csv", content)
    page = person.post("/admin/catalog/importjob/add/", {"file": file, "currency": ""}, follow=True)
    chosen = {one.html_name: one.value() for one in page.context["form"]}
    done = person.post(page.redirect_chain[-1][0], {**chosen, "begin": "1"}, follow=True)
    address = done.redirect_chain[-1][0]
    assert "Undo this import" in done.content.decode() and "Try failed rows again" in done.content.decode()
    job_id = address.split("/")[-3]
    asked = person.get(f"/admin/catalog/importjob/{job_id}/undo/").content.decode()
    assert "will be archived: 1" in asked and "mug" in on_sale()
    after = person.post(f"/admin/catalog/importjob/{job_id}/undo/", follow=True)
    assert after.redirect_chain[-1][0] == address and on_sale() == set()
    assert "Undo this import" not in person.get(address).content.decode()
    assert person.get(f"/admin/catalog/importjob/{job_id}/undo/").status_code == 403
