"""Wishlists: adding, leaving, sharing, and taking the link back."""

from uuid import UUID

import pytest
from django.test import Client

from domains.catalog import services as catalog
from domains.catalog import wishes
from domains.catalog.errors import ProductNotFound, WishlistFull, WishlistNotFound
from domains.catalog.types import OtherPrice, ProductStatus, Visibility
from domains.kernel.ids import UserId, new_id
from domains.kernel.money import Money
from tests.factories.catalog import a_product, new_tee, new_variant
from tests.factories.user import send, signed_in
from tests.storefront.steps import counting_queries

pytestmark = pytest.mark.django_db


def somebody() -> UserId:
    return UserId(new_id())


def names_on(user: UserId) -> list[str]:
    return [wish.name for wish in catalog.list_wishes(user)]


def test_what_was_added_last_stands_first() -> None:
    ada = somebody()
    for slug in ("first", "second", "third"):
        catalog.add_wish(ada, product_id=a_product(slug).id)

    assert names_on(ada) == ["Third", "Second", "First"]
    assert names_on(somebody()) == []


def test_a_product_stands_on_a_list_once() -> None:
    ada, tee = somebody(), a_product("only")
    catalog.add_wish(ada, product_id=tee.id)
    catalog.add_wish(ada, product_id=tee.id)

    assert names_on(ada) == ["Only"]
    assert catalog.get_wished_ids(ada) == {tee.id}

    catalog.remove_wish(ada, product_id=tee.id)
    catalog.remove_wish(ada, product_id=tee.id)

    assert names_on(ada) == []


def test_what_leaves_the_shop_stays_on_the_list_without_its_card() -> None:
    ada, gone = somebody(), a_product("gone")
    catalog.add_wish(ada, product_id=gone.id)
    catalog.archive_product(gone.id)

    (wish,) = catalog.list_wishes(ada)

    assert (wish.name, wish.card) == ("Gone", None)


def test_an_unlisted_product_can_be_wished_for_by_whoever_knows_it() -> None:
    ada, secret = somebody(), a_product("secret", visibility=Visibility.UNLISTED)
    catalog.add_wish(ada, product_id=secret.id)

    (wish,) = catalog.list_wishes(ada)

    assert wish.card is not None and wish.card.slug == "secret"


@pytest.mark.parametrize("state", [{"status": ProductStatus.DRAFT}, {"visibility": Visibility.HIDDEN}])
def test_what_is_not_in_the_shop_cannot_be_wished_for(state) -> None:
    hidden = catalog.save_product(new_tee("hidden", **state))
    for product_id in (hidden.id, new_id()):
        with pytest.raises(ProductNotFound):
            catalog.add_wish(somebody(), product_id=product_id)


def test_a_full_list_says_so_and_keeps_what_it_has(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wishes, "MOST", 2)
    ada = somebody()
    products = [a_product() for _ in range(3)]
    for product in products[:2]:
        catalog.add_wish(ada, product_id=product.id)

    with pytest.raises(WishlistFull):
        catalog.add_wish(ada, product_id=products[2].id)
    catalog.add_wish(ada, product_id=products[0].id)

    assert catalog.get_wished_ids(ada) == {one.id for one in products[:2]}


def test_a_long_list_is_read_page_by_page_with_two_queries_each() -> None:
    ada = somebody()
    for number in range(5):
        catalog.add_wish(ada, product_id=a_product(f"p-{number}").id)

    first = catalog.list_wishes(ada, page_size=3)
    with counting_queries() as queries:
        second = catalog.list_wishes(ada, cursor=first.next, page_size=3)

    assert [wish.name for wish in (*first, *second)] == ["P 4", "P 3", "P 2", "P 1", "P 0"]
    assert second.next is None
    assert len(queries) == 2, "\n".join(queries)


def test_the_link_stays_the_same_until_it_is_taken_back() -> None:
    ada = somebody()
    assert catalog.find_wishlist_link(ada) is None
    link = catalog.share_wishlist(ada)

    assert catalog.share_wishlist(ada) == link == catalog.find_wishlist_link(ada)
    assert catalog.get_wishlist_link(link.token).user_id == ada
    assert len(link.token) >= 32

    catalog.unshare_wishlist(ada)

    with pytest.raises(WishlistNotFound):
        catalog.get_wishlist_link(link.token)
    assert catalog.share_wishlist(ada).token != link.token


@pytest.mark.parametrize("token", ["", "nothing", "\x00", "a" * 5_000])
def test_a_token_of_nobody_opens_nothing(token: str) -> None:
    with pytest.raises(WishlistNotFound):
        catalog.get_wishlist_link(token)


# --- Over HTTP -----------------------------------------------------------------------------


def test_a_list_is_kept_and_shared_over_the_api() -> None:
    ada, tee = signed_in(), a_product("river-tee")

    assert send(ada, "put", f"wishlist/items/{tee.id}").status_code == 204
    answer = send(ada, "get", "wishlist")
    (row,) = answer.json()["results"]
    assert row["name"] == "River Tee" and row["product"]["slug"] == "river-tee"
    assert answer["Cache-Control"] == "private, no-store"

    assert send(ada, "get", "wishlist/link").status_code == 404
    link = send(ada, "post", "wishlist/link").json()
    assert link["url"].endswith(f"/wishlists/{link['token']}")
    shared = send(Client(), "get", f"wishlists/{link['token']}")
    assert [one["name"] for one in shared.json()["results"]] == ["River Tee"]

    assert send(ada, "delete", "wishlist/link").status_code == 204
    refused = send(Client(), "get", f"wishlists/{link['token']}")
    assert (refused.status_code, refused.json()["code"]) == (404, "wishlist_not_found")

    assert send(ada, "delete", f"wishlist/items/{tee.id}").status_code == 204
    assert send(ada, "get", "wishlist").json()["results"] == []


def test_a_list_is_told_in_the_currency_that_is_asked_for() -> None:
    ada = signed_in()
    euros = (OtherPrice(Money.of("17.00", "EUR")),)
    for slug, others in (("mug", euros), ("jug", ())):
        product = a_product(slug, variants=(new_variant(slug, "20.00", other_prices=others),))
        send(ada, "put", f"wishlist/items/{product.id}")
    token = send(ada, "post", "wishlist/link").json()["token"]

    for client, path in ((ada, "wishlist"), (Client(), f"wishlists/{token}")):
        rows = send(client, "get", f"{path}?currency=eur").json()["results"]
        assert {one["name"]: one["product"]["price"]["currency"] for one in rows} == {
            "Mug": "EUR",
            "Jug": "USD",
        }
        assert send(client, "get", f"{path}?currency=nothing").status_code == 400


def test_nobody_sees_or_changes_the_list_of_somebody_else() -> None:
    ada, bob, tee = signed_in(), signed_in(), a_product()
    send(ada, "put", f"wishlist/items/{tee.id}")

    send(bob, "delete", f"wishlist/items/{tee.id}")

    assert send(bob, "get", "wishlist").json()["results"] == []
    assert len(send(ada, "get", "wishlist").json()["results"]) == 1


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("get", "wishlist"),
        ("put", f"wishlist/items/{UUID(int=1)}"),
        ("delete", f"wishlist/items/{UUID(int=1)}"),
        ("get", "wishlist/link"),
        ("post", "wishlist/link"),
        ("delete", "wishlist/link"),
    ],
)
def test_a_guest_has_no_list(method: str, path: str) -> None:
    assert send(Client(), method, path).status_code == 401


def test_an_unknown_product_is_not_found() -> None:
    answer = send(signed_in(), "put", f"wishlist/items/{new_id()}")
    assert (answer.status_code, answer.json()["code"]) == (404, "product_not_found")
