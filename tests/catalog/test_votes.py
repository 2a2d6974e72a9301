"""Whether a review helped: one vote a person, and the order that follows from it."""

from functools import partial

import pytest
from django.test import Client

from domains.catalog import services as catalog
from domains.catalog.errors import OwnReview, ReviewNotFound
from domains.catalog.types import Product, Review, ReviewOrdering
from domains.kernel.ids import UserId, new_id
from tests.factories.catalog import a_product
from tests.factories.user import a_member, client_of, send, signed_in
from tests.racing import at_once

pytestmark = pytest.mark.django_db


def somebody() -> UserId:
    return UserId(new_id())


def written(product: Product, title: str, *, by: UserId | None = None) -> Review:
    return catalog.add_review(
        product.id, user_id=by or somebody(), author="Marit", rating=4, title=title, body="Soft."
    )


def titles(product: Product, **more) -> list[str]:
    return [one.title for one in catalog.list_reviews(product.id, **more)]


def test_a_person_has_one_vote_that_they_may_change_and_take_back() -> None:
    review, ada = written(a_product(), "Good"), somebody()

    for helpful, counted in ((True, (1, 0)), (True, (1, 0)), (False, (0, 1)), (None, (0, 0)), (None, (0, 0))):
        seen = catalog.vote_on_review(review.id, user_id=ada, helpful=helpful)
        assert (seen.helpful, seen.unhelpful) == counted
        mine = catalog.get_review_votes(ada, review_ids=[review.id])
        assert mine == ({} if helpful is None else {review.id: helpful})


def test_nobody_votes_on_their_own_review_or_on_none() -> None:
    ada = somebody()
    review = written(a_product(), "Mine", by=ada)
    with pytest.raises(OwnReview):
        catalog.vote_on_review(review.id, user_id=ada, helpful=True)
    with pytest.raises(ReviewNotFound):
        catalog.vote_on_review(new_id(), user_id=ada, helpful=True)


def test_what_helped_most_stands_first_page_by_page() -> None:
    product = a_product()
    reviews = {title: written(product, title) for title in ("poor", "fair", "best", "plain")}
    for title, votes in (("poor", [False]), ("fair", [True]), ("best", [True, True, True, False])):
        for helpful in votes:
            catalog.vote_on_review(reviews[title].id, user_id=somebody(), helpful=helpful)

    by_help = {"ordering": ReviewOrdering.HELPFUL}
    assert titles(product) == ["plain", "best", "fair", "poor"]
    assert titles(product, **by_help) == ["best", "fair", "plain", "poor"]
    first = catalog.list_reviews(product.id, page_size=2, **by_help)
    assert titles(product, cursor=first.next, page_size=2, **by_help) == ["plain", "poor"]


@pytest.mark.django_db(transaction=True)
def test_votes_at_the_same_moment_are_all_counted() -> None:
    product = a_product()
    review = written(product, "Good")
    people = [somebody() for _ in range(12)]

    at_once([partial(catalog.vote_on_review, review.id, user_id=person, helpful=True) for person in people])

    (seen,) = catalog.list_reviews(product.id)
    assert (seen.helpful, seen.unhelpful) == (12, 0)


# --- Over HTTP -----------------------------------------------------------------------------


def test_a_vote_is_cast_and_taken_back_over_the_api() -> None:
    product = a_product("voted")
    review = written(product, "Good")
    ada, path = signed_in(), f"reviews/{review.id}/vote"

    assert send(Client(), "put", path, {"helpful": True}).status_code == 401
    answer = send(ada, "put", path, {"helpful": True})
    assert (answer.status_code, answer.json()["helpful"]) == (200, 1)
    assert send(ada, "delete", path).json()["helpful"] == 0
    assert send(ada, "put", path, {"helpful": "perhaps"}).status_code == 400
    assert (
        send(ada, "put", f"reviews/{new_id()}/vote", {"helpful": True}).json()["code"] == "review_not_found"
    )


def test_ones_own_review_is_refused_over_the_api() -> None:
    person = a_member()
    review = written(a_product(), "Mine", by=person.id)

    answer = send(client_of(person), "put", f"reviews/{review.id}/vote", {"helpful": True})

    assert (answer.status_code, answer.json()["code"]) == (409, "own_review")


def test_a_list_is_asked_for_by_help() -> None:
    product = a_product("sorted")
    first, _ = written(product, "first"), written(product, "second")
    catalog.vote_on_review(first.id, user_id=somebody(), helpful=True)

    answer = send(Client(), "get", "products/sorted/reviews?ordering=helpful").json()

    assert [one["title"] for one in answer["results"]] == ["first", "second"]
    assert send(Client(), "get", "products/sorted/reviews?ordering=loudest").status_code == 400
