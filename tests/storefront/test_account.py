"""Accounts: opening one, signing in with the cart, and a member's own pages."""

import re

import pytest
from django.core import mail
from django.test import Client

from domains.order import services as orders
from domains.user import services as users
from tests.factories.shop import SmallShop
from tests.factories.user import PASSWORD, a_member, new_email
from tests.storefront.steps import order, put_in_cart, sign_in, text_of

ADDRESS = {
    "name": "Ada Byron",
    "line1": "12 Lake Road",
    "city": "Portland",
    "region": "OR",
    "postal_code": "97210",
    "country": "US",
    "type": "shipping",
}


def newest_mail(email: str) -> str:
    """The text of the last mail to this address."""
    return str([one for one in mail.outbox if email in one.to][-1].body)


def test_an_account_is_opened_with_the_mailed_code(visitor: Client) -> None:
    email = new_email()
    answer = visitor.post(
        "/account/register", {"first_name": "Ada", "last_name": "Byron", "email": email, "password": PASSWORD}
    )
    assert answer["Location"] == "/account/verify"
    assert email in text_of(visitor.get("/account/verify"))

    code = re.search(r"\b\d{6}\b", newest_mail(email))
    assert code
    opened = visitor.post("/account/verify", {"email": email, "code": code[0]}, follow=True)

    assert opened.request["PATH_INFO"] == "/account"
    assert "Hello, Ada" in text_of(opened)


def test_a_taken_address_looks_the_same_as_a_free_one(visitor: Client) -> None:
    taken = a_member().email

    answer = visitor.post("/account/register", {"email": taken, "password": PASSWORD})

    assert answer.status_code == 302
    assert answer["Location"] == "/account/verify"


def test_a_weak_password_is_refused_at_its_field(visitor: Client) -> None:
    answer = visitor.post("/account/register", {"email": new_email(), "password": "12345678"})

    assert answer.status_code == 422
    assert re.search(r'id="id_password_error"', answer.content.decode())


def test_signing_in_brings_the_cart(visitor: Client, small_shop: SmallShop) -> None:
    person = a_member()
    put_in_cart(visitor, small_shop.mug, 2)

    sign_in(visitor, person)

    assert "Morning Mug" in text_of(visitor.get("/cart"))
    elsewhere = Client()
    sign_in(elsewhere, person)
    assert "Morning Mug" in text_of(elsewhere.get("/cart"))


def test_a_wrong_password_is_said_plainly_and_the_address_stays(visitor: Client) -> None:
    person = a_member()

    answer = visitor.post("/account/login", {"email": person.email, "password": "wrong"})

    assert answer.status_code == 422
    assert "e-mail address or the password is not right" in text_of(answer)
    assert f'value="{person.email}"' in answer.content.decode()
    assert "wrong" not in re.findall(r'value="([^"]*)"', answer.content.decode())


@pytest.mark.parametrize("goal", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_signing_in_never_leads_out_of_the_shop(visitor: Client, goal: str) -> None:
    assert sign_in(visitor, a_member(), next=goal)["Location"] == "/account"


def test_a_password_is_reset_by_mail(visitor: Client) -> None:
    person = a_member()
    visitor.post("/account/reset", {"email": person.email})
    link = re.search(r"/account/reset/\S+", newest_mail(person.email))
    assert link

    fresh = "another long quiet phrase"
    visitor.post(link[0], {"password": fresh, "again": fresh})

    answer = visitor.post("/account/login", {"email": person.email, "password": fresh})
    assert answer["Location"] == "/account"


@pytest.mark.parametrize(
    "path", ["/account", "/account/orders", "/account/addresses", "/account/profile", "/account/orders/X"]
)
def test_a_guest_is_asked_to_sign_in_first(visitor: Client, path: str) -> None:
    assert visitor.get(path)["Location"] == f"/account/login?next={path}"


def test_an_address_is_added_changed_and_removed_after_asking(visitor: Client) -> None:
    person = a_member()
    sign_in(visitor, person)

    visitor.post("/account/addresses/new", ADDRESS)
    (saved,) = users.list_addresses(person.id)
    visitor.post(f"/account/addresses/{saved.id}", {**ADDRESS, "city": "Salem"})
    assert "Salem" in text_of(visitor.get("/account/addresses"))

    assert "Remove this address?" in text_of(visitor.get(f"/account/addresses/{saved.id}/remove"))
    assert users.list_addresses(person.id)
    visitor.post(f"/account/addresses/{saved.id}/remove")
    assert not users.list_addresses(person.id)


def test_somebody_elses_address_is_not_there(visitor: Client) -> None:
    owner, stranger = a_member(), a_member()
    sign_in(visitor, owner)
    visitor.post("/account/addresses/new", ADDRESS)
    (saved,) = users.list_addresses(owner.id)
    other = Client()
    sign_in(other, stranger)

    assert other.get(f"/account/addresses/{saved.id}").status_code == 404
    assert other.post(f"/account/addresses/{saved.id}/remove").status_code == 404


def test_a_profile_is_saved(visitor: Client) -> None:
    person = a_member()
    sign_in(visitor, person)

    visitor.post(
        "/account/profile", {"first_name": "Augusta", "last_name": "King", "marketing_consent": "on"}
    )

    saved = users.get_profile(person.id)
    assert (saved.name, saved.marketing_consent) == ("Augusta King", True)


def test_an_order_is_cancelled_after_asking(visitor: Client, small_shop: SmallShop) -> None:
    person = a_member()
    sign_in(visitor, person)
    put_in_cart(visitor, small_shop.mug)
    number = order(visitor, email=person.email)["Location"].rpartition("/")[2]

    assert "Keep it" in text_of(visitor.get(f"/account/orders/{number}/cancel"))
    answer = visitor.post(f"/account/orders/{number}/cancel", follow=True)

    assert "Cancelled" in text_of(answer)


def test_some_of_an_order_is_cancelled(visitor: Client, small_shop: SmallShop) -> None:
    person = a_member()
    sign_in(visitor, person)
    put_in_cart(visitor, small_shop.mug)
    put_in_cart(visitor, small_shop.mug)
    number = order(visitor, email=person.email)["Location"].rpartition("/")[2]
    (line,) = orders.get_order_by_number(number).lines
    address = f"/account/orders/{number}/cancel"
    assert "Only some of it" in text_of(visitor.get(address))

    nothing = visitor.post(address, {"what": "part", "key": "a"}, follow=True)
    assert "Name at least one line" in text_of(nothing)
    answer = visitor.post(address, {"what": "part", "key": "b", f"pieces-{line.id}": "1"}, follow=True)

    assert "1 cancelled" in text_of(answer)
    assert "Part called off" in text_of(answer)
    assert f"Returned to you \N{MINUS SIGN}{line.unit_price.formatted()}" in text_of(answer)
    assert orders.get_order_by_number(number).lines[0].left == line.quantity - 1


def test_somebody_elses_order_is_not_there(visitor: Client, small_shop: SmallShop) -> None:
    person = a_member()
    sign_in(visitor, person)
    put_in_cart(visitor, small_shop.mug)
    number = order(visitor, email=person.email)["Location"].rpartition("/")[2]
    stranger = Client()
    sign_in(stranger, a_member())

    assert stranger.get(f"/account/orders/{number}").status_code == 404
    assert stranger.post(f"/account/orders/{number}/cancel").status_code == 404


def test_a_member_writes_one_review(visitor: Client) -> None:
    sign_in(visitor, a_member())
    review = {"rating": "4", "title": "Keeps tea warm", "body": "Even on the ferry."}

    assert "Keeps tea warm" in text_of(visitor.post("/products/morning-mug/reviews", review, follow=True))
    again = visitor.post("/products/morning-mug/reviews", review)
    assert again.status_code == 422
    assert "reviewed this product already" in text_of(again)


def test_what_is_chosen_beside_a_refused_review_leads_on_to_the_product(visitor: Client) -> None:
    sign_in(visitor, a_member())
    refused = visitor.post("/products/everyday-tee/reviews", {"rating": ""})
    (choice, *_) = re.findall(r'class="pick[^>]* href="([^"]+)"', refused.content.decode())
    chosen = visitor.get(f"/products/everyday-tee/reviews{choice}")
    assert (chosen.status_code, chosen["Location"]) == (302, f"/products/everyday-tee{choice}")
    assert "Add to cart" in text_of(visitor.get(chosen["Location"]))


def test_signing_out_needs_a_form_and_forgets_the_member(visitor: Client, small_shop: SmallShop) -> None:
    sign_in(visitor, a_member())
    put_in_cart(visitor, small_shop.mug)

    assert visitor.get("/account/logout").status_code == 405
    visitor.post("/account/logout")

    assert "Your cart is empty" in text_of(visitor.get("/cart"))
    assert visitor.get("/account").status_code == 302
