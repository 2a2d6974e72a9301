"""Shopify's prices for markets: they come in as prices in other currencies, and go out as such."""

from pathlib import Path
from uuid import UUID

import pytest

from domains.catalog import services as catalog
from domains.catalog.importing import exporting, markets
from domains.catalog.models import Product as ProductRecord
from domains.catalog.queries import to_editable
from domains.catalog.types import FileFormat, ImportJob, OtherPrice
from domains.kernel.money import Money
from domains.kernel.types import Role
from tests.catalog.test_admin import signed_in as at_the_admin
from tests.factories.catalog import a_category, a_product, new_variant, usd
from tests.factories.importing import brought_in, problems

pytestmark = pytest.mark.django_db


def euro(amount: str) -> Money:
    return Money.of(amount, "EUR")


def imported(folder: Path, header: str, *lines: str) -> ImportJob:
    path = folder / "products.csv"
    path.write_text("\n".join([f"Handle,Title,Variant SKU,Variant Price,{header}", *lines]))
    return brought_in(path)


def others(slug: str = "mug") -> tuple[OtherPrice, ...]:
    """As they were saved, whether reduced at present or not."""
    return to_editable(ProductRecord.objects.get(slug=slug)).variants[0].other_prices or ()


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("Price / Germany", "Price / EUR"),
        ("Compare At Price / Germany", "Compare At Price / EUR"),
        ("Compare-at price / United Kingdom", "Compare At Price / GBP"),
        ("price / european union", "Price / EUR"),
        ("Price / CHF", "Price / CHF"),
        # Nobody can tell the currency of these.
        ("Price / International", ""),
        ("Price / South America", ""),
        ("Included / Germany", ""),
        ("Price / XQZ", ""),
        # A name, and no Albanian lek.
        ("Price / All", ""),
        ("Price", ""),
    ],
)
def test_a_market_with_one_currency_is_known_by_its_name(name: str, column: str) -> None:
    assert markets.known_as(name) == column


def test_prices_for_markets_come_in_beside_the_shops_own(tmp_path) -> None:
    job = imported(
        tmp_path,
        "Included / Germany,Price / Germany,Compare At Price / Germany,Price / International,Price / United States",
        "mug,Mug,M-1,20.00,TRUE,15.00,18.00,99,20.00",
        "cup,Cup,C-1,9.00,TRUE,8.50,,99,",
        "jug,Jug,J-1,30.00,TRUE,,,99,",
    )
    assert problems(job) == []
    assert others("mug") == (OtherPrice(euro("18.00"), euro("15.00")),)
    assert others("cup") == (OtherPrice(euro("8.50")),)
    assert others("jug") == ()


def test_a_price_for_a_market_that_cannot_be_read_is_named(tmp_path) -> None:
    job = imported(tmp_path, "Price / Germany", "mug,Mug,M-1,20.00,cheap", "cup,Cup,C-1,9.00,8.50")
    assert problems(job)[0] == (2, "Price / EUR") and others("cup") == (OtherPrice(euro("8.50")),)


def test_a_file_that_says_nothing_of_markets_leaves_their_prices_as_they_are(tmp_path) -> None:
    imported(tmp_path, "Price / Germany", "mug,Mug,M-1,20.00,15.00")
    imported(tmp_path, "Vendor", "mug,Mug,M-1,21.00,Fell")
    assert catalog.get_product("mug").price == usd("21.00") and others() == (OtherPrice(euro("15.00")),)


def test_a_file_that_prices_one_market_leaves_the_prices_of_others(tmp_path) -> None:
    imported(tmp_path, "Price / Germany,Price / United Kingdom", "mug,Mug,M-1,20.00,15.00,13.00")
    imported(tmp_path, "Price / Germany", "mug,Mug,M-1,20.00,16.00")
    assert others() == (OtherPrice(euro("16.00")), OtherPrice(Money.of("13.00", "GBP")))


def test_prices_in_other_currencies_go_out_and_come_in_again(tmp_path) -> None:
    a_category("t-shirts")
    mine = new_variant(
        "TEE-1",
        "20.00",
        compare_at=usd("25.00"),
        other_prices=(OtherPrice(euro("22.00"), euro("18.00")), OtherPrice(Money.of("3000", "JPY"))),
    )
    a_product("tee", category="t-shirts", variants=(mine,))
    a_product("plain", category="t-shirts")
    file = "".join(exporting.lines(FileFormat.SHOPIFY))
    header = file.partition("\r\n")[0]
    assert header.endswith("Price / EUR,Compare At Price / EUR,Price / JPY,Compare At Price / JPY")
    before = others("tee")
    ProductRecord.objects.all().delete()
    path = tmp_path / "products.csv"
    path.write_bytes(file.encode())
    # The shop's own drawings are no pictures that it would fetch from itself.
    assert {column for _, column in problems(brought_in(path))} <= {"Image Src"}
    assert others("tee") == before and others("plain") == ()
    assert "".join(exporting.lines(FileFormat.SHOPIFY)).startswith(header)


def an_upload() -> UUID:
    content = (
        b"Handle,Title,Variant Price,Price / International,Price / Japan,Price / United States\n"
        b"mug,Mug,20.00,18.00,3000,20.00\ncup,Cup,9.00,,,\n"
    )
    return catalog.upload_import(content, filename="mugs.csv").id


def test_who_maps_the_columns_says_what_an_international_price_is_in() -> None:
    import_id = an_upload()
    found = catalog.get_import_columns(import_id)
    mapping = {one.name: one.meaning for one in found.columns}
    assert (mapping["Price / International"], mapping["Price / Japan"]) == ("", "Price / JPY")
    assert [one.name for one in found.columns if one.asks] == ["Price / International"]
    assert "Price / EUR" in found.meanings
    mapping |= {"Price / International": "Price / EUR"}
    preview = catalog.get_import_preview(import_id, mapping=mapping)
    assert [one.other_prices for one in preview.products] == [(euro("18.00"), Money.of("3000", "JPY")), ()]
    catalog.begin_import(import_id, mapping=mapping)
    assert others() == (OtherPrice(euro("18.00")), OtherPrice(Money.of("3000", "JPY")))


def test_a_market_of_the_files_own_currency_is_left_out_and_not_offered() -> None:
    found = catalog.get_import_columns(an_upload())
    assert {one.name: one.meaning for one in found.columns}["Price / United States"] == ""
    assert not {"Price / USD", "Compare At Price / USD"}.intersection(found.meanings)


def test_a_merchandiser_is_asked_for_the_currency_of_a_market_and_shown_the_prices_in_it() -> None:
    merchandiser = at_the_admin(Role.MERCHANDISER)
    address = f"/admin/catalog/importjob/{an_upload()}/columns/"
    page = merchandiser.get(address)
    assert [field.label for field, _ in page.context["form"].told][:2] == ["Price / International", "Handle"]
    assert page.content.decode().count("only you can say") == 1
    sent = {name: field.initial for name, field in page.context["form"].fields.items()}
    shown = merchandiser.post(address, {**sent, "column-3": "Price / EUR", "try": "1"}).content.decode()
    assert "€18.00" in shown and "¥3,000" in shown
