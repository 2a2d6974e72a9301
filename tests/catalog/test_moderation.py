"""Reviews that wait are read by staff, who approve or reject them."""

import re

import pytest
from django.test import Client

from domains.catalog import services as catalog
from domains.catalog.errors import AlreadyReviewed, InvalidReview
from domains.catalog.types import Product, Review, ReviewStatus
from domains.kernel.ids import UserId, new_id
from domains.kernel.types import Role
from tests.catalog.test_admin import signed_in
from tests.factories.catalog import a_product
from tests.factories.user import send
from tests.factories.user import signed_in as at_the_api

pytestmark = pytest.mark.django_db
SPAM = "Cheaper at https://elsewhere.test/tees"


def write(product: Product, *, by: UserId | None = None, **more) -> Review:
    given = {"author": "Marit", "rating": 2, "title": "Fine", "body": "Soft."} | more
    return catalog.add_review(product.id, user_id=by or UserId(new_id()), **given)


def shown(product: Product) -> list[str]:
    return [one.title for one in catalog.list_reviews(product.id)]


def rating_count(product: Product) -> int:
    return catalog.get_product(product.id).rating.count


@pytest.fixture
def support() -> Client:
    return signed_in(Role.SUPPORT)


@pytest.mark.parametrize(
    "words",
    [
        {"body": SPAM},
        {"title": "www.elsewhere.test"},
        {"author": "tees-for-all.shop"},
        {"body": "Write to me: bo@elsewhere.test"},
    ],
    ids=lambda words: next(iter(words.values()))[:20],
)
def test_a_review_with_an_address_in_it_waits_and_counts_for_nothing(words: dict[str, str]) -> None:
    product = a_product()
    review = write(product, **words)

    assert review.status is ReviewStatus.PENDING
    assert shown(product) == [] and rating_count(product) == 0
    assert catalog.count_pending_reviews() == 1


@pytest.mark.parametrize(
    "body", ["Soft.It shrank a little...at 60 degrees", "5/5, would buy again e.g. in ink"]
)
def test_plain_words_are_published_at_once(body: str) -> None:
    product = a_product()

    assert write(product, body=body).status is ReviewStatus.PUBLISHED
    assert rating_count(product) == 1


def test_a_shop_may_read_what_strangers_write_or_everything(settings) -> None:
    product = a_product()
    buyer = UserId(new_id())
    settings.REVIEWS_WAIT = "unverified"
    assert write(product).status is ReviewStatus.PENDING
    assert write(product, by=buyer, verified=True).status is ReviewStatus.PUBLISHED
    settings.REVIEWS_WAIT = "all"
    assert write(product, verified=True).status is ReviewStatus.PENDING


def test_what_is_approved_shows_and_counts_and_what_is_rejected_no_more() -> None:
    product = a_product()
    review = write(product, body=SPAM)

    assert catalog.approve_reviews([review.id]) == 1
    assert catalog.approve_reviews([review.id]) == 0
    assert shown(product) == ["Fine"] and rating_count(product) == 1

    assert catalog.reject_reviews([review.id], reason="It advertises.") == 1
    assert shown(product) == [] and rating_count(product) == 0


def test_an_author_reads_why_and_may_write_anew() -> None:
    product, ada = a_product(), UserId(new_id())
    review = write(product, by=ada, body=SPAM)
    with pytest.raises(AlreadyReviewed):
        write(product, by=ada)
    catalog.reject_reviews([review.id], reason="It advertises.")
    own = catalog.find_own_review(ada, product_id=product.id)
    assert own is not None and own.reason == "It advertises."

    again = write(product, by=ada, title="Better", body="Soft.")

    assert (again.id, again.status, again.reason) == (review.id, ReviewStatus.PENDING, "")
    catalog.approve_reviews([again.id])
    assert shown(product) == ["Better"]


@pytest.mark.parametrize("reason", ["", "   ", "x" * 201, "a\x00b"])
def test_a_rejection_needs_a_reason(reason: str) -> None:
    review = write(a_product())
    with pytest.raises(InvalidReview):
        catalog.reject_reviews([review.id], reason=reason)


def test_the_api_says_that_a_review_waits_and_keeps_it_back() -> None:
    a_product("judged")
    words = {"rating": 5, "author": "Bo", "title": "Look", "body": SPAM}

    written = send(at_the_api(), "post", "products/judged/reviews", words)

    assert (written.status_code, written.json()["status"]) == (201, "pending")
    assert send(Client(), "get", "products/judged/reviews").json()["results"] == []


# --- In the admin --------------------------------------------------------------------------


def test_the_dashboard_counts_what_waits_and_leads_to_it(support: Client) -> None:
    write(a_product(), title="Waits", body=SPAM)
    write(a_product(), title="Shows")

    page = support.get("/admin/").content.decode()
    link = re.search(r'href="([^"]+)">Reviews to be read</a><strong[^>]*>(\d+)<', page)
    assert link and link[2] == "1"
    queue = support.get(link[1]).content.decode()

    assert "Waits" in queue and "Shows" not in queue


def test_many_are_approved_at_once(support: Client) -> None:
    product = a_product()
    chosen = [str(write(product, body=SPAM).id) for _ in range(3)]

    support.post("/admin/catalog/review/", {"_selected_action": chosen, "action": "approve"})

    assert rating_count(product) == 3


def test_many_are_rejected_with_one_reason(support: Client) -> None:
    product = a_product()
    chosen = [write(product) for _ in range(2)]
    form = {"_selected_action": [str(one.id) for one in chosen], "action": "reject"}

    question = support.post("/admin/catalog/review/", form)["Location"]
    assert "Reject 2 reviews?" in support.get(question).content.decode()
    assert support.post(question, {"reason": ""}).status_code == 200
    assert rating_count(product) == 2
    support.post(question, {"reason": "They advertise."})

    assert rating_count(product) == 0
    own = catalog.find_own_review(chosen[0].user_id, product_id=product.id)
    assert own is not None and own.reason == "They advertise."


@pytest.mark.parametrize("ids", ["", "nonsense", ","])
def test_nothing_is_rejected_where_nothing_was_chosen(support: Client, ids: str) -> None:
    assert support.get(f"/admin/catalog/review/reject/?ids={ids}").status_code == 302


def test_a_review_is_decided_on_its_own_page(support: Client) -> None:
    product = a_product()
    review = write(product, body=SPAM)
    page = f"/admin/catalog/review/{review.id}"
    assert SPAM in support.get(f"{page}/change/").content.decode()

    support.post(f"{page}/approve/", {})
    assert rating_count(product) == 1
    support.post(f"{page}/reject/", {"reason": "It advertises."})
    assert rating_count(product) == 0


def test_who_may_not_read_reviews_decides_about_none(client: Client) -> None:
    product = a_product()
    review = write(product)
    warehouse = signed_in(Role.WAREHOUSE)

    warehouse.post(f"/admin/catalog/review/reject/?ids={review.id}", {"reason": "x"})
    warehouse.post(f"/admin/catalog/review/{review.id}/reject/", {"reason": "x"})

    assert rating_count(product) == 1
