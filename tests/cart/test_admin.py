"""Coupons, ways of sending and tax rates are decided on in the admin site."""

import pytest
from django.test import Client
from django.urls import reverse

from domains.cart import services as cart
from domains.cart.models import Coupon, ShippingZone, TaxRate
from domains.kernel.types import Role
from tests.factories.cart import a_cart, a_coupon, an_address, goods
from tests.factories.catalog import usd
from tests.factories.user import PASSWORD, a_member

pytestmark = pytest.mark.django_db
COUPON = {
    "code": "SUMMER",
    "description": "10 % off",
    "kind": "percentage",
    "percent": "10",
    "amount": "",
    "currency": "USD",
    "minimum": "",
    "starts_at_0": "",
    "starts_at_1": "",
    "ends_at_0": "",
    "ends_at_1": "",
    "active": "on",
    "limit": "",
    "limit_per_customer": "",
}


def staff(role: Role = Role.MERCHANDISER) -> Client:
    person, client = a_member(role), Client()
    assert client.login(username=person.email, password=PASSWORD)
    return client


def page(model: str, name: str = "changelist", *args) -> str:
    return reverse(f"admin:cart_{model}_{name}", args=args)


@pytest.mark.parametrize("model", ["cart", "coupon", "shippingzone", "taxrate"])
def test_lists_cost_ten_queries_at_most(model, django_assert_max_num_queries):
    for number in range(15):
        a_cart((goods(), 2))
        a_coupon(f"CODE{number}")
    client = staff(Role.ADMIN)
    client.get(page(model))
    with django_assert_max_num_queries(10):
        assert client.get(page(model)).status_code == 200


def test_a_coupon_is_made_and_changed():
    client = staff()
    assert client.post(page("coupon", "add"), COUPON).status_code == 302
    made = a_cart((goods("50.00"), 1))
    assert cart.apply_coupon(made.id, code="SUMMER").totals.discount == usd("5.00")
    row = Coupon.objects.get(code="SUMMER")
    assert client.post(page("coupon", "change", row.pk), {**COUPON, "percent": "20"}).status_code == 302
    assert cart.get_cart(made.id).totals.discount == usd("10.00")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"percent": ""}, "has a percentage"),
        ({"kind": "fixed"}, "a fixed one an amount"),
        ({"percent": "101"}, "less than or equal to 100"),
        ({"code": "no spaces"}, "Use capitals"),
    ],
)
def test_an_unsound_coupon_is_refused_in_the_form(changes, words):
    shown = staff().post(page("coupon", "add"), {**COUPON, **changes})
    assert shown.status_code == 200
    assert words in shown.content.decode()
    assert not Coupon.objects.exists()


def test_a_way_of_sending_gets_another_price():
    client, zone = staff(), ShippingZone.objects.get(code="us")
    form = {
        "code": "us",
        "name": "United States",
        "countries": "us",
        "postal_prefixes": "",
        "position": 0,
        "methods-TOTAL_FORMS": 1,
        "methods-INITIAL_FORMS": 1,
    }
    method = zone.methods.get(code="standard")
    fields = ("id", "code", "name", "description", "price", "currency", "grams_included", "price_per_kg")
    values = {f"methods-0-{name}": getattr(method, name) for name in (*fields, "days_min", "days_max")}
    values |= {"methods-0-zone": zone.pk, "methods-0-position": 0, "methods-0-active": "on"}
    answer = client.post(
        page("shippingzone", "change", zone.pk), {**form, **values, "methods-0-price": "3.50"}
    )
    assert answer.status_code == 302
    made = a_cart((goods("10.00"), 1))
    ways = cart.list_shipping_methods(made.id, country="US")
    assert {way.code: way.price for way in ways}["standard"] == usd("3.50")


def test_a_tax_rate_gets_another_figure():
    client, rate = staff(Role.FINANCE), TaxRate.objects.get(region="CA")
    form = {
        "country": "us",
        "region": "ca",
        "region_name": "California",
        "tax_class": "standard",
        "rate": "0.1",
    }
    assert client.post(page("taxrate", "change", rate.pk), form).status_code == 302
    made = a_cart((goods("100.00"), 1))
    quote = cart.quote_cart(made.id, address=an_address(), shipping_method="standard")
    assert quote.totals.tax == usd("10.00")


def test_carts_can_only_be_looked_at():
    made, client = a_cart((goods(name="Linen shirt"), 2)), staff(Role.SUPPORT)
    shown = client.get(page("cart", "change", made.id))
    assert shown.status_code == 200
    assert "Linen shirt" in shown.content.decode()
    assert client.post(page("cart", "change", made.id), {}).status_code == 403
    assert client.get(page("cart", "add")).status_code == 403


def test_who_may_not_decide_does_not_see_the_coupons():
    assert staff(Role.WAREHOUSE).get(page("coupon")).status_code == 403
    assert staff(Role.SUPPORT).get(page("taxrate")).status_code == 403
