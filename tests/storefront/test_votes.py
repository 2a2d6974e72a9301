"""Saying whether a review helped, without JavaScript."""

import re

import pytest
from django.test import Client

from domains.catalog import services as catalog
from domains.catalog.types import Review
from domains.kernel.ids import UserId, new_id
from domains.user.types import Profile
from tests.factories.shop import SmallShop
from tests.factories.user import a_member
from tests.storefront.steps import counting_queries, sign_in, text_of

PAGE = "/products/everyday-tee"


@pytest.fixture
def review(small_shop: SmallShop) -> Review:
    return catalog.add_review(
        small_shop.tee.id, user_id=UserId(new_id()), author="Marit", rating=4, title="Soft", body="Very."
    )


@pytest.fixture
def person(review: Review) -> Profile:
    return a_member()


@pytest.fixture
def member(person: Profile) -> Client:
    browser = Client()
    sign_in(browser, person)
    return browser


def buttons(page: str, review: Review) -> dict[str, tuple[str, str]]:
    """Of each of the review's buttons: what it would send, and whether it is pressed."""
    found = re.findall(
        rf'reviews/{review.id}/vote" name="helpful" value="(\w+)" aria-pressed="(\w+)">(Yes|No)', page
    )
    return {name: (value, pressed) for value, pressed, name in found}


def test_a_vote_shows_and_pressing_it_again_takes_it_back(member: Client, review: Review) -> None:
    vote = f"{PAGE}/reviews/{review.id}/vote"
    before = buttons(member.get(PAGE).content.decode(), review)
    assert before == {"Yes": ("yes", "false"), "No": ("no", "false")}

    answer = member.post(vote, {"helpful": "yes", "next": PAGE})
    assert answer["Location"] == f"{PAGE}#review-{review.id}"
    after = buttons(member.get(PAGE).content.decode(), review)
    assert after == {"Yes": ("withdraw", "true"), "No": ("no", "false")}
    assert "Yes 1" in text_of(Client().get(PAGE))

    member.post(vote, {"helpful": "withdraw"})
    assert buttons(member.get(PAGE).content.decode(), review) == before


def test_a_guest_signs_in_and_comes_back_to_the_review(review: Review) -> None:
    answer = Client().post(f"{PAGE}/reviews/{review.id}/vote", {"helpful": "yes", "next": PAGE})

    assert answer["Location"] == f"/account/login?next={PAGE}%23review-{review.id}"


def test_nobody_is_asked_about_their_own_review(
    member: Client, person: Profile, small_shop: SmallShop, review: Review
) -> None:
    mine = catalog.add_review(
        small_shop.tee.id, user_id=person.id, author="Ada", rating=5, title="Mine", body="Good."
    )

    assert buttons(member.get(PAGE).content.decode(), mine) == {}
    refused = member.post(f"{PAGE}/reviews/{mine.id}/vote", {"helpful": "yes"}, follow=True)
    assert "This is your own review." in text_of(refused)


@pytest.mark.parametrize("answer", ["", "perhaps"])
def test_an_answer_that_is_none_is_told(member: Client, review: Review, answer: str) -> None:
    told = member.post(f"{PAGE}/reviews/{review.id}/vote", {"helpful": answer}, follow=True)

    assert "Say yes or no, please." in text_of(told)


def test_reviews_are_sorted_by_help(small_shop: SmallShop, review: Review) -> None:
    catalog.add_review(
        small_shop.tee.id, user_id=UserId(new_id()), author="Bo", rating=2, title="Thin", body="Hm."
    )
    catalog.vote_on_review(review.id, user_id=UserId(new_id()), helpful=True)

    newest = text_of(Client().get(PAGE))
    helpful = text_of(Client().get(f"{PAGE}?reviews=helpful"))

    assert newest.index("Thin") < newest.index("Soft")
    assert helpful.index("Soft") < helpful.index("Thin")


def test_votes_cost_a_member_one_query(member: Client, review: Review) -> None:
    member.get(PAGE)
    with counting_queries() as queries:
        member.get(PAGE)

    assert len([one for one in queries if "catalog_review_vote" in one]) == 1


def test_an_author_sees_how_their_review_stands(
    member: Client, person: Profile, small_shop: SmallShop
) -> None:
    words = {"rating": 4, "title": "Look", "body": "More at www.elsewhere.test"}
    said = text_of(member.post(f"{PAGE}/reviews", words, follow=True))
    assert "Somebody reads your review before it is on the page." in said
    waiting = text_of(member.get(PAGE))
    assert "waits to be read" in waiting and "Write a review" not in waiting
    assert "Look" not in text_of(Client().get(PAGE))

    own = catalog.find_own_review(person.id, product_id=small_shop.tee.id)
    assert own is not None
    catalog.reject_reviews([own.id], reason="It advertises.")

    told = text_of(member.get(PAGE))
    assert "“It advertises.” You can write it anew." in told and "Write a review" in told
