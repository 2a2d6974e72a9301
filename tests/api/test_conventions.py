"""What every call of the API may be relied on for."""

import json
import re

import pytest
from django.contrib.auth import get_user_model

from domains.kernel.ids import new_id
from domains.kernel.types import Role
from tests.factories.catalog import a_product
from tests.factories.user import a_member, send, signed_in

pytestmark = pytest.mark.django_db


def test_an_unknown_address_is_a_problem_that_says_where_to_look(client):
    answer = client.get("/api/v1/nothing/here")
    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"
    problem = json.loads(answer.content)
    assert problem["code"] == "not_found"
    assert "/api/v1/docs/" in problem["detail"]
    assert problem["correlation_id"] == answer["X-Correlation-ID"]


@pytest.mark.parametrize(
    "path", ["/api/v1/categories", "/api/v1/categories/", "/api/categories", "/api/categories/"]
)
def test_the_version_and_the_trailing_slash_may_be_left_out(client, path):
    assert client.get(path).status_code == 200


def test_a_well_formed_correlation_id_is_echoed(client):
    answer = client.get("/health/live", headers={"X-Correlation-ID": "mobile-4711.a_b"})
    assert answer["X-Correlation-ID"] == "mobile-4711.a_b"


@pytest.mark.parametrize("given", ["short", "x" * 65, "line\tbreak-in-it", "<script>alert(1)</script>", ""])
def test_any_other_correlation_id_is_replaced(client, given):
    answer = client.get("/health/live", headers={"X-Correlation-ID": given})
    assert re.fullmatch(r"[0-9a-f-]{36}", answer["X-Correlation-ID"])


@pytest.mark.parametrize("body", ["{", "", "[1,2", '{"a": NaN', "\x00", "[" * 2000])
def test_malformed_json_is_a_problem(client, body):
    answer = client.post("/api/v1/users/login", data=body, content_type="application/json")
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("given", [True, False, 7, -1, 2**200, 1.5, [], {}, "seven"])
@pytest.mark.parametrize("path", ["cart/items", "inventory/reserve"])
def test_an_id_is_a_uuid_as_text(path, given):
    staff = signed_in(Role.WAREHOUSE)
    line = {"variant_id": given, "quantity": 1}
    body = line if path == "cart/items" else {"reference_id": str(new_id()), "lines": [line]}
    answer = send(staff, "post", path, body)
    assert answer.status_code == 400
    assert "variant_id" in json.dumps(answer.json()["errors"])


def test_another_content_type_is_refused(client):
    answer = client.post("/api/v1/users/login", data="<xml/>", content_type="text/xml")
    assert answer.status_code == 415
    assert json.loads(answer.content)["code"] == "unsupported_media_type"


def test_another_method_is_refused(client):
    answer = client.delete("/api/v1/users/login")
    assert answer.status_code == 405
    assert json.loads(answer.content)["code"] == "method_not_allowed"


def test_a_personal_call_without_a_token_is_401_with_the_scheme(client):
    answer = client.get("/api/v1/users/profile")
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"].startswith("Bearer")


def test_whoever_is_signed_in_on_the_pages_is_a_guest_to_the_api(client):
    client.force_login(get_user_model().objects.get(id=a_member().id))
    assert client.get("/account").status_code == 200
    answer = client.get("/api/v1/users/profile")
    assert answer.status_code == 401
    assert not answer.cookies


@pytest.mark.parametrize("token", ["x", "a.b.c", "eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0."])
def test_a_token_that_we_did_not_sign_is_401(client, token):
    answer = client.get("/api/v1/users/profile", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 401
    assert json.loads(answer.content)["code"] == "token_invalid"


def test_the_list_of_errors_names_each_field(client):
    answer = client.post("/api/v1/users/register", data={"email": "nobody"}, content_type="application/json")
    assert answer.status_code == 400
    fields = {error["field"] for error in json.loads(answer.content)["errors"]}
    assert {"email", "password"} <= fields


@pytest.mark.parametrize("accept", ["*/*", "application/json", "text/html, */*;q=0.1", "application/*"])
def test_whoever_takes_json_gets_it(client, accept):
    answer = client.get("/api/v1/categories", headers={"Accept": accept})
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/json"


def test_whoever_takes_something_else_only_is_told_so(client):
    answer = client.get("/api/v1/categories", headers={"Accept": "text/html"})
    assert answer.status_code == 406
    assert json.loads(answer.content)["code"] == "not_acceptable"


def test_an_answer_can_be_asked_for_with_indents(client):
    answer = client.get("/api/v1/products", headers={"Accept": "application/json; indent=4"})
    assert answer.content.startswith(b'{\n    "results": [')


def test_a_list_leads_to_the_next_page_whatever_else_was_asked_for(client):
    for name in ("Tee", "Shirt", "Coat"):
        a_product(name.lower(), name=name)
    address = "/api/v1/products?ordering=name&page_size=1"
    seen = []
    while address:
        page = client.get(address).json()
        seen += [row["name"] for row in page["results"]]
        address = page["next"]
    assert seen == ["Coat", "Shirt", "Tee"]


def test_line_ends_that_only_scripts_know_are_escaped(client):
    a_product("tee", description="Soft \u2028 and warm")
    answer = client.get("/api/v1/products/tee")
    assert b"Soft \\u2028 and warm" in answer.content
    assert answer.json()["description"] == "Soft \u2028 and warm"


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("post", "users/login", {"email": "ada@people.test", "password": "wrong"}, 401),
        ("post", "users/register", {"email": "ada@people.test", "password": "a-long-enough-one"}, 202),
        ("get", "orders/track?number=T-1&email=ada@people.test", None, 404),
        ("post", "catalog/stock-requests", {"variant_id": str(new_id()), "email": "ada@people.test"}, 404),
    ],
)
def test_calls_that_are_counted_answer_whoever_is_signed_in(method, path, body, status):
    assert send(signed_in(), method, path, body).status_code == status


def test_half_a_character_goes_back_to_whoever_sent_it():
    body = '{"rating": "\\ud800", "author": "Bo"}'
    a_product("judged")
    answer = signed_in().post("/api/v1/products/judged/reviews", body, content_type="application/json")
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "rating")
    odd = send(signed_in(Role.MERCHANDISER), "post", "products", {"name": "Tee", "status": "\ud800"})
    assert odd.status_code == 400 and "\ud800" in odd.json()["errors"][0]["message"]
