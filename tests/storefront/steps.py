"""What a shopper does, as the browser without JavaScript sends it."""

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from django.db import connections
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from domains.catalog.types import Product
from domains.user.types import Profile
from tests.factories.user import PASSWORD

HOME = {
    "shipping-name": "Ada Byron",
    "shipping-line1": "12 Lake Road",
    "shipping-city": "Portland",
    "shipping-region": "OR",
    "shipping-postal_code": "97210",
    "shipping-country": "US",
}


def put_in_cart(visitor: Client, product: Product, quantity: int = 1) -> HttpResponse:
    """The answer to the product page's form for the first variant."""
    return visitor.post("/cart/items", {"variant_id": product.variants[0].id, "quantity": quantity})


def fill_in_checkout(visitor: Client, **changes: Any) -> dict[str, Any]:
    """The checkout's fields with everything typed in, hidden ones as the page has them."""
    page = visitor.get("/checkout").content.decode()
    hidden = {name: hidden_value(page, name) for name in ("key", "cart", "expected_total")}
    method = re.search(r'name="shipping_method" value="([^"]+)"', page)
    assert method, "the checkout offers no delivery"
    return {
        **HOME,
        **hidden,
        "email": "ada@people.test",
        "billing_same": "on",
        "shipping_method": method[1],
        "payment": "test:tok_ok",
        **changes,
    }


def hidden_value(page: str, name: str) -> str:
    """What a hidden field of the page holds."""
    field = re.search(rf'<input type="hidden" name="{name}" value="([^"]*)"', page)
    assert field, f"the page has no hidden field {name}"
    return field[1]


def order(visitor: Client, **changes: Any) -> HttpResponse:
    """The answer to the checkout's button."""
    return visitor.post("/checkout", fill_in_checkout(visitor, **changes))


def sign_in(visitor: Client, person: Profile, **more: str) -> HttpResponse:
    """The answer to the sign-in form."""
    return visitor.post("/account/login", {"email": person.email, "password": PASSWORD, **more})


def text_of(answer: HttpResponse) -> str:
    """The page's words, without mark-up."""
    body = re.sub(r"<(script|style|svg).*?</\1>", " ", answer.content.decode(), flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


@contextmanager
def counting_queries() -> Iterator[list[str]]:
    """Every query of every database, without the marks that a test's own transaction adds."""
    queries: list[str] = []
    with ExitStack() as stack:
        captured = [stack.enter_context(CaptureQueriesContext(one)) for one in connections.all()]
        yield queries
        every = [query["sql"] for one in captured for query in one.captured_queries]
    queries.extend(sql for sql in every if "SAVEPOINT" not in sql)
