"""What a category asks of its products, tried before it is saved."""

import pytest
from django.test import Client

from domains.catalog import services as catalog
from domains.catalog.errors import InvalidSchema
from domains.catalog.models import Category
from domains.catalog.types import FieldKind
from domains.kernel.types import Role
from tests.catalog.test_admin import form_of, page_of, refusals, signed_in
from tests.factories.catalog import TEE_SCHEMA, a_category, a_product

pytestmark = pytest.mark.django_db

TRY = "/admin/catalog/category/preview/"
SLEEVES = {"properties": {"sleeve": {"enum": ["Long", "Short"], "title": "Sleeve"}}, "required": ["sleeve"]}


def a_wardrobe() -> str:
    """The id of the category of T-shirts, with one that has a sleeve and one that has none."""
    a_category("clothing", attributes_schema=TEE_SCHEMA)
    a_category("tops", "clothing")
    a_category("t-shirts", "tops")
    a_product("long-tee", category="t-shirts", attributes={"sleeve": "Long", "fit": "Slim"})
    a_product("bare-tee", category="t-shirts")
    a_product("mug", category="")
    return str(catalog.get_category("t-shirts").id)


def test_the_form_shows_what_is_inherited_and_from_where() -> None:
    a_wardrobe()
    found = catalog.get_schema_preview(slug="t-shirts", parent_slug="tops", attributes_schema=SLEEVES)
    shown = [(one.label, one.kind, one.choices, one.required, one.inherited) for one in found.fields]
    assert shown == [
        ("Material", FieldKind.TEXT, (), False, True),
        ("Fit", FieldKind.CHOICE, ("Slim", "Regular"), False, True),
        ("Sleeve", FieldKind.CHOICE, ("Long", "Short"), True, False),
    ]
    assert found.fields[0].source == "Clothing"


def test_the_products_that_break_it_are_named_also_those_of_categories_below() -> None:
    a_wardrobe()
    found = catalog.get_schema_preview(slug="clothing", attributes_schema=SLEEVES)
    (broken,) = found.first_breaking
    assert (found.checked, found.breaking, found.all_checked) == (2, 1, True)
    assert (broken.name, broken.attribute) == ("Bare Tee", "sleeve")
    assert catalog.get_schema_preview(slug="new", attributes_schema=SLEEVES).checked == 0


def test_a_category_of_very_many_products_checks_some_and_says_so(monkeypatch) -> None:
    monkeypatch.setattr("domains.catalog.schema_preview._CHECKED", 1)
    a_wardrobe()
    found = catalog.get_schema_preview(slug="clothing", attributes_schema=SLEEVES)
    assert (found.checked, found.breaking, found.all_checked) == (1, 0, False)


@pytest.mark.parametrize(
    ("schema", "place"),
    [
        ({"properties": {"colour": {"type": "strin"}}}, "at properties → colour → type: 'strin' is no type"),
        ({"properties": {"fit": {"pattern": "["}}}, "at properties → fit → pattern"),
        ({"properties": {"fit": {"enum": "Slim"}}}, "at properties → fit → enum"),
        ({"required": "fit"}, "at required"),
        ({"type": "array"}, "at type"),
        ({"properties": {"fit": {"$ref": "https://example.com/fit"}}}, r"at properties → fit → \$ref"),
        ({"anyOf": [{"$ref": "#/nowhere"}]}, r"at anyOf → 0 → \$ref"),
        ({"properties": {"fit": {"title": "\0"}}}, "NUL is no character"),
        ({"properties": {"fit": {"const": float("nan")}}}, "NaN and Infinity are no numbers"),
    ],
)
def test_a_broken_schema_is_refused_naming_the_place(schema: dict[str, object], place: str) -> None:
    a_wardrobe()
    with pytest.raises(InvalidSchema, match=place):
        catalog.save_category(slug="clothing", name="Clothing", attributes_schema=schema)
    with pytest.raises(InvalidSchema, match=place):
        catalog.get_schema_preview(slug="clothing", attributes_schema=schema)
    assert catalog.get_category("clothing").attributes_schema["properties"] == TEE_SCHEMA["properties"]


def test_a_merchandiser_tries_a_schema_and_then_saves_it() -> None:
    category = a_wardrobe()
    merchandiser = signed_in(Role.MERCHANDISER)
    address = page_of("category", category)
    schema = '{"properties": {"sleeve": {"enum": ["Long"]}}, "required": ["sleeve"]}'
    form = form_of(merchandiser, address) | {"attributes_schema": schema, "known": "t-shirts"}
    tried = merchandiser.post(TRY, form, headers={"HX-Request": "true"}).content.decode()
    assert "1 of its 2 products does not fit it" in tried and "Bare Tee</a>: sleeve" in tried
    assert "Clothing, above" in tried and "<html" not in tried
    assert "sleeve" not in catalog.get_category("t-shirts").attributes_schema["properties"]
    saved = merchandiser.post(address, form, follow=True).content.decode()
    assert "asks for now: 1." in saved
    assert "Bare Tee</a>" in merchandiser.get(address).content.decode()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"properties": }', "no JSON at line 1, column 16"),
        ("[1]", "Write an object"),
        ('{"required": "fit"}', "not valid at required"),
    ],
)
def test_a_slip_is_named_and_what_was_typed_stays(text: str, words: str) -> None:
    category = a_wardrobe()
    merchandiser = signed_in(Role.MERCHANDISER)
    address = page_of("category", category)
    form = form_of(merchandiser, address) | {"attributes_schema": text}
    answer = merchandiser.post(address, form)
    assert words in refusals(answer)
    tried = merchandiser.post(TRY, form)
    assert words in tried.content.decode() and "Nothing is saved yet" in tried.content.decode()


def test_a_list_of_anything_is_shown_without_choices() -> None:
    schema = {"properties": {"notes": {"type": "array", "items": True}}}
    (field,) = catalog.get_schema_preview(slug="new", attributes_schema=schema).fields
    assert (field.name, field.kind, field.choices) == ("notes", FieldKind.LIST, ())


def test_a_category_whose_schema_was_broken_before_anybody_looked_can_be_opened_and_mended() -> None:
    category = a_wardrobe()
    Category.objects.filter(id=category).update(attributes_schema={"$ref": "https://example.com"})
    merchandiser = signed_in(Role.MERCHANDISER)
    address = page_of("category", category)
    page = merchandiser.get(address)
    assert page.status_code == 200 and "not valid at $ref" in page.content.decode()
    mended = form_of(merchandiser, address) | {"attributes_schema": "{}"}
    assert merchandiser.post(address, mended).status_code == 302


def test_saving_the_form_unchanged_keeps_the_order_of_the_schema() -> None:
    a_wardrobe()
    merchandiser = signed_in(Role.MERCHANDISER)
    before = catalog.get_category("clothing")
    address = page_of("category", before.id)
    assert merchandiser.post(address, form_of(merchandiser, address)).status_code == 302
    assert list(catalog.get_category("clothing").attributes_schema["properties"]) == ["material", "fit"]


def test_only_merchandisers_try_schemas() -> None:
    for client in (signed_in(Role.FINANCE), Client()):
        assert client.post(TRY, {"attributes_schema": "{}"}).status_code in (302, 403)
