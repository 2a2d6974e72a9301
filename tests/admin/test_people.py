"""Who asked for an import, and who decided a review, by name."""

import re

import pytest

from domains.catalog import services as catalog
from domains.kernel import context
from domains.kernel.ids import UserId, new_id
from domains.kernel.types import Role
from domains.user import services as users
from domains.user.types import Profile
from tests.catalog.test_admin import signed_in as at_the_admin
from tests.factories.catalog import a_product
from tests.factories.user import a_member
from tests.storefront.steps import counting_queries, text_of

pytestmark = pytest.mark.django_db
FILE = b"Handle,Title,Variant Price\nmug,Mug,5.00\n"


def named(first: str, last: str = "") -> Profile:
    return users.update_profile(a_member().id, first_name=first, last_name=last)


def an_import(by: Profile) -> str:
    with context.bound(actor=f"user:{by.id}"):
        return str(catalog.start_import(FILE, filename="goods.csv").id)


def a_decision(by: Profile, slug: str) -> str:
    product = a_product(slug)
    review = catalog.add_review(
        product.id, user_id=UserId(new_id()), author="Nobody", rating=5, title="Good", body="Very good."
    )
    with context.bound(actor=f"user:{by.id}"):
        catalog.reject_reviews([review.id], reason="It advertises.")
    return str(review.id)


def test_an_import_tells_who_asked_for_it() -> None:
    client = at_the_admin(Role.MERCHANDISER)
    ada, nameless = named("Ada", "Byron"), named("")
    import_id = an_import(ada)
    an_import(nameless)
    words = text_of(client.get("/admin/catalog/importjob/"))
    assert "Ada Byron" in words and nameless.email in words
    page = client.get(f"/admin/catalog/importjob/{import_id}/change/")
    assert "Ada Byron" in text_of(page) and str(ada.id) not in page.content.decode()


def test_a_review_tells_who_decided() -> None:
    client = at_the_admin(Role.MERCHANDISER)
    ada = named("Ada", "Byron")
    review_id = a_decision(ada, "mug")
    assert "Ada Byron" in text_of(client.get("/admin/catalog/review/"))
    page = client.get(f"/admin/catalog/review/{review_id}/change/")
    assert "Ada Byron" in text_of(page) and str(ada.id) not in page.content.decode()


def test_a_whole_page_asks_once_who_people_are() -> None:
    client = at_the_admin(Role.MERCHANDISER)
    for number in range(4):
        a_decision(named(f"Person {number}"), f"mug-{number}")
    with counting_queries() as queries:
        words = text_of(client.get("/admin/catalog/review/"))
    assert all(f"Person {number}" in words for number in range(4))
    profiles = [one for one in queries if re.search(r'FROM "user_\w+".*IN \(', one, re.DOTALL)]
    assert len([one for one in profiles if "email" in one]) == 1, "\n".join(profiles)


def test_whoever_left_and_the_shop_itself_have_names_too() -> None:
    gone = f"user:{new_id()}"
    assert users.get_actor_names(["system", "guest", gone]) == {
        "system": "the shop itself",
        "guest": "a guest",
        gone: "a closed account",
    }
