"""Hearts and the wishlist, without JavaScript unless said."""

import re

import pytest
from django.test import Client

from domains.catalog import services as catalog
from domains.kernel.ids import new_id
from domains.user import services as users
from domains.user.types import Profile
from tests.factories.shop import SmallShop
from tests.factories.user import a_member
from tests.storefront.steps import counting_queries, sign_in, text_of


@pytest.fixture
def person(small_shop: SmallShop) -> Profile:
    return a_member()


@pytest.fixture
def member(person: Profile) -> Client:
    browser = Client()
    sign_in(browser, person)
    return browser


def is_wished(page: str, product_id: object) -> bool:
    """Whether the product's heart on the page is a full one."""
    hearts = re.findall(rf'form="lists" name="(add|remove)" value="{product_id}"', page)
    assert hearts, "there is no such heart"
    return set(hearts) == {"remove"}


def test_a_heart_puts_a_product_on_the_list_and_takes_it_off(member: Client, small_shop: SmallShop) -> None:
    tee = small_shop.tee
    for path in ("/", "/categories/t-shirts", "/products/everyday-tee"):
        assert not is_wished(member.get(path).content.decode(), tee.id)

    answer = member.post("/wishlist", {"add": tee.id, "next": "/categories/t-shirts"}, follow=True)

    assert answer.request["PATH_INFO"] == "/categories/t-shirts"
    assert "It is on your wishlist." in text_of(answer)
    for path in ("/", "/categories/t-shirts", "/products/everyday-tee", "/account/wishlist"):
        assert is_wished(member.get(path).content.decode(), tee.id)

    member.post("/wishlist", {"remove": tee.id})

    assert "Nothing here yet" in text_of(member.get("/account/wishlist"))


def test_a_guest_signs_in_comes_back_and_has_their_wish(small_shop: SmallShop, person: Profile) -> None:
    guest = Client()
    asked = guest.post("/wishlist", {"add": small_shop.mug.id, "next": "/products/morning-mug"}, follow=True)
    assert asked.request["PATH_INFO"] == "/account/login"
    assert "Sign in, and it is on your wishlist." in text_of(asked)

    back = sign_in(guest, person, next="/products/morning-mug")

    assert back["Location"] == "/products/morning-mug"
    page = guest.get("/products/morning-mug").content.decode()
    assert is_wished(page, small_shop.mug.id)
    assert "wish" not in {name for name, morsel in guest.cookies.items() if morsel.value}


def test_a_wish_that_left_the_shop_meanwhile_is_told(small_shop: SmallShop, person: Profile) -> None:
    guest = Client()
    guest.post("/wishlist", {"add": small_shop.mug.id})
    catalog.archive_product(small_shop.mug.id)

    sign_in(guest, person)

    assert "There is no such product." in text_of(guest.get("/account"))


def test_with_htmx_the_heart_changes_in_place(member: Client, small_shop: SmallShop) -> None:
    answer = member.post("/wishlist", {"add": small_shop.tee.id}, headers={"HX-Request": "true"})

    assert answer.status_code == 200
    assert is_wished(answer.content.decode(), small_shop.tee.id)
    assert "Everyday Tee on your wishlist" in text_of(answer)


def test_with_htmx_a_guest_is_sent_to_sign_in(small_shop: SmallShop) -> None:
    answer = Client().post(
        "/wishlist",
        {"add": small_shop.tee.id, "next": "/categories/t-shirts"},
        headers={"HX-Request": "true"},
    )

    assert answer["HX-Redirect"] == "/account/login?next=/categories/t-shirts"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "Choose what you would like to keep first."),
        ({"add": "nonsense"}, "Choose what you would like to keep first."),
        ({"add": str(new_id())}, "There is no such product."),
    ],
    ids=["nothing", "nonsense", "unknown"],
)
def test_a_heart_that_means_nothing_is_told(member: Client, given: dict[str, str], said: str) -> None:
    assert said in text_of(member.post("/wishlist", given, follow=True))


def test_a_heart_leads_to_no_other_site(member: Client, small_shop: SmallShop) -> None:
    answer = member.post("/wishlist", {"add": small_shop.tee.id, "next": "https://evil.test/"})

    assert answer["Location"] == "/account/wishlist"


def test_a_list_is_read_by_its_link_until_that_is_taken_back(
    member: Client, person: Profile, small_shop: SmallShop
) -> None:
    users.update_profile(person.id, first_name="Ada")
    member.post("/wishlist", {"add": small_shop.tee.id})
    member.post("/account/wishlist/link")
    found = re.search(r'/wishlists/[^"]+', member.get("/account/wishlist").content.decode())
    assert found

    friend = Client()
    page = friend.get(found[0])
    assert (
        "s wishlist Shared with you" in text_of(page)
        and "Ada" in text_of(page)
        and "Everyday Tee" in text_of(page)
    )
    assert person.email not in page.content.decode()
    assert page["Referrer-Policy"] == "no-referrer"
    assert 'content="noindex"' in page.content.decode()

    member.post("/account/wishlist/link/remove")

    assert friend.get(found[0]).status_code == 404


def test_what_left_the_shop_can_be_taken_off(member: Client, small_shop: SmallShop) -> None:
    member.post("/wishlist", {"add": small_shop.tee.id})
    catalog.archive_product(small_shop.tee.id)
    assert "Not in the shop now" in text_of(member.get("/account/wishlist"))

    member.post("/wishlist", {"remove": small_shop.tee.id})

    assert "Nothing here yet" in text_of(member.get("/account/wishlist"))


def test_a_guest_has_no_wishlist_page(small_shop: SmallShop) -> None:
    answer = Client().get("/account/wishlist")

    assert answer["Location"] == "/account/login?next=/account/wishlist"


def test_hearts_cost_a_member_one_query_a_page(member: Client) -> None:
    member.get("/")
    for path in ("/", "/categories/clothing", "/products/everyday-tee"):
        with counting_queries() as queries:
            member.get(path)
        assert len([one for one in queries if "catalog_wish" in one]) == 1, path
