"""Shopify product files: both real samples, and everything that can be wrong with one."""

import csv
import io
from decimal import Decimal
from pathlib import Path

import pytest

from domains.catalog import services as catalog
from domains.catalog.errors import ImportFileInvalid, ImportNotFound
from domains.catalog.importing import exporting, steps
from domains.catalog.services.rows import rebuild_rows
from domains.catalog.types import ImportStatus, Product
from domains.inventory import services as inventory
from domains.kernel.ids import new_id
from domains.kernel.money import Money
from tests.factories.catalog import a_category, usd
from tests.factories.importing import brought_in, imported, line, problems, table

pytestmark = pytest.mark.django_db

DATA = Path(__file__).parent / "data"
SAMPLES = ("shopify-apparel.csv", "shopify-home-and-garden.csv")


def samples() -> dict[str, list[dict[str, str]]]:
    rows: dict[str, list[dict[str, str]]] = {}
    for name in SAMPLES:
        with (DATA / name).open(newline="") as file:
            for row in csv.DictReader(file):
                rows.setdefault(row["Handle"], []).append(row)
    return rows


def test_both_real_samples_come_in_whole() -> None:
    jobs = [brought_in(DATA / name) for name in SAMPLES]
    assert [(job.products_created, job.variants, job.problem_count) for job in jobs] == [
        (20, 22, 0),
        (20, 21, 0),
    ]
    for handle, rows in samples().items():
        assert_is_as_written(catalog.get_product(handle), rows)
    assert catalog.search_products("").total == 40


def assert_is_as_written(product: Product, rows: list[dict[str, str]]) -> None:
    head = rows[0]
    variant_rows = [row for row in rows if row["Variant Price"]]
    assert product.name == head["Title"].strip()
    assert product.vendor == head["Vendor"]
    assert set(product.tags) == {tag.strip() for tag in head["Tags"].split(",") if tag.strip()}
    assert len(product.variants) == len(variant_rows)
    for variant, row in zip(product.variants, variant_rows, strict=True):
        paid, regular = usd(row["Variant Price"]), row["Variant Compare At Price"]
        assert (variant.sale_price or variant.price) == paid
        assert variant.price == (usd(regular) if regular else paid)
        assert variant.available == int(row["Variant Inventory Qty"])
        if head["Option1 Name"] == "Title":
            assert variant.attributes == {}
        else:
            assert variant.attributes == {head["Option1 Name"]: row["Option1 Value"]}
    assert product.media[0].url.startswith("/")


def test_importing_again_changes_nothing_and_makes_nothing_twice() -> None:
    brought_in(DATA / SAMPLES[1])
    before = {card.slug: catalog.get_product(card.slug) for card in catalog.search_products("").results}
    job = brought_in(DATA / SAMPLES[1])
    assert (job.products_created, job.products_updated, job.problem_count) == (0, 20, 0)
    assert {slug: catalog.get_product(slug) for slug in before} == before
    assert catalog.search_products("").total == 20


def test_goods_are_found_by_search_category_and_stock_at_once(tmp_path) -> None:
    imported(table(line(title="Copper kettle", type="Kettles", price="40", quantity="3")), tmp_path)
    found = catalog.search_products("kettle copper")
    assert [(card.slug, card.in_stock) for card in found.results] == [("mug", True)]
    category = catalog.get_category("kettles")
    assert [slug for slug, _ in category.breadcrumb] == ["imported", "kettles"]
    (warehouse,) = inventory.list_warehouses()
    (variant,) = catalog.get_product("mug").variants
    assert inventory.get_stock(variant.id).warehouses[0].warehouse == warehouse
    assert inventory.get_availability([variant.id])[variant.id].available == 3


def test_the_shops_own_category_is_used_where_a_type_or_a_tag_names_it(tmp_path) -> None:
    a_category("mugs")
    rows = [
        line("a", title="A", type="Mug", price="1"),
        line("b", title="B", type="Thing", tags="new, Mugs", price="1"),
        line("c", title="C", price="1"),
    ]
    imported(table(*rows), tmp_path)
    assert [catalog.get_product(slug).category.slug for slug in "abc"] == ["mugs", "mugs", "imported"]


def test_a_category_that_asks_for_attributes_is_not_used(tmp_path) -> None:
    schema = {"type": "object", "properties": {"glaze": {"type": "string"}}, "required": ["glaze"]}
    a_category("mugs", attributes_schema=schema)
    for _ in range(2):
        imported(table(line(title="A", type="Mugs", price="1")), tmp_path)
    assert catalog.get_product("mug").category.path == "imported/imported-mugs"


def test_lines_of_one_product_may_stand_anywhere(tmp_path) -> None:
    rows = [
        line("tee", title="Tee", option="Size", value="S", price="10"),
        line("mug", title="Mug", price="5"),
        line("tee", value="M", price="11"),
        line("mug", image="ftp://example.com/x.jpg"),
        line("tee", value="L", price="12"),
    ]
    job = imported(table(*rows), tmp_path)
    assert (job.products_created, job.variants) == (2, 4)
    assert [variant.attributes["Size"] for variant in catalog.get_product("tee").variants] == ["S", "M", "L"]
    assert problems(job) == [(3, "Image Src")]


def test_a_compare_at_price_below_the_price_is_no_sale(tmp_path) -> None:
    imported(table(line(title="Mug", price="10.00", compare_at="8")), tmp_path)
    (variant,) = catalog.get_product("mug").variants
    assert (variant.price, variant.sale_price) == (usd("10"), None)


def test_prices_are_in_the_currency_that_is_named(tmp_path) -> None:
    imported(table(line(title="Mug", price="1200")), tmp_path, currency="JPY")
    assert catalog.get_product("mug").price == Money(Decimal(1200), "JPY")
    with pytest.raises(ImportFileInvalid):
        imported(table(line(title="Mug", price="1")), tmp_path, currency="XYZ")


def test_html_is_kept_and_what_could_harm_is_taken_out(tmp_path) -> None:
    body = '<p onclick="x()">Blue <b>glaze</b></p><script>alert(1)</script><a href="javascript:x()">more</a>'
    imported(table(line(title="Mug", body=body, price="1")), tmp_path)
    description = catalog.get_product("mug").description
    assert "<p>Blue <b>glaze</b></p>" in description
    assert "script" not in description and "onclick" not in description


def test_each_bad_line_is_named_and_the_good_ones_stay(tmp_path) -> None:
    rows = [
        line("tee", title="Tee", option="Size", value="S", price="10"),
        line("tee", value="M", price="ten"),
        line("tee", value="L", price="-1"),
        line("tee", value="S", price="12"),
        line("tee", value="XL", price="9.999"),
        line("tee", price="12"),
        line("", title="Nobody", price="1"),
        line("untitled", price="1"),
        line("free", title="Free", price=""),
        line("mug", title="Mug", price="5", quantity="many"),
        line("cup", title="Cup", price="5", quantity="-2"),
    ]
    job = imported(table(*rows), tmp_path)
    assert sorted(problems(job)) == [
        (3, "Variant Price"),
        (4, "Variant Price"),
        (5, "Option1 Value"),
        (6, "Variant Price"),
        (7, "Option1 Value"),
        (8, "Handle"),
        (9, "Title"),
        (10, "Variant Price"),
        (10, "Variant Price"),
        (11, "Variant Inventory Qty"),
        (11, "Variant Price"),
    ]
    assert all(problem.reason for problem in job.problems)
    assert (job.status, job.products_created, job.variants) == (ImportStatus.FINISHED, 2, 2)
    assert catalog.get_product("cup").variants[0].available == 0


def test_a_bad_line_takes_nothing_off_sale(tmp_path) -> None:
    small = line("tee", title="Tee", option="Size", value="S", sku="TEE-S", price="10")
    large = line("tee", value="L", sku="TEE-L", price="12")
    imported(table(small, large), tmp_path)
    job = imported(table(small, {**large, "Variant Price": "twelve"}), tmp_path)
    assert problems(job) == [(3, "Variant Price")]
    assert [variant.sku for variant in catalog.get_product("tee").variants] == ["TEE-S", "TEE-L"]
    imported(table(small), tmp_path)
    assert [variant.sku for variant in catalog.get_product("tee").variants] == ["TEE-S"]


def test_a_sku_of_another_product_costs_only_its_own_product(tmp_path) -> None:
    rows = [line(slug, title=slug, sku=sku, price="1") for slug, sku in (("a", "X"), ("b", "X"), ("c", "Y"))]
    job = imported(table(*rows), tmp_path)
    assert problems(job) == [(3, "sku")]
    assert job.products_created == 2


@pytest.mark.parametrize(
    ("content", "left_out", "made"),
    [
        pytest.param('a,A,1\nb,"B,2\nc,C,3\n', [3], "ac", id="a quotation that never ends"),
        pytest.param('a,A,1\nb,"B"x,2\nc,C,3\n', [3], "ac", id="text after a quotation"),
        pytest.param('a,A,1\nb,"B\nc,C,3\nd,"D",4\n', [3], "acd", id="a quotation that swallows a line"),
        pytest.param("a,A,1\nb,B,2,3,4\nc,C,3\n", [3], "ac", id="too many fields"),
        pytest.param('a,"A\n""two""\nlines",1\nb,B,2\n', [], "ab", id="a text of several lines"),
        pytest.param("a,A,1\r\n\r\n,,\r\nb,B,2", [], "ab", id="empty lines"),
        pytest.param("a," + "A" * 1_100_000 + ",1\nb,B,2\n", [2], "b", id="an endless line"),
        pytest.param('a,6" pot,1\n', [], "a", id="a quotation mark within a text"),
    ],
)
def test_broken_lines_do_not_take_others_with_them(content, left_out, made, tmp_path) -> None:
    job = imported("Handle,Title,Variant Price\n" + content, tmp_path)
    assert [problem.line for problem in job.problems] == left_out
    assert {card.slug for card in catalog.search_products("").results} == set(made)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_and_utf16_are_understood(encoding, tmp_path) -> None:
    imported("Handle,Title,Variant Price\nmug,Café,1\n".encode(encoding), tmp_path)
    assert catalog.get_product("mug").name == "Café"


def test_semicolons_are_understood(tmp_path) -> None:
    imported("Handle;Title;Variant Price\nmug;Mug, blue;1\n", tmp_path)
    assert catalog.get_product("mug").name == "Mug, blue"


def test_a_line_in_another_encoding_is_named(tmp_path) -> None:
    job = imported("Handle,Title,Variant Price\na,Café,1\nb,B,2\n".encode("latin-1"), tmp_path)
    ((problem),) = job.problems
    assert problem.line == 2 and "UTF-8" in problem.reason
    assert job.products_created == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Missing: Handle, Title, Variant Price"),
        (b"Name,Cost\nMug,1\n", "Missing: Handle, Title, Variant Price"),
        (b"Handle,Title\nmug,Mug\n", "Missing: Variant Price"),
        (b"\x89PNG\r\n\x1a\n", "UTF-8"),
        (b"\xff\xfe\x00", "Missing"),
        (b'"Handle,Title\n', "never closed"),
        (b"Handle,Title,Variant Price" + b",x" * 398 + b"\n", "more than 400 columns"),
    ],
)
def test_what_is_no_product_file_is_refused_with_the_reason(content, said, tmp_path) -> None:
    with pytest.raises(ImportFileInvalid) as refused:
        imported(content, tmp_path)
    assert said in refused.value.detail
    with pytest.raises(ImportFileInvalid):
        catalog.start_import(content, filename="x.csv")


def test_a_picture_with_a_place_beyond_all_numbers_keeps_its_place_in_the_file(tmp_path) -> None:
    places = ("9" * 5_000, "1")
    rows = [line(title="Mug", price="5", image=f"/media/{n}.png") for n in range(2)]
    text = table(rows[0], line(image=rows[1]["Image Src"])).rstrip("\r\n").splitlines()
    numbered = [f"{one},{number}" for one, number in zip(text, ("Image Position", *places), strict=True)]
    job = imported("\n".join(numbered), tmp_path)
    pictures = catalog.get_product("mug").media
    assert (problems(job), [one.url for one in pictures]) == ([], ["/media/0.png", "/media/1.png"])


def test_a_name_of_a_column_with_a_nul_in_it_is_mapped_like_any_other() -> None:
    job = catalog.upload_import(b"Handle,Title,Variant Price,Ol\0d\nmug,Mug,5,x\n", filename="mugs.csv")
    mapping = {one.name: one.meaning for one in catalog.get_import_columns(job.id).columns}
    catalog.begin_import(job.id, mapping=mapping)
    assert ("Old" in mapping, catalog.get_product("mug").price) == (True, usd("5"))


def test_a_file_of_which_nothing_can_be_brought_in_fails(tmp_path) -> None:
    job = imported("Handle,Title,Variant Price\nmug,,\n", tmp_path)
    assert (job.status, job.problem_count) == (ImportStatus.FAILED, 1)
    assert job.failure


def test_a_file_that_is_not_there_is_named() -> None:
    with pytest.raises(ImportFileInvalid, match="nowhere"):
        catalog.open_import("/nowhere/at/all.csv")


def test_one_bad_product_among_many_is_left_out_alone(tmp_path) -> None:
    rows = [line(f"mug-{n}", title="Mug", sku=f"M-{n}", price="5", quantity=str(n)) for n in range(70)]
    rows[41]["Variant SKU"] = "M-3"
    job = imported(table(*rows), tmp_path)
    assert (problems(job), job.products_created) == ([(43, "sku")], 69)
    for row in rows:
        row["Variant Price"] = "6"
    job = imported(table(*rows), tmp_path)
    assert (problems(job), job.products_updated) == ([(43, "sku")], 69)
    sold_out = [slug for slug in ("mug-0", "mug-1") if not catalog.get_product(slug).variants[0].available]
    assert (catalog.get_product("mug-69").price, sold_out) == (usd("6"), ["mug-0"])
    assert rebuild_rows() == 0


def test_a_step_that_breaks_off_is_done_again_and_nothing_twice(tmp_path, monkeypatch) -> None:
    path = tmp_path / "mugs.csv"
    path.write_text(table(*(line(f"mug-{n}", title="Mug", price="1", quantity="2") for n in range(9))))
    job = catalog.advance_import(catalog.open_import(str(path)).id, products=4)
    with monkeypatch.context() as broken:
        broken.setattr(steps, "note_problems", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            catalog.advance_import(job.id, products=4)
    assert catalog.get_import(job.id) == job
    while not job.ended:
        job = catalog.advance_import(job.id, products=4)
    assert (job.done, job.products_created, job.products_updated) == (9, 9, 0)
    assert {catalog.get_product(f"mug-{n}").variants[0].available for n in range(9)} == {2}


def test_a_step_ends_before_it_has_too_many_pictures_to_wait_for(tmp_path) -> None:
    path = tmp_path / "mugs.csv"
    rows = [line(f"mug-{n}", title="Mug", price="1", image=f"http://127.0.0.1/{n}.png") for n in range(100)]
    path.write_text(table(*rows))
    job = catalog.open_import(str(path))
    done = []
    while not job.ended:
        job = catalog.advance_import(job.id)
        done.append(job.done)
    assert done == [40, 80, 100]


def test_an_upload_is_brought_in_by_a_worker() -> None:
    content = (DATA / SAMPLES[0]).read_bytes()
    job = catalog.get_import(catalog.start_import(content, filename="apparel.csv").id)
    assert (job.status, job.done, job.total, job.products_created) == (ImportStatus.FINISHED, 20, 20, 20)
    assert catalog.run_import(job.id) == job


def test_a_worker_out_of_time_asks_for_another() -> None:
    content = table(*(line(f"mug-{number}", title="Mug", price="1") for number in range(50)))
    job = catalog.start_import(content.encode(), filename="mugs.csv")
    assert catalog.run_import(job.id, budget_s=0).status == ImportStatus.FINISHED
    assert catalog.search_products("mug").total == 50


def test_an_import_that_does_not_exist_is_not_found() -> None:
    with pytest.raises(ImportNotFound):
        catalog.get_import(new_id())


def test_what_is_given_out_comes_in_again_unchanged(tmp_path) -> None:
    rows = [
        line(
            "=1+1", title="=HYPERLINK(1)", tags="@x", option="Size", value="-S", price="10", compare_at="12"
        ),
        line("=1+1", value="+M", price="10"),
    ]
    imported(table(*rows), tmp_path)
    for name in SAMPLES:
        brought_in(DATA / name)
    given_out = "".join(exporting.lines())
    for row in csv.reader(io.StringIO(given_out)):
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row)
    before = {
        card.slug: catalog.get_product(card.slug)
        for card in catalog.search_products("", page_size=100).results
    }
    assert len(before) == 41
    job = imported(given_out, tmp_path)
    assert (job.products_created, job.products_updated) == (0, 41)
    for slug, product in before.items():
        after = catalog.get_product(slug)
        assert (after.name, after.description, after.tags) == (
            product.name,
            product.description,
            product.tags,
        )
        assert [
            (one.id, one.sku, one.attributes, one.price, one.sale_price, one.available)
            for one in after.variants
        ] == [
            (one.id, one.sku, one.attributes, one.price, one.sale_price, one.available)
            for one in product.variants
        ]
