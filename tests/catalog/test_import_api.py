"""Imports as a client of the API, a merchandiser in the admin and an operator at the shell see them."""

import io
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from rest_framework.test import APIClient

from domains.catalog import services as catalog
from domains.kernel.ids import new_id
from domains.kernel.types import Role
from tests.catalog.test_admin import signed_in as signed_in_person
from tests.catalog.test_api import signed_in
from tests.catalog.test_import import DATA, SAMPLES

pytestmark = pytest.mark.django_db
SMALL = b"Handle,Title,Variant Price\nmug,Mug,5\ncup,Cup,five\n"


@pytest.fixture
def merchandiser() -> APIClient:
    return signed_in(Role.MERCHANDISER)


def finished(client: APIClient, response) -> dict:
    assert response.status_code == 202, response.content
    return client.get(response["Location"]).json()


def test_a_file_of_a_form_is_brought_in(merchandiser) -> None:
    file = SimpleUploadedFile("home.csv", (DATA / SAMPLES[1]).read_bytes(), content_type="text/csv")
    job = finished(
        merchandiser, merchandiser.post("/api/v1/catalog/imports", {"file": file}, format="multipart")
    )
    assert (job["status"], job["done"], job["total"], job["problems"]) == ("finished", 20, 20, [])
    assert (
        merchandiser.get("/api/v1/products/search?q=yellow sofa").json()["results"][0]["slug"]
        == "yellow-sofa"
    )


def test_the_body_itself_may_be_the_file(merchandiser) -> None:
    response = merchandiser.post("/api/v1/catalog/imports?currency=EUR", SMALL, content_type="text/csv")
    job = finished(merchandiser, response)
    assert job["products_created"] == 1
    assert job["problems"][0] | {"reason": ""} == {"line": 3, "field": "Variant Price", "reason": ""}
    assert merchandiser.get("/api/v1/products/mug").json()["price"] == {"amount": "5.00", "currency": "EUR"}


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (b"", 400, "invalid_input"),
        (b"a,b\n1,2\n", 422, "import_file_invalid"),
        (b"x" * 20_000_001, 422, "import_file_invalid"),
    ],
)
def test_what_is_no_product_file_is_refused_at_once(merchandiser, content, status, code) -> None:
    response = merchandiser.post("/api/v1/catalog/imports", content, content_type="text/csv")
    assert (response.status_code, response.json()["code"]) == (status, code)


def test_a_form_without_a_file_and_a_body_of_another_kind_are_refused(merchandiser) -> None:
    assert merchandiser.post("/api/v1/catalog/imports", {}, format="multipart").status_code == 400
    assert merchandiser.post("/api/v1/catalog/imports", {}, format="json").status_code == 415


def test_only_merchandisers_import_and_export() -> None:
    for client, status in ((APIClient(), 401), (signed_in(Role.WAREHOUSE), 403)):
        assert client.post("/api/v1/catalog/imports", SMALL, content_type="text/csv").status_code == status
        assert client.get(f"/api/v1/catalog/imports/{new_id()}").status_code == status
        assert client.get("/api/v1/catalog/export.csv").status_code == status


def test_an_import_that_does_not_exist_is_not_found(merchandiser) -> None:
    assert merchandiser.get(f"/api/v1/catalog/imports/{new_id()}").json()["code"] == "import_not_found"


@pytest.mark.parametrize("accept", ["*/*", "text/csv", "application/json"])
def test_the_catalogue_is_given_out_as_csv(merchandiser, accept) -> None:
    merchandiser.post("/api/v1/catalog/imports", SMALL, content_type="text/csv")
    response = merchandiser.get("/api/v1/catalog/export.csv", headers={"Accept": accept})
    assert response["Content-Type"].startswith("text/csv")
    assert "attachment" in response["Content-Disposition"]
    text = b"".join(response.streaming_content).decode()
    assert "mug,Mug," in text and text.count("\r\n") >= 2


def test_a_merchandiser_uploads_a_file_and_reads_the_report() -> None:
    person = signed_in_person(Role.MERCHANDISER)
    page = person.get("/admin/catalog/importjob/add/").content.decode()
    assert "Upload and look at the columns" in page and "Save" not in page.partition('id="submit-row"')[2]
    file = SimpleUploadedFile("small.csv", SMALL)
    response = person.post("/admin/catalog/importjob/add/", {"file": file, "currency": ""}, follow=True)
    assert catalog.search_products("").total == 0
    columns = response.redirect_chain[-1][0]
    chosen = {one.html_name: one.value() for one in response.context["form"]}
    page = person.post(columns, {**chosen, "try": "1"}).content.decode()
    assert "All 2 lines" in page and "is not a price" in page and catalog.search_products("").total == 0
    response = person.post(columns, {**chosen, "begin": "1"}, follow=True)
    page = response.content.decode()
    assert response.status_code == 200 and response.redirect_chain
    assert person.get(columns, follow=True).redirect_chain[-1][0] == response.redirect_chain[-1][0]
    assert "is not a price" in page and "1 of 2" not in page and "2 of 2 products" in page
    assert "small.csv" in person.get("/admin/catalog/importjob/").content.decode()
    assert catalog.get_product("mug").name == "Mug"


def test_a_wrong_file_is_refused_in_the_form() -> None:
    person = signed_in_person(Role.MERCHANDISER)
    address = "/admin/catalog/importjob/add/"
    response = person.post(address, {"file": SimpleUploadedFile("x.csv", b'"never closed\n')})
    assert response.status_code == 200 and "never closed" in response.content.decode()
    columns = person.post(address, {"file": SimpleUploadedFile("x.csv", b"a,b\n1,2\n")})["Location"]
    page = person.post(columns, {"column-0": "Title", "column-1": "Title", "begin": "1"}).content.decode()
    assert "Choose it once" in page
    page = person.post(columns, {"column-0": "Title", "column-1": "", "begin": "1"}).content.decode()
    assert "Missing: Handle, Variant Price" in page


def test_a_file_of_anybody_is_mapped_once_and_the_same_names_are_known_the_next_time() -> None:
    person = signed_in_person(Role.MERCHANDISER)
    content = "Artikel;Name;Preis;Notiz\nbecher;Becher;5;alt\nkrug;Krug;sieben;neu\n"

    def uploaded() -> tuple[str, dict[str, str]]:
        file = SimpleUploadedFile("artikel.csv", content.encode())
        page = person.post("/admin/catalog/importjob/add/", {"file": file, "currency": "eur"}, follow=True)
        return page.redirect_chain[-1][0], {one.html_name: one.value() for one in page.context["form"]}

    columns, guessed = uploaded()
    assert set(guessed.values()) == {""}
    mapped = {"column-0": "Handle", "column-1": "Title", "column-2": "Variant Price", "column-3": ""}
    tried = person.post(columns, {**mapped, "try": "1"})
    (product,) = tried.context["preview"].products
    assert (product.name, product.is_new, str(product.price)) == ("Becher", True, "5.00 EUR")
    assert [(one.line, one.field) for one in tried.context["preview"].problems] == [
        (3, "Variant Price"),
        (3, "Variant Price"),
    ]
    person.post(columns, {**mapped, "begin": "1"})
    assert catalog.get_product("becher").name == "Becher"
    assert uploaded()[1] == mapped


def test_only_merchandisers_map_columns() -> None:
    person = signed_in_person(Role.MERCHANDISER)
    file = SimpleUploadedFile("small.csv", SMALL)
    columns = person.post("/admin/catalog/importjob/add/", {"file": file, "currency": ""})["Location"]
    assert signed_in_person(Role.WAREHOUSE).get(columns).status_code == 403
    missing = f"/admin/catalog/importjob/{new_id()}/columns/"
    assert person.get(missing).status_code == 404


def test_past_queries_show_what_nobody_found() -> None:
    catalog.record_search("wooden horse", found=0)
    catalog.record_search("wool", found=3)
    catalog.fold_searches()
    person = signed_in_person(Role.MERCHANDISER)
    page = person.get("/admin/catalog/pastquery/?result=nothing").content.decode()
    assert "wooden horse" in page and ">wool<" not in page


def run(path: Path | str) -> str:
    said = io.StringIO()
    call_command("import_shopify", str(path), stdout=said)
    return said.getvalue()


def test_the_command_tells_how_far_it_is_and_what_it_left_out(tmp_path) -> None:
    said = run(DATA / SAMPLES[0])
    assert "20 of 20" in said and "20 products made, 0 changed, 22 variants" in said
    path = tmp_path / "small.csv"
    path.write_bytes(SMALL)
    assert "line 3, Variant Price: 'five' is not a price" in run(path)


def test_the_command_fails_only_when_nothing_came_in(tmp_path) -> None:
    path = tmp_path / "bad.csv"
    path.write_bytes(b"Handle,Title,Variant Price\nmug,Mug,x\n")
    with pytest.raises(CommandError, match="Nothing of the file"):
        run(path)
    with pytest.raises(CommandError, match="cannot be read"):
        run(tmp_path / "missing.csv")
