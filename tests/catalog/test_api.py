"""The catalogue as a client of the API sees it."""

import io
import json
from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from rest_framework.renderers import JSONRenderer
from rest_framework.test import APIClient

from domains.catalog import services as catalog
from domains.catalog.api.search import SuggestionsSerializer
from domains.catalog.api.serializers import ProductCardSerializer, ProductSerializer
from domains.catalog.types import ProductFilters
from domains.kernel.ids import UserId, new_id
from domains.kernel.types import Principal, Role
from tests.factories.catalog import TEE_SCHEMA, a_category, a_product, new_variant, usd

pytestmark = pytest.mark.django_db


def signed_in(*roles: Role) -> APIClient:
    client = APIClient()
    client.force_authenticate(
        Principal(UserId(new_id()), frozenset(roles), "jti", datetime(2100, 1, 1, tzinfo=UTC))
    )
    return client


@pytest.fixture
def guest() -> APIClient:
    return APIClient()


@pytest.fixture
def merchandiser() -> APIClient:
    return signed_in(Role.MERCHANDISER)


def slugs(response) -> list[str]:
    assert response.status_code == 200, response.content
    return [row["slug"] for row in response.json()["results"]]


TEE = {
    "name": "River Tee",
    "description": "<p>Soft.</p>",
    "variants": [
        {
            "sku": "RIVER-S",
            "attributes": {"Colour": "Moss", "Size": "S"},
            "price": {"amount": "30.00", "currency": "USD"},
            "sale_price": {"amount": "24.00", "currency": "USD"},
            "swatch": "#5b6b46",
        }
    ],
}


def test_a_list_row_has_the_fields_of_the_contract(guest):
    a_category("t-shirts")
    a_product(
        "river-tee",
        category="t-shirts",
        brand="Fell",
        variants=(new_variant("R-1", "24.00", compare_at=usd("30.00")),),
    )
    (row,) = guest.get("/api/v1/products").json()["results"]
    assert row["price"] == {"amount": "30.00", "currency": "USD"}
    assert row["sale_price"] == {"amount": "24.00", "currency": "USD"}
    assert {name: row[name] for name in ("sku", "slug", "brand", "category", "currency", "in_stock")} == {
        "sku": "R-1",
        "slug": "river-tee",
        "brand": "Fell",
        "category": "t-shirts",
        "currency": "USD",
        "in_stock": True,
    }
    assert row["rating"] == {"average": 0.0, "count": 0}
    assert row["image"]["url"].startswith("http://testserver/pictures/")
    assert row["default_variant_id"]


def test_a_product_answers_to_its_id_and_its_slug(guest):
    product = a_product("two-names")
    by_slug = guest.get("/api/v1/products/two-names").json()
    assert (
        by_slug
        == guest.get(f"/api/v1/products/{product.id}").json()
        == guest.get("/api/products/two-names/").json()
    )
    assert [one["attributes"]["Size"] for one in by_slug["variants"]] == ["S", "M", "S", "M"]
    assert set(by_slug["media"][0]) >= {"url", "alt", "type", "position", "thumbnails"}


def test_an_unknown_product_is_a_problem_with_a_code(guest):
    for address in ("nothing", str(new_id()), "%00", "a" * 400):
        response = guest.get(f"/api/v1/products/{address}")
        assert response.status_code == 404
        assert response.headers["Content-Type"] == "application/problem+json"
        assert response.json()["code"] == "product_not_found"


def test_a_product_that_was_read_is_not_sent_again(guest):
    a_product("cached")
    first = guest.get("/api/v1/products/cached")
    assert "max-age" in first.headers["Cache-Control"]
    again = guest.get("/api/v1/products/cached", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304 and not again.content
    catalog.record_availability({one.id: 0 for one in catalog.get_product("cached").variants})
    changed = guest.get("/api/v1/products/cached", headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200 and changed.json()["in_stock"] is False


def test_a_former_slug_answers_301(guest, merchandiser):
    a_product("before")
    assert merchandiser.patch("/api/v1/products/before", {"slug": "after"}, format="json").status_code == 200
    moved = guest.get("/api/v1/products/before")
    assert (moved.status_code, moved.headers["Location"]) == (301, "/api/v1/products/after")


def test_filters_narrow_the_list(guest):
    a_category("clothing")
    a_category("t-shirts", "clothing")
    a_product("cheap", price="10.00", category="t-shirts", brand="Fell & Co", tags=("Organic",))
    a_product("dear", price="90.00", colours=("Clay",), available=0)
    a_product(
        "other",
        price="50.00",
        category="clothing",
        vendor="Mill",
        attributes={"material": "100% wool, felted"},
    )
    expected = {
        "category=clothing": ["other", "cheap"],
        "category=t-shirts": ["cheap"],
        "category=none": [],
        "brand=fell-co": ["cheap"],
        "brand=Fell %26 Co,nobody": ["cheap"],
        "vendor=Mill": ["other"],
        "tag=organic": ["cheap"],
        "min_price=20": ["other", "dear"],
        "min_price=20&max_price=60": ["other"],
        "in_stock=false": ["dear"],
        "on_sale=true": [],
        "currency=eur": [],
        "attr.colour=clay": ["dear"],
        "attr.Colour=Moss,Clay&attr.size=m": ["other", "dear", "cheap"],
        "attr.material=100%25-wool-felted": ["other"],
        "ordering=price": ["cheap", "other", "dear"],
        "ordering=-price": ["dear", "other", "cheap"],
        "ordering=name": ["cheap", "dear", "other"],
    }
    found = {query: slugs(guest.get(f"/api/v1/products?{query}")) for query in expected}
    assert found == expected


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("colour=moss", "colour"),
        ("ordering=cheapest", "ordering"),
        ("min_price=abc", "min_price"),
        ("min_price=NaN", "min_price"),
        ("max_price=1e999", "max_price"),
        ("min_price=5&max_price=4", "min_price"),
        ("in_stock=maybe", "in_stock"),
        ("currency=XXQ", "currency"),
        ("tag=%00", "tag"),
    ],
)
def test_a_filter_that_makes_no_sense_is_named(guest, query, field):
    response = guest.get(f"/api/v1/products?{query}")
    assert (response.status_code, response.json()["code"]) == (400, "invalid_filter")
    assert response.json()["errors"][0]["field"] == field


def test_pages_cover_every_product_once_in_order_both_ways(guest):
    for number in range(7):
        a_product(f"page-{number}", price=str(10 + number // 2))
    forwards, address, pages = [], "http://testserver/api/v1/products?ordering=price&page_size=3", []
    while address:
        page = guest.get(address).json()
        forwards += [row["slug"] for row in page["results"]]
        pages.append(page)
        address = page["next"]
    assert sorted(forwards) == [f"page-{number}" for number in range(7)]
    assert [len(page["results"]) for page in pages] == [3, 3, 1]
    assert guest.get(pages[1]["previous"]).json()["results"] == pages[0]["results"]
    assert guest.get("/api/v1/products?cursor=nonsense").json()["code"] == "invalid_cursor"


def test_a_list_takes_at_most_two_queries_whatever_its_length(guest, django_assert_max_num_queries):
    a_category("t-shirts")
    for number in range(12):
        a_product(f"one-of-many-{number}", category="t-shirts")
    with django_assert_max_num_queries(2):
        assert len(slugs(guest.get("/api/v1/products?category=t-shirts"))) == 12


def test_a_product_takes_at_most_five_queries(guest, django_assert_max_num_queries):
    a_category("clothing")
    a_category("t-shirts", "clothing")
    a_product("rich", category="t-shirts", brand="Fell", colours=("Moss", "Ink", "Clay"))
    with django_assert_max_num_queries(5):
        assert guest.get("/api/v1/products/rich").status_code == 200


def test_only_merchandisers_write(guest):
    a_product("guarded")
    shopper = signed_in(Role.CUSTOMER)
    for method, path in (
        ("post", "products"),
        ("put", "products/guarded"),
        ("patch", "products/guarded"),
        ("delete", "products/guarded"),
        ("post", "products/guarded/variants"),
        ("post", "products/guarded/media"),
    ):
        assert getattr(guest, method)(f"/api/v1/{path}").status_code == 401
        assert getattr(shopper, method)(f"/api/v1/{path}").status_code == 403
    assert signed_in(Role.ADMIN).post("/api/v1/products", TEE, format="json").status_code == 201


def test_a_merchandiser_makes_changes_and_archives_a_product(guest, merchandiser):
    made = merchandiser.post("/api/v1/products", TEE, format="json")
    assert made.status_code == 201 and made.headers["Location"] == "/api/v1/products/river-tee"
    assert made.json()["sale_price"]["amount"] == "24.00"
    assert merchandiser.post("/api/v1/products", TEE, format="json").json()["code"] == "slug_taken"
    patched = merchandiser.patch("/api/v1/products/river-tee", {"tags": ["new"]}, format="json").json()
    assert patched["tags"] == ["new"] and patched["description"] == "<p>Soft.</p>"
    put = merchandiser.put("/api/v1/products/river-tee", {**TEE, "name": "River"}, format="json").json()
    assert (put["name"], put["tags"], put["id"]) == ("River", [], made.json()["id"])
    assert put["variants"][0]["id"] == made.json()["variants"][0]["id"]
    assert merchandiser.delete(f"/api/v1/products/{put['id']}").status_code == 204
    assert guest.get("/api/v1/products/river-tee").status_code == 404
    assert merchandiser.get("/api/v1/products/river-tee").json()["status"] == "archived"


def test_a_product_without_options_needs_only_a_sku_and_a_price(merchandiser):
    mug = {"name": "Mug", "sku": "MUG", "price": {"amount": "12.00", "currency": "USD"}}
    assert merchandiser.post("/api/v1/products", mug, format="json").json()["variants"][0]["sku"] == "MUG"
    dearer = merchandiser.patch(
        "/api/v1/products/mug", {"price": {"amount": "14.00", "currency": "USD"}}, format="json"
    )
    assert dearer.json()["price"]["amount"] == "14.00"


@pytest.mark.parametrize(
    ("change", "status", "field"),
    [
        ({"name": ""}, 400, "name"),
        ({"variants": []}, 400, "variants"),
        ({"status": "sold"}, 400, "status"),
        ({"category": "nowhere"}, 404, "category"),
        ({"slug": "not a slug"}, 422, "slug"),
        ({"category": "clothing", "attributes": {"fit": "Baggy"}}, 422, "attributes.fit"),
        (
            {"variants": [{**TEE["variants"][0], "sale_price": {"amount": "31.00", "currency": "USD"}}]},
            422,
            "sale_price",
        ),
        ({"variants": [{**TEE["variants"][0], "price": "30.00"}]}, 400, "variants.0.price"),
    ],
)
def test_a_product_that_cannot_be_is_refused_with_the_field(merchandiser, change, status, field):
    a_category("clothing", attributes_schema=TEE_SCHEMA)
    response = merchandiser.post("/api/v1/products", {**TEE, **change}, format="json")
    assert response.status_code == status, response.content
    assert response.json()["errors"][0]["field"] == field


@pytest.mark.parametrize("value", ["\\u0000", "\\ud800", ["\\u0000"], {"\\ud800": 1}])
def test_attributes_that_no_database_can_keep_are_refused(merchandiser, value):
    body = json.dumps({**TEE, "attributes": {"made": value}}).replace("\\\\", "\\")
    response = merchandiser.post("/api/v1/products", body, content_type="application/json")
    assert (response.status_code, response.json()["errors"][0]["field"]) == (422, "attributes")


def test_a_long_text_is_an_attribute_although_nobody_narrows_by_it(guest, merchandiser):
    care = " ".join(f"{number}. Wash at {number} degrees." for number in range(400))
    given = {**TEE, "attributes": {"care": care, "fit": "Slim"}}
    assert merchandiser.post("/api/v1/products", given, format="json").status_code == 201
    assert guest.get("/api/v1/products/river-tee").json()["attributes"]["care"] == care
    facets = guest.get("/api/v1/products/search").json()["facets"]
    assert "attr.fit" in facets and "attr.care" not in facets


def picture(kind: str = "PNG") -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (900, 700), "#5b6b46").save(content, kind)
    return content.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_an_uploaded_picture_replaces_the_drawn_ones(guest, merchandiser, kind, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    a_product("pictured")
    upload = SimpleUploadedFile("front.bin", picture(kind))
    made = merchandiser.post("/api/v1/products/pictured/media", {"file": upload, "alt": "Front"})
    assert made.status_code == 201, made.content
    (shown,) = guest.get("/api/v1/products/pictured").json()["media"]
    assert shown["url"] == made.json()["url"] and "/media/catalog/" in shown["url"]
    assert (shown["width"], shown["height"]) == (900, 700)
    assert set(shown["thumbnails"]) == {"320", "640"}
    assert len(list(tmp_path.rglob("*.*"))) == 3
    with Image.open(next(tmp_path.rglob("*-640.webp"))) as thumbnail:
        assert (thumbnail.format, thumbnail.size) == ("WEBP", (640, 498))


@pytest.mark.parametrize(
    "content",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"GIF89a" + bytes(40),
        b"\x89PNG\r\n\x1a\n" + bytes(40),
        b"not a picture",
        picture()[:200],
    ],
    ids=["svg", "gif", "torn png", "text", "cut off"],
)
def test_what_is_no_picture_is_refused_whatever_its_name(merchandiser, content):
    a_product("pictured")
    upload = SimpleUploadedFile("front.png", content, content_type="image/png")
    refused = merchandiser.post("/api/v1/products/pictured/media", {"file": upload})
    assert (refused.status_code, refused.json()["code"]) == (422, "picture_refused")


def test_the_tree_counts_what_stands_below(guest):
    a_category("clothing", illustration="shirt/check #d9d2c0")
    a_category("t-shirts", "clothing")
    a_product("one", category="t-shirts")
    a_product("two", category="clothing")
    (root,) = guest.get("/api/v1/categories").json()
    assert (root["product_count"], root["children"][0]["product_count"]) == (2, 1)
    assert guest.get("/api/v1/categories/t-shirts").json()["breadcrumb"][0] == {
        "slug": "clothing",
        "name": "Clothing",
    }
    assert guest.get("/api/v1/categories/nowhere").json()["code"] == "category_not_found"
    a_product("three", category="t-shirts", brand="Fell")
    assert guest.get("/api/v1/categories/t-shirts").json()["product_count"] == 2
    assert [brand["product_count"] for brand in guest.get("/api/v1/brands").json()] == [1]


def test_a_buyer_reviews_once_and_the_rating_follows(guest):
    product = a_product("liked")
    address = "/api/v1/products/liked/reviews"
    review = {"rating": 5, "author": "Marit", "title": "Good", "body": "Still soft."}
    assert guest.post(address, review, format="json").status_code == 401
    shopper = signed_in(Role.CUSTOMER)
    assert shopper.post(address, review, format="json").status_code == 201
    assert shopper.post(address, review, format="json").json()["code"] == "already_reviewed"
    assert signed_in(Role.CUSTOMER).post(address, {**review, "rating": 2}, format="json").status_code == 201
    assert shopper.post(address, {**review, "rating": 6}, format="json").status_code == 400
    assert guest.get("/api/v1/products/liked").json()["rating"] == {"average": 3.5, "count": 2}
    assert [one["rating"] for one in guest.get(address).json()["results"]] == [2, 5]
    assert product.rating.count == 0


def test_a_drawing_is_kept_for_a_year_and_cannot_run_anything(client):
    answer = client.get("/pictures/tshirt.plain/5b6b46/417-0.svg?v=1")
    assert answer.headers["Content-Type"] == "image/svg+xml" and answer.content.startswith(b"<svg")
    assert "immutable" in answer.headers["Cache-Control"]
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert (
        client.get(
            "/pictures/tshirt.plain/5b6b46/417-0.svg?v=1", headers={"If-None-Match": answer.headers["ETag"]}
        ).status_code
        == 304
    )
    for wrong in ("unicorn/5b6b46/1-0", "tshirt.velvet/5b6b46/1-0", "tshirt/5b6b4/1-0", "tshirt/zzzzzz/1-0"):
        assert client.get(f"/pictures/{wrong}.svg").status_code == 404


def test_goods_are_shown_as_the_serializers_describe_them(guest, rf):
    a_category("t-shirts")
    tee = a_product("river-tee", category="t-shirts", brand="Fell & Row")
    a_product("bare-tee", description="", variants=(new_variant("BARE", "5.00"),))
    context = {"request": rf.get("/", SERVER_NAME="testserver")}

    listed = guest.get("/api/v1/products").json()["results"]
    cards = catalog.list_products(ProductFilters()).results
    assert listed == json.loads(
        JSONRenderer().render(ProductCardSerializer(cards, many=True, context=context).data)
    )

    for slug in ("river-tee", "bare-tee"):
        described = ProductSerializer(catalog.get_product(slug), context=context).data
        assert guest.get(f"/api/v1/products/{slug}").json() == json.loads(JSONRenderer().render(described))

    suggested = guest.get("/api/v1/products/suggest?q=river").json()
    assert suggested == json.loads(
        JSONRenderer().render(SuggestionsSerializer(catalog.suggest_products("river"), context=context).data)
    )
    assert [row["id"] for row in suggested["products"]] == [str(tee.id)]
