"""Our own product CSV: what is given out comes in again as it was, whatever the texts are."""

import csv
import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domains.catalog import services as catalog
from domains.catalog.importing import exporting
from domains.catalog.importing.formulas import harmless, restored
from domains.catalog.models import Product as ProductRecord
from domains.catalog.queries import to_editable
from domains.catalog.types import (
    FileFormat,
    NewProduct,
    NewVariant,
    OtherPrice,
    Picture,
    ProductStatus,
    Visibility,
)
from domains.inventory import services as inventory
from domains.kernel.ids import new_id
from domains.kernel.money import Money
from domains.kernel.types import Role
from tests.catalog.test_api import signed_in
from tests.catalog.test_import import imported, problems
from tests.factories.catalog import a_category, a_product, new_tee
from tests.factories.inventory import lines

pytestmark = pytest.mark.django_db

WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\0"), max_size=20)
FORMULAS = st.sampled_from(
    ["=1+1", "+M", "-S", "@x", "\t=1", "'=1", "''@", "'twas", "'", "a,b", 'a"b', "a\nb"]
)
TEXTS = st.one_of(WORDS, FORMULAS)
NAMES = TEXTS.filter(lambda text: text.strip() != "")
MOMENTS = st.integers(0, 500_000_000).map(lambda s: datetime(2020, 1, 1, tzinfo=UTC) + timedelta(seconds=s))
SKUS = st.lists(NAMES, min_size=1, max_size=3, unique=True)


@st.composite
def variants(draw: st.DrawFn, skus: list[str]) -> tuple[NewVariant, ...]:
    sizes = draw(st.lists(NAMES, min_size=len(skus), max_size=len(skus), unique=True))
    option = draw(NAMES)
    return tuple(draw(one_variant(sku, {option: size})) for sku, size in zip(skus, sizes, strict=True))


@st.composite
def one_variant(draw: st.DrawFn, sku: str, options: dict[str, str]) -> NewVariant:
    paid = Money(Decimal(draw(st.integers(0, 10**7))) / 100, "USD")
    more = Money(paid.amount + Decimal(draw(st.integers(1, 10**5))) / 100, "USD")
    euro, cheaper = Money(Decimal("20.00"), "EUR"), Money(Decimal("15.50"), "EUR")
    yen = Money(Decimal(900), "JPY")
    begin = draw(st.none() | MOMENTS)
    return NewVariant(
        sku=sku,
        attributes=options,
        price=paid,
        compare_at=draw(st.none() | st.just(more)),
        sale_from=begin,
        sale_until=draw(st.none() | st.just(begin + timedelta(days=3)))
        if begin
        else draw(st.none() | MOMENTS),
        other_prices=draw(
            st.sampled_from([(), (OtherPrice(euro, cheaper),), (OtherPrice(euro), OtherPrice(yen))])
        ),
        grams=draw(st.integers(0, 10**6)),
        barcode=draw(TEXTS),
        swatch=draw(st.sampled_from(["", "#5b6b46"])),
        requires_shipping=draw(st.booleans()),
        taxable=draw(st.booleans()),
        tax_class=draw(st.sampled_from(["standard", "reduced"])),
    )


@st.composite
def products(draw: st.DrawFn) -> NewProduct:
    return NewProduct(
        slug="thing",
        name=draw(NAMES),
        description=draw(TEXTS),
        category=draw(st.sampled_from(["", "things"])),
        variants=draw(SKUS.flatmap(variants)),
        brand=draw(st.sampled_from(["", "Alder & Co", "'Elm"])),
        vendor=draw(TEXTS),
        attributes=draw(
            st.dictionaries(NAMES, st.one_of(TEXTS, st.integers(-9, 9), st.booleans()), max_size=3)
        ),
        tags=tuple(draw(st.lists(NAMES, max_size=3, unique=True))),
        pictures=tuple(
            Picture(
                f"/media/{n}.png",
                alt=draw(TEXTS),
                position=n,
                shows=draw(TEXTS),
                thumbnail=f"/media/{n}-s.png",
            )
            for n in range(draw(st.integers(0, 4)))
        ),
        status=draw(st.sampled_from(ProductStatus)),
        visibility=draw(st.sampled_from(Visibility)),
        seo_title=draw(TEXTS),
        seo_description=draw(TEXTS),
        published_at=draw(MOMENTS),
    )


def given_out(kind: FileFormat = FileFormat.SEPTET) -> str:
    return "".join(exporting.lines(kind))


def everything() -> dict[str, NewProduct]:
    """Every product as whoever saves it would say it."""
    return {one.slug: to_editable(one) for one in ProductRecord.objects.select_related("brand", "category")}


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(products())
def test_what_is_given_out_makes_the_same_catalogue_elsewhere(tmp_path, product) -> None:
    ProductRecord.objects.all().delete()
    a_category("things")
    catalog.save_product(product)
    before, file = everything(), given_out()
    cells = [cell for row in csv.reader(io.StringIO(file, newline="")) for cell in row]
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in cells)

    job = imported(file, tmp_path)
    assert (problems(job), job.products_updated) == ([], 1)
    assert everything() == before and given_out() == file

    ProductRecord.objects.all().delete()
    job = imported(file, tmp_path)
    assert (problems(job), job.products_created) == ([], 1)
    assert everything() == before and given_out() == file


@given(st.one_of(TEXTS, st.text("'=+-@\t\ra", max_size=6)))
def test_a_mark_against_formulas_is_taken_away_and_an_apostrophe_of_ones_own_is_not(text) -> None:
    assert restored(harmless(text)) == text
    assert not harmless(text).startswith(("=", "+", "-", "@", "\t", "\r"))


def test_an_import_of_what_was_given_out_changes_no_product_no_price_and_no_stock(tmp_path) -> None:
    a_category("t-shirts")
    a_product("one", category="t-shirts", tags=("a", "b,c"), available=0)
    a_product("two", status=ProductStatus.DRAFT, available=0)
    catalog.archive_product(a_product("three", available=0).id)
    warehouse = inventory.create_warehouse(code="main", name="Main", country="US")
    for slug in ("one", "two"):
        for number, variant in enumerate(catalog.get_product(slug, drafts=True).variants):
            inventory.set_stock(variant.id, warehouse_id=warehouse.id, quantity=number, reason="counted")
    before, file = everything(), given_out()
    job = imported(file, tmp_path)
    assert (job.products_created, job.products_updated, problems(job)) == (0, 3, [])
    assert everything() == before and given_out() == file
    assert [one.available for one in catalog.get_product("one").variants] == [0, 1, 2, 3]


@pytest.mark.parametrize("kind", FileFormat)
def test_stock_that_orders_hold_is_no_less_after_a_file_goes_out_and_comes_in(kind, tmp_path) -> None:
    a_category("t-shirts")
    product = a_product("one", category="t-shirts", available=0)
    near, far = (
        inventory.create_warehouse(code=code, name=code, country="US", priority=place)
        for place, code in enumerate(("near", "far"))
    )
    for number, variant in enumerate(product.variants):
        inventory.set_stock(variant.id, warehouse_id=near.id, quantity=number, reason="counted")
        inventory.set_stock(variant.id, warehouse_id=far.id, quantity=3, reason="counted")
        inventory.reserve_stock(new_id(), lines=lines((variant.id, 2)))
    before = inventory.get_stock_levels([one.id for one in product.variants])
    imported(given_out(kind), tmp_path)
    assert inventory.get_stock_levels([one.id for one in product.variants]) == before
    assert [one.available for one in catalog.get_product("one").variants] == [1, 2, 3, 4]


def test_each_wrong_field_is_named_by_line_and_column(tmp_path) -> None:
    rows = [
        ("a", "A", "A-1", "5", "[1]", "", "", ""),
        ("b", "B", "B-1", "5", "", "lost", "", ""),
        ("c", "C", "C-1", "5", "", "", "not json", ""),
        ("d", "D", "D-1", "5", "", "", "", "soon"),
        ("e", "E", "E-1", "five", "", "", "", ""),
        ("f f", "F", "F-1", "5", "", "", "", ""),
        ("g", "G", "G-1", "5", "", "", "", ""),
    ]
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["slug", "name", "sku", "price", "options", "status", "attributes", "published_at"])
    writer.writerows(rows)
    job = imported(text.getvalue(), tmp_path)
    assert {number: field for number, field in problems(job) if field != "sku"} == {
        3: "status",
        4: "attributes",
        5: "published_at",
        6: "price",
        7: "slug",
    } | {2: "options"}
    assert job.products_created == 1


def a_line(folder, *more: tuple[str, str]) -> tuple[list[tuple[int, str]], int]:
    """What was wrong with a file of one product that says this as well, and how many products came in."""
    said = {"slug": "mug", "name": "Mug", "sku": "M-1", "price": "5", **dict(more)}
    text = io.StringIO()
    writer = csv.DictWriter(text, list(said))
    writer.writeheader()
    writer.writerow(said)
    job = imported(text.getvalue(), folder)
    return problems(job), job.products_created


@pytest.mark.parametrize(
    "said",
    [
        '{"EUR": "20"}',
        '{"EUR": ["20"]}',
        '{"EUR": [null, null]}',
        '{"EUR": [true, null]}',
        '{"EUR": ["20.00", false]}',
        '{"EUR": ["20.005", null]}',
        '{"EUR": ["1e20", null]}',
        '{"EUR": ["NaN", null]}',
        '{"EUR": ["-1", null]}',
        '{"XQZ": ["20.00", null]}',
        '["EUR"]',
    ],
)
def test_prices_in_other_currencies_are_read_as_strictly_as_the_shops_own(said: str, tmp_path) -> None:
    assert a_line(tmp_path, ("other_prices", said)) == ([(2, "other_prices"), (2, "sku")], 0)


def test_prices_in_other_currencies_may_be_numbers(tmp_path) -> None:
    assert a_line(tmp_path, ("other_prices", '{"JPY": [900, 850], "EUR": [20.5, null]}')) == ([], 1)
    euro, yen = everything()["mug"].variants[0].other_prices or ()
    assert (euro.price, yen.sale_price) == (Money.of("20.50", "EUR"), Money.of("850", "JPY"))


@pytest.mark.parametrize(
    "said",
    [{"sale_price": "6"}, {"sale_price": "5.00"}, {"sale_until": "2027-01-31"}, {"sale_from": "2027-01-31"}],
)
def test_a_sale_price_that_is_no_reduction_is_named(said: dict[str, str], tmp_path) -> None:
    assert a_line(tmp_path, *said.items()) == ([(2, "sale_price"), (2, "sku")], 0)


@pytest.mark.parametrize(
    ("column", "said", "named"),
    [
        ("attributes", r'{"made": "\u0000"}', "attributes"),
        ("attributes", r'{"made": {"of": ["\ud800"]}}', "attributes"),
        ("attributes", '{"made": NaN}', "attributes"),
        ("attributes", '{"made": 1e999}', "attributes"),
        ("attributes", '{"made":' * 20_000, "attributes"),
        ("options", r'{"\u0000": "S"}', "attributes"),
        ("options", r'{"Size": "\ud800"}', "attributes"),
        ("published_at", "9999-12-31T23:59:59-14:00", "published_at"),
        ("published_at", "0001-01-01T00:00:00+14:00", "published_at"),
        ("picture_thumbnail", "javascript:alert(1)", "pictures"),
    ],
)
def test_what_no_database_and_no_page_can_carry_is_named_and_costs_only_its_own_product(
    column: str, said: str, named: str, tmp_path
) -> None:
    assert a_line(tmp_path, ("picture", "/media/mug.png"), (column, said)) == ([(2, named)], 0)


def test_a_backslash_before_the_code_of_a_nul_is_a_text_like_any_other(tmp_path) -> None:
    assert a_line(tmp_path, ("attributes", r'{"code": "\\u0000"}')) == ([], 1)
    assert everything()["mug"].attributes == {"code": r"\u0000"}


def test_a_variant_whose_stock_cannot_be_read_is_left_out_as_it_is_said(tmp_path) -> None:
    file = "slug,name,sku,price,options,stock\n" + "\n".join(
        f'mug,Mug,M-{size},5,"{{""Size"": ""{size}""}}",{stock}'
        for size, stock in (("S", "4"), ("L", "some"))
    )
    job = imported(file, tmp_path)
    assert (problems(job), [one.sku for one in everything()["mug"].variants]) == ([(3, "stock")], ["M-S"])


def test_the_api_gives_out_both_formats_and_knows_no_other() -> None:
    catalog.save_product(replace(new_tee("tee"), name="=Tee"))
    merchandiser = signed_in(Role.MERCHANDISER)

    def asked(query: str) -> str:
        return b"".join(merchandiser.get(f"/api/v1/catalog/export.csv{query}").streaming_content).decode()

    assert asked("").startswith("Handle,") and asked("?format=shopify") == asked("")
    assert asked("?format=septet").startswith("slug,name,") and "'=Tee" in asked("?format=septet")
    refused = merchandiser.get("/api/v1/catalog/export.csv?format=xml")
    assert (refused.status_code, refused.json()["code"]) == (422, "invalid_input")
