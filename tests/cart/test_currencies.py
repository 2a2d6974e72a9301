"""Prices in several currencies: kept on the variant, paid in the currency of the cart or the order."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connections
from django.test import Client

from domains.cart import services as cart
from domains.cart.errors import NotSold
from domains.cart.models import ShippingMethod, ShippingZone
from domains.cart.types import WantedLine, WarningKind
from domains.catalog import services as catalog
from domains.catalog.errors import InvalidProduct
from domains.catalog.types import OtherPrice
from domains.kernel import clock
from domains.kernel.errors import InvalidInput
from domains.kernel.ids import ProductId, UserId, VariantId, new_id
from domains.kernel.money import Money
from domains.kernel.router import database_of
from domains.kernel.types import Role
from tests.catalog.test_admin import form_of, page_of, refusals
from tests.catalog.test_admin import signed_in as at_the_admin
from tests.catalog.test_api import signed_in
from tests.factories.cart import an_address, five_off, goods
from tests.factories.catalog import new_tee, new_variant, usd
from tests.factories.user import send
from tests.order.test_api import form

pytestmark = pytest.mark.django_db


def eur(amount: str) -> Money:
    return Money.of(amount, "EUR")


EUROS = (OtherPrice(eur("17.00")),)
REDUCED = (OtherPrice(eur("17.00"), eur("9.00")),)


def euro_goods(prices: tuple[OtherPrice, ...] = EUROS, **changes: object) -> VariantId:
    """Something for $20 that has prices in euros too."""
    return goods("20.00", other_prices=prices, **changes)


def euro_shipping() -> None:
    """The post of the first zone costs four euros."""
    for zone in ShippingZone.objects.all():
        ShippingMethod.objects.create(
            zone=zone, code="post-eur", name="Post", price="4.00", currency="EUR", price_per_kg="0"
        )


def test_a_cart_pays_the_prices_of_its_currency() -> None:
    mug = euro_goods()
    in_euros = cart.create_cart(currency="EUR")
    in_euros = cart.add_item(in_euros.id, variant_id=mug, quantity=2)
    assert (in_euros.currency, in_euros.totals.subtotal) == ("EUR", eur("34.00"))
    in_dollars = cart.add_item(cart.create_cart().id, variant_id=mug, quantity=2)
    assert in_dollars.totals.subtotal == usd("40.00")


def test_what_has_no_price_in_the_currency_of_the_cart_is_not_sold_there() -> None:
    with pytest.raises(NotSold):
        cart.add_item(cart.create_cart(currency="GBP").id, variant_id=euro_goods(), quantity=1)


def test_a_reduction_begins_and_ends_in_every_currency_at_once() -> None:
    now = clock.now().replace(microsecond=0)
    window = {"sale_from": now + timedelta(hours=1), "sale_until": now + timedelta(hours=2)}
    mug = euro_goods(REDUCED, compare_at=usd("25.00"), **window)
    paid = []
    for hours in (0, 1, 2):
        with clock.running_on(lambda hours=hours: now + timedelta(hours=hours)):
            variant = catalog.get_variants([mug])[mug].in_currency("EUR")
            assert variant is not None and variant.regular_price == eur("17.00")
            paid.append(variant.unit_price)
    assert paid == [eur("17.00"), eur("9.00"), eur("17.00")]


def test_a_cart_in_another_currency_is_read_in_as_many_queries(django_assert_num_queries) -> None:
    mug = euro_goods()
    with django_assert_num_queries(1, connection=connections[database_of("catalog")]):
        assert catalog.get_variants([mug])[mug].in_currency("EUR").unit_price == eur("17.00")  # type: ignore[union-attr]


def test_an_order_is_paid_in_euros_from_the_basket_to_the_charge() -> None:
    euro_shipping()
    mug = euro_goods(REDUCED)
    guest = Client()
    begun = send(
        guest, "post", "cart/items", {"variant_id": str(mug), "quantity": 2, "currency": "EUR"}
    ).json()
    assert begun["items"][0]["unit_price"] == {"amount": "9.00", "currency": "EUR"}
    bought = send(
        Client(headers={"X-Cart-Token": begun["token"]}),
        "post",
        "cart/checkout",
        form(shipping_method="post-eur"),
    )
    assert bought.status_code == 201, bought.content
    body = bought.json()
    assert (body["currency"], body["status"]) == ("EUR", "confirmed")
    assert body["subtotal"] == {"amount": "18.00", "currency": "EUR"}
    assert body["payments"][0]["amount"] == body["total"] and body["total"]["currency"] == "EUR"


def test_lines_are_ordered_in_a_currency_without_a_cart() -> None:
    euro_shipping()
    lines = [{"variant_id": str(euro_goods()), "quantity": 1}]
    asked = {**form(shipping_method="post-eur"), "lines": lines, "currency": "EUR"}
    answer = send(Client(), "post", "orders", asked)
    assert answer.status_code == 201, answer.content
    assert answer.json()["subtotal"] == {"amount": "17.00", "currency": "EUR"}


def test_a_cart_keeps_its_currency() -> None:
    mug = euro_goods()
    begun = send(Client(), "post", "cart/items", {"variant_id": str(mug), "quantity": 1}).json()
    guest = Client(headers={"X-Cart-Token": begun["token"]})
    item = {"variant_id": str(mug), "quantity": 1}
    other = send(guest, "post", "cart/items", {**item, "currency": "EUR"})
    assert (other.status_code, other.json()["code"], other.json()["currency"]) == (
        409,
        "other_currency",
        "USD",
    )
    assert send(guest, "post", "cart/items", {**item, "currency": "USD"}).status_code == 201
    unknown = send(Client(), "post", "cart/items", {**item, "currency": "EURO"})
    assert unknown.status_code == 400 and unknown.json()["errors"][0]["field"] == "currency"


def test_ways_to_send_are_those_of_the_currency() -> None:
    euro_shipping()
    made = cart.add_item(cart.create_cart(currency="EUR").id, variant_id=euro_goods(), quantity=1)
    quote = cart.quote_cart(made.id, address=an_address(), shipping_method="post-eur")
    assert quote.totals.shipping == eur("4.00") and quote.totals.total.currency == "EUR"


def test_a_cart_changes_its_currency_with_every_price_and_back() -> None:
    mug, cup = euro_goods(), goods("5.00")
    made = cart.create_cart(lines=(WantedLine(mug, 2), WantedLine(cup, 1)))
    changed = cart.change_currency(made.id, currency="EUR")
    assert (changed.currency, changed.totals.total) == ("EUR", eur("34.00"))
    assert [(line.unit_price, line.priced) for line in changed.lines] == [
        (eur("17.00"), True),
        (eur("0"), False),
    ]
    (warning,) = changed.warnings
    assert (warning.kind, warning.line_id) == (WarningKind.NOT_IN_CURRENCY, changed.lines[1].id)
    assert "has no price in euros" in warning.message
    back = cart.change_currency(made.id, currency="USD")
    assert (back.totals.total, back.warnings) == (usd("45.00"), ())


def test_nobody_is_told_that_what_had_no_price_in_the_currency_cost_nothing() -> None:
    mug = goods("5.00")
    made = cart.create_cart(lines=(WantedLine(mug, 1),))
    cart.change_currency(made.id, currency="EUR")
    (line,) = cart.get_cart(made.id).lines
    priced = new_variant(line.sku, "5.00", other_prices=EUROS)
    catalog.change_variant(line.product_id, variant_id=mug, variant=priced)
    (warning,) = cart.get_cart(made.id).warnings
    assert (warning.kind, warning.message) == (WarningKind.PRICE_CHANGED, f"{line.name} costs €17.00 now.")


def test_what_has_no_price_in_the_currency_keeps_the_cart_from_being_ordered() -> None:
    euro_shipping()
    made = cart.create_cart(lines=(WantedLine(euro_goods(), 1), WantedLine(goods("5.00"), 1)))
    changed = cart.change_currency(made.id, currency="EUR")
    with pytest.raises(NotSold, match="has no price in euros"):
        cart.quote_cart(made.id, address=an_address(), shipping_method="post-eur")
    cart.remove_item(made.id, line_id=changed.lines[1].id)
    quote = cart.quote_cart(made.id, address=an_address(), shipping_method="post-eur")
    assert quote.totals.subtotal == eur("17.00") and quote.totals.shipping == eur("4.00")


def test_a_coupon_for_another_currency_waits_in_the_cart() -> None:
    five_off("FIVE")
    made = cart.create_cart(lines=(WantedLine(euro_goods(), 1),))
    cart.apply_coupon(made.id, code="FIVE")
    changed = cart.change_currency(made.id, currency="EUR")
    assert (changed.totals.discount, changed.warnings[0].kind) == (eur("0"), WarningKind.COUPON_NOT_APPLIED)
    assert cart.change_currency(made.id, currency="USD").totals.total == usd("15.00")


def test_what_is_no_currency_is_refused_and_changes_nothing() -> None:
    made = cart.create_cart()
    with pytest.raises(InvalidInput):
        cart.change_currency(made.id, currency="XXQ")
    assert cart.get_cart(made.id).currency == "USD"


def test_a_guests_cart_takes_on_the_currency_of_the_members_unless_that_is_empty() -> None:
    mug, cup = euro_goods(), euro_goods()
    for lines, currency, total in (((), "EUR", eur("17.00")), ((WantedLine(cup, 1),), "USD", usd("40.00"))):
        member = UserId(new_id())
        cart.create_cart(user_id=member, lines=lines)
        guest = cart.create_cart(currency="EUR", lines=(WantedLine(mug, 1),))
        merged = cart.merge_carts(token=guest.token, user_id=member)
        assert (merged.currency, merged.totals.total, merged.warnings) == (currency, total, ())


def test_a_cart_changes_its_currency_through_the_api() -> None:
    begun = send(Client(), "post", "cart/items", {"variant_id": str(euro_goods()), "quantity": 1}).json()
    guest = Client(headers={"X-Cart-Token": begun["token"]})
    changed = send(guest, "patch", "cart", {"currency": "EUR"})
    assert changed.status_code == 200, changed.content
    assert changed.json()["totals"]["total"] == {"amount": "17.00", "currency": "EUR"}
    assert send(guest, "patch", "cart", {"currency": "nothing"}).status_code == 400
    assert send(Client(), "patch", "cart", {"currency": "EUR"}).status_code == 404


@pytest.mark.parametrize(
    ("prices", "words"),
    [
        ((OtherPrice(usd("5.00")),), "more than one price in USD"),
        ((*EUROS, *EUROS), "more than one price in EUR"),
        ((OtherPrice(eur("5.00"), eur("5.00")),), "must be below"),
        ((OtherPrice(eur("5.00"), usd("4.00")),), "different currencies"),
        ((OtherPrice(eur("-5.00")),), "negative"),
    ],
)
def test_prices_that_cannot_stand_side_by_side_are_refused(
    prices: tuple[OtherPrice, ...], words: str
) -> None:
    with pytest.raises(InvalidProduct, match=words):
        catalog.save_product(new_tee("mug", variants=(new_variant("MUG", other_prices=prices),)))


def test_whoever_does_not_speak_of_other_currencies_leaves_them() -> None:
    catalog.save_product(new_tee("mug", variants=(new_variant("MUG", other_prices=REDUCED),)))
    catalog.save_product(new_tee("mug", variants=(new_variant("MUG", "30.00"),)))
    assert catalog.get_product("mug").variants[0].other_prices == REDUCED
    catalog.save_product(new_tee("mug", variants=(new_variant("MUG", "30.00", other_prices=()),)))
    assert catalog.get_product("mug").variants[0].other_prices == ()


def test_other_prices_are_set_and_read_through_the_api() -> None:
    merchandiser = signed_in(Role.MERCHANDISER)
    price = {"amount": "17.00", "currency": "EUR"}
    variant = {
        "sku": "MUG",
        "price": {"amount": "20.00", "currency": "USD"},
        "other_prices": [{"price": price, "sale_price": {"amount": "9.00", "currency": "EUR"}}],
    }
    made = merchandiser.post("/api/v1/products", {"name": "Mug", "variants": [variant]}, format="json")
    assert made.status_code == 201, made.content
    (shown,) = made.json()["variants"][0]["other_prices"]
    assert shown == {**variant["other_prices"][0], "lowest_price_30_days": None}
    merchandiser.patch(
        "/api/v1/products/mug", {"price": {"amount": "21.00", "currency": "USD"}}, format="json"
    )
    assert catalog.get_product("mug").variants[0].other_prices == REDUCED


def told_of(product_id: ProductId) -> str:
    """What the admin's log says of the last change of the product."""
    return str(LogEntry.objects.filter(object_id=str(product_id)).first().get_change_message())


def test_a_merchandiser_writes_other_prices_beside_the_price() -> None:
    product = catalog.save_product(new_tee("mug", variants=(new_variant("MUG"),)))
    merchandiser = at_the_admin(Role.MERCHANDISER)
    address = page_of("product", product.id)
    form = form_of(merchandiser, address) | {"variants-0-in_currencies": "eur 17 9.00; GBP 15.5"}
    answer = merchandiser.post(address, form)
    assert answer.status_code == 302, refusals(answer)
    assert [one.paid for one in catalog.get_product("mug").variants[0].other_prices] == [
        eur("9.00"),
        Money.of("15.50", "GBP"),
    ]
    assert "Changed Other currencies for variant “MUG”" in told_of(product.id)
    again = form_of(merchandiser, address)
    assert again["variants-0-in_currencies"] == "EUR 17.00 9.00; GBP 15.50"
    assert merchandiser.post(address, again).status_code == 302
    assert "variant" not in told_of(product.id)
    for wrong in ("EUR", "EUR cheap", "EURO 5", "EUR 1 2 3"):
        refused = merchandiser.post(address, again | {"variants-0-in_currencies": wrong})
        assert "Write other prices like this" in refusals(refused)
