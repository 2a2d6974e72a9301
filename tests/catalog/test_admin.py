"""The catalogue's screens as a merchandiser uses them."""

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import MultiWidget
from django.test import Client

from domains.catalog import services as catalog
from domains.catalog.errors import CategoryNotFound
from domains.kernel.ids import new_id
from domains.kernel.types import Role
from domains.user import services as users
from tests.catalog.test_api import picture
from tests.factories.catalog import a_category, a_product, usd

pytestmark = pytest.mark.django_db


def signed_in(*roles: Role) -> Client:
    profile = users.create_user(email=f"{new_id()}@example.com", password="a-long-enough-one", roles=roles)
    client = Client()
    client.force_login(
        get_user_model().objects.get(pk=profile.id), backend="domains.user.sign_in.EmailBackend"
    )
    return client


@pytest.fixture
def merchandiser() -> Client:
    return signed_in(Role.MERCHANDISER)


def page_of(kind: str, pk: object = "") -> str:
    return f"/admin/catalog/{kind}/{pk}/change/" if pk else f"/admin/catalog/{kind}/add/"


def form_of(client: Client, address: str) -> dict[str, str]:
    """What the page's form would send unchanged."""
    page = client.get(address)
    assert page.status_code == 200
    form = page.context["adminform"].form
    parts = [
        form,
        *(row for formset in page.context["inline_admin_formsets"] for row in formset.formset.forms),
    ]
    parts += [formset.formset.management_form for formset in page.context["inline_admin_formsets"]]
    data: dict[str, str] = {}
    for part in parts:
        for bound in part:
            value = bound.value()
            if value is None or value is False:
                continue
            if isinstance(bound.field.widget, MultiWidget):
                parts_of_it = bound.field.widget.decompress(value)
                data |= {f"{bound.html_name}_{index}": str(part) for index, part in enumerate(parts_of_it)}
            else:
                data[bound.html_name] = str(value)
    return data


def refusals(page) -> str:
    """The words of a form that was not accepted."""
    assert page.status_code == 200
    rows = [formset.formset.errors for formset in page.context["inline_admin_formsets"]]
    return f"{page.context['adminform'].form.errors} {rows}"


def test_the_list_shows_and_finds_products_in_few_queries(merchandiser, django_assert_max_num_queries):
    a_category("t-shirts")
    for number in range(12):
        a_product(f"listed-{number}", category="t-shirts")
    merchandiser.get("/admin/catalog/product/")
    with django_assert_max_num_queries(10):
        page = merchandiser.get("/admin/catalog/product/").content.decode()
    assert page.count("/pictures/") == 12 and "$20.00" in page and "In stock" in page
    for term in ("Listed 3", "LISTED-3-MOSS"):
        found = merchandiser.get("/admin/catalog/product/", {"q": term}).content.decode()
        assert "Listed 3" in found and "Listed 4" not in found


def test_saving_the_form_unchanged_changes_nothing(merchandiser):
    a_category("t-shirts")
    product = a_product(
        "steady", category="t-shirts", brand="Fell", tags=("a", "b"), attributes={"care": "cold"}
    )
    address = page_of("product", product.id)
    answer = merchandiser.post(address, form_of(merchandiser, address))
    assert answer.status_code == 302, refusals(answer)
    assert catalog.get_product("steady") == product


def test_a_price_and_a_name_are_changed(merchandiser):
    product = a_product("changing")
    address = page_of("product", product.id)
    form = form_of(merchandiser, address) | {"name": "Changed", "variants-0-sale_price": "15.00"}
    assert merchandiser.post(address, form).status_code == 302
    changed = catalog.get_product("changing")
    assert changed.name == "Changed"
    assert (changed.variants[0].price, changed.variants[0].sale_price) == (usd("20.00"), usd("15.00"))


def test_a_product_is_made_with_a_picture(merchandiser, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    form = form_of(merchandiser, page_of("product")) | {
        "name": "Made here",
        "slug": "made-here",
        "variants-TOTAL_FORMS": "1",
        "variants-0-sku": "MADE-1",
        "variants-0-attributes": "Colour: Moss; Size: M",
        "variants-0-price": "25.00",
        "variants-0-currency": "USD",
        "variants-0-grams": "100",
        "upload": SimpleUploadedFile("x.png", picture()),
        "upload_alt": "From the front",
    }
    answer = merchandiser.post(page_of("product"), form)
    assert answer.status_code == 302, refusals(answer)
    made = catalog.get_product("made-here")
    assert made.variants[0].attributes == {"Colour": "Moss", "Size": "M"}
    assert [one.alt for one in made.media] == ["From the front"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"variants-0-sale_price": "99.00"}, "below the regular price"),
        ({"illustration": "unicorn"}, "no drawing"),
        ({"attributes": '{"fit": "Baggy"}'}, "Baggy"),
    ],
)
def test_a_refusal_shows_in_the_form_and_changes_nothing(merchandiser, changes, words):
    a_category("t-shirts", attributes_schema={"properties": {"fit": {"enum": ["Slim"]}}})
    product = a_product("kept", category="t-shirts")
    address = page_of("product", product.id)
    answer = merchandiser.post(address, form_of(merchandiser, address) | {"name": "Lost"} | changes)
    assert words in refusals(answer)
    assert catalog.get_product("kept") == product


def test_products_leave_the_shop_and_come_back_by_action(merchandiser):
    product = a_product("wandering")
    chosen = {"_selected_action": str(product.id)}
    merchandiser.post("/admin/catalog/product/", chosen | {"action": "archive"})
    assert catalog.get_product(product.id, drafts=True).status == "archived"
    merchandiser.post("/admin/catalog/product/", chosen | {"action": "publish"})
    assert catalog.get_product("wandering").status == "active"


def test_the_tree_is_kept_through_its_screen(merchandiser):
    form = {"name": "Clothing", "slug": "clothing", "position": "0", "attributes_schema": "{}"}
    assert merchandiser.post(page_of("category"), form).status_code == 302
    root = catalog.get_category("clothing")
    child = form | {"name": "Tees", "slug": "tees", "parent": str(root.id)}
    assert merchandiser.post(page_of("category"), child).status_code == 302
    assert catalog.get_category("tees").path == "clothing/tees"
    below_itself = {
        "name": "Clothing",
        "position": "0",
        "attributes_schema": "{}",
        "parent": str(catalog.get_category("tees").id),
    }
    assert "cannot stand below" in refusals(merchandiser.post(page_of("category", root.id), below_itself))
    listing = merchandiser.get("/admin/catalog/category/").content.decode()
    assert listing.index("Clothing") < listing.index("\u2003Tees")
    tees = catalog.get_category("tees").id
    assert merchandiser.post(f"/admin/catalog/category/{tees}/delete/", {"post": "yes"}).status_code == 302
    with pytest.raises(CategoryNotFound):
        catalog.get_category("tees")


def test_brands_and_collections_are_kept_through_their_screens(merchandiser):
    product = a_product("picked")
    assert merchandiser.post(page_of("brand"), {"name": "Fell", "slug": "fell"}).status_code == 302
    form = {
        "name": "New in",
        "slug": "new-in",
        "conditions-TOTAL_FORMS": "0",
        "conditions-INITIAL_FORMS": "0",
        "items-TOTAL_FORMS": "1",
        "items-INITIAL_FORMS": "0",
        "items-0-product": str(product.id),
        "items-0-position": "0",
    }
    assert merchandiser.post(page_of("collection"), form).status_code == 302
    assert [brand.name for brand in catalog.list_brands()] == ["Fell"]
    assert catalog.get_collection("new-in").product_count == 1
    assert catalog.get_product("picked").collections == ("new-in",)


def test_the_screens_are_for_merchandisers():
    product = a_product("guarded")
    for client in (signed_in(Role.FINANCE), signed_in(Role.CUSTOMER), Client()):
        for address in (
            "/admin/catalog/product/",
            page_of("product", product.id),
            "/admin/catalog/category/",
        ):
            assert client.get(address).status_code in (302, 403)
