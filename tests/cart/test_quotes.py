"""A quote adds up to the cent: lines, discount, shipping and tax."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domains.cart import services as cart
from domains.cart.errors import (
    CartEmpty,
    CountryNotServed,
    CouponInvalid,
    InsufficientStock,
    InvalidQuantity,
    NotSold,
    ShippingMethodUnknown,
)
from domains.cart.pricing import Offer, discounts
from domains.cart.types import CouponKind, WantedLine
from domains.catalog import services as catalog
from domains.kernel.ids import new_id
from domains.kernel.money import Money, total
from tests.factories.cart import a_cart, a_coupon, an_address, five_off, goods
from tests.factories.catalog import usd
from tests.factories.inventory import stock

pytestmark = pytest.mark.django_db


def quoted(made, method: str = "standard", **address: str):
    return cart.quote_cart(made.id, address=an_address(**address), shipping_method=method)


def test_a_quote_to_california():
    quote = quoted(a_cart((goods("19.99"), 2)))
    assert quote.totals.subtotal == usd("39.98")
    assert quote.totals.shipping == usd("5.95")
    assert quote.totals.tax == usd("2.90")  # 7.25 % of 39.98
    assert quote.totals.total == usd("48.83")


def test_a_quote_adds_up_line_by_line():
    made = a_cart((goods("19.99"), 3), (goods("0.05"), 1), (goods("7.77"), 2))
    cart.apply_coupon(made.id, code=a_coupon(percent=Decimal("33.33"), combinable=True))
    cart.apply_coupon(made.id, code=five_off(combinable=True))
    quote = quoted(made)
    totals = quote.totals
    assert total((line.discount for line in quote.lines), "USD") == totals.discount
    assert total((coupon.discount for coupon in quote.coupons), "USD") == totals.discount
    assert total((line.tax for line in quote.lines), "USD") == totals.tax
    assert totals.subtotal - totals.discount + totals.shipping + totals.tax == totals.total
    for line in quote.lines:
        assert line.line.subtotal - line.discount + line.tax == line.total


@settings(max_examples=200)
@given(
    cents=st.lists(st.integers(0, 10**7), min_size=1, max_size=20),
    percents=st.lists(st.decimals("0.01", "100", places=2), max_size=3),
    off=st.lists(st.integers(1, 10**7), max_size=3),
)
def test_discounts_share_out_to_the_cent_and_never_exceed_a_line(cents, percents, off):
    subtotals = [Money.from_minor(each, "USD") for each in cents]
    offers = [Offer("P", "", CouponKind.PERCENTAGE, percent=each) for each in percents]
    offers += [Offer("F", "", CouponKind.FIXED, amount=Money.from_minor(each, "USD")) for each in off]
    found = discounts(subtotals, offers, "USD")
    assert found.total == total((coupon.discount for coupon in found.coupons), "USD")
    for share, subtotal in zip(found.shares, subtotals, strict=True):
        assert usd("0") <= share <= subtotal


@pytest.mark.parametrize(("region", "tax"), [("CA", "7.25"), ("california", "7.25"), ("OR", "0"), ("", "0")])
def test_tax_follows_the_region_by_code_or_name(region, tax):
    assert quoted(a_cart((goods("100.00"), 1)), region=region).totals.tax == usd(tax)


def test_what_is_not_taxable_is_not_taxed():
    made = a_cart((goods("100.00", taxable=False), 1), (goods("100.00"), 1))
    assert [line.tax for line in quoted(made).lines] == [usd("0"), usd("7.25")]


def test_tax_is_on_what_is_paid():
    made = a_cart((goods("100.00"), 1))
    cart.apply_coupon(made.id, code=a_coupon(percent=Decimal(50)))
    assert quoted(made).totals.tax == usd("3.63")


def test_shipping_depends_on_the_place():
    made = a_cart((goods("10.00"), 1))
    prices = [
        {way.code: str(way.price.amount) for way in cart.list_shipping_methods(made.id, country=country)}
        for country in ("US", "DE", "JP")
    ]
    assert prices == [
        {"standard": "5.95", "express": "14.95"},
        {"standard": "9.95", "express": "24.95"},
        {"standard": "19.95", "express": "39.95"},
    ]


def test_shipping_depends_on_the_weight():
    light, heavy = a_cart((goods(grams=1900), 1)), a_cart((goods(grams=1900), 3))
    # 5,700 g are 3,700 g over what is included: four further kilograms.
    assert quoted(light, "express").totals.shipping == usd("14.95")
    assert quoted(heavy, "express").totals.shipping == usd("20.95")


def test_what_is_too_heavy_for_the_courier_goes_by_post():
    made = a_cart((goods(grams=31_000), 1))
    assert [way.code for way in cart.list_shipping_methods(made.id, country="US")] == ["standard"]
    with pytest.raises(ShippingMethodUnknown):
        quoted(made, "express")


def test_much_is_sent_for_nothing():
    assert quoted(a_cart((goods("74.99"), 1))).totals.shipping == usd("5.95")
    assert quoted(a_cart((goods("75.00"), 1))).totals.shipping == usd("0")


def test_what_is_not_sent_costs_no_shipping():
    assert quoted(a_cart((goods("10.00", requires_shipping=False), 1))).totals.shipping == usd("0")


def test_countries_are_named_and_served():
    countries = dict(cart.list_countries())
    assert countries["US"] == "United States"
    assert len(countries) > 200
    assert not {"EU", "ZZ", "XK", "UN"} & set(countries)


@pytest.mark.parametrize("country", ["ZZ", "EU", "", "USA", "u"])
def test_a_country_that_is_none_is_not_served(country):
    made = a_cart((goods(), 1))
    with pytest.raises(CountryNotServed):
        quoted(made, country=country)


def test_an_unknown_way_names_those_that_there_are():
    with pytest.raises(ShippingMethodUnknown, match="“standard”, “express”"):
        quoted(a_cart((goods(), 1)), "teleport")


def test_what_cannot_be_bought_is_not_quoted():
    empty = cart.create_cart()
    with pytest.raises(CartEmpty):
        quoted(empty)
    with pytest.raises(CartEmpty):
        cart.list_shipping_methods(empty.id, country="US")
    shirt = goods(stock=3)
    made = a_cart((shirt, 3))
    stock(shirt, east=1)
    with pytest.raises(InsufficientStock) as refused:
        quoted(made)
    assert (refused.value.facts["available"], refused.value.facts["variant_id"]) == (1, shirt)
    catalog.archive_product(made.lines[0].product_id)
    with pytest.raises(NotSold):
        quoted(made)


def quote_lines(*lines: WantedLine, **changes):
    given = {"currency": "USD", "address": an_address(), "shipping_method": "standard", **changes}
    return cart.quote_lines(lines, **given)


def test_lines_are_quoted_without_a_cart_as_with_one():
    shirt, hat = goods("19.99"), goods("7.50")
    made = a_cart((shirt, 3), (hat, 1))
    cart.apply_coupon(made.id, code=a_coupon())
    loose = quote_lines(WantedLine(shirt, 1), WantedLine(hat, 1), WantedLine(shirt, 2), coupons=("tenth",))
    assert loose.totals == quoted(made).totals
    assert [line.line.quantity for line in loose.lines] == [3, 1]


def test_loose_lines_are_checked_as_well():
    shirt = goods(stock=5)
    with pytest.raises(InvalidQuantity):
        quote_lines(WantedLine(shirt, 0))
    with pytest.raises(InsufficientStock):
        quote_lines(WantedLine(shirt, 3), WantedLine(shirt, 3))
    with pytest.raises(CouponInvalid):
        quote_lines(WantedLine(shirt, 1), coupons=("NOSUCH",))
    with pytest.raises(NotSold):
        quote_lines(WantedLine(new_id(), 1))
    with pytest.raises(NotSold):
        quote_lines(WantedLine(shirt, 1), currency="EUR")
    with pytest.raises(CartEmpty):
        quote_lines()
