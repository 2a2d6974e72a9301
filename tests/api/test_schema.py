"""The OpenAPI document is valid, whole, and served with its own reader."""

import warnings

import pytest
from django.core.management import call_command

pytestmark = pytest.mark.django_db

# Every call that the first version of the contract names.
CALLS = {
    ("post", "/api/v1/users/register"),
    ("post", "/api/v1/users/login"),
    ("post", "/api/v1/users/refresh"),
    ("post", "/api/v1/users/logout"),
    ("get", "/api/v1/users/profile"),
    ("patch", "/api/v1/users/profile"),
    ("post", "/api/v1/users/verify-email"),
    ("post", "/api/v1/users/verify-email/resend"),
    ("post", "/api/v1/users/reset-password"),
    ("post", "/api/v1/users/reset-password/confirm"),
    ("get", "/api/v1/users/addresses"),
    ("post", "/api/v1/users/addresses"),
    ("get", "/api/v1/products"),
    ("post", "/api/v1/products"),
    ("get", "/api/v1/products/search"),
    ("get", "/api/v1/products/suggest"),
    ("get", "/api/v1/categories"),
    ("get", "/api/v1/brands"),
    ("get", "/api/v1/cart"),
    ("post", "/api/v1/cart/items"),
    ("post", "/api/v1/cart/coupons"),
    ("get", "/api/v1/cart/shipping-methods"),
    ("post", "/api/v1/cart/checkout"),
    ("post", "/api/v1/orders"),
    ("get", "/api/v1/orders"),
    ("get", "/api/v1/orders/track"),
    ("post", "/api/v1/payments/process"),
    ("post", "/api/v1/payments/refund"),
    ("post", "/api/v1/inventory/reserve"),
    ("post", "/api/v1/inventory/release"),
    ("get", "/api/v1/inventory/warehouses"),
    ("get", "/api/v1/inventory/movements"),
    ("get", "/api/v1/notifications"),
    ("post", "/api/v1/catalog/imports"),
}


@pytest.fixture(scope="module")
def schema():
    from drf_spectacular.generators import SchemaGenerator

    return SchemaGenerator(urlconf="ecommerce.urls").get_schema(request=None, public=True)


def test_the_document_has_every_call_of_the_contract(schema):
    described = {(method, path.rstrip("/")) for path, item in schema["paths"].items() for method in item}
    assert CALLS - described == set()


def test_the_document_is_openapi_3_1(schema):
    assert schema["openapi"].startswith("3.1")


def test_the_generator_has_nothing_to_complain_of(tmp_path):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        call_command("spectacular", "--validate", "--fail-on-warn", "--file", str(tmp_path / "schema.yml"))


def test_the_docs_page_is_served_from_our_own_host(client):
    page = client.get("/api/v1/docs/")
    assert page.status_code == 200
    assert b"https://cdn" not in page.content
