"""What goods cost before, and the lowest of it beside a reduced price."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connections, transaction
from django.test import Client
from rest_framework.test import APIClient

from domains.catalog import services as catalog
from domains.catalog.models import PastPrice
from domains.catalog.types import OtherPrice
from domains.kernel import clock
from domains.kernel.money import Money
from domains.kernel.router import database_of
from domains.kernel.types import Role
from tests.catalog.test_admin import form_of, page_of
from tests.catalog.test_admin import signed_in as at_the_admin
from tests.factories.catalog import new_tee, new_variant, usd

pytestmark = pytest.mark.django_db

START = datetime(2027, 3, 1, 12, tzinfo=UTC)


def costs(day: float, paid: str, before: str = "", **changes: object) -> None:
    """On that day the mug is given this price, reduced from the one before."""
    variant = new_variant("MUG", paid, compare_at=usd(before) if before else None, **changes)
    with clock.running_on(lambda: on(day)):
        catalog.save_product(new_tee("mug", variants=(variant,), published_at=START))


def on(day: float) -> datetime:
    return START + timedelta(days=day)


def lowest_on(day: float) -> Money | None:
    """What the page of the product says beside its reduced price."""
    with clock.running_on(lambda: on(day)):
        product = catalog.get_product("mug")
    assert product.lowest_price_30_days == product.variants[0].lowest_price_30_days
    return product.lowest_price_30_days


def test_a_reduced_price_stands_beside_the_price_that_was_paid_before() -> None:
    costs(0, "20.00")
    costs(40, "15.00", "20.00")
    assert lowest_on(41) == usd("20.00")


def test_a_price_raised_before_the_reduction_does_not_hide_the_lower_one() -> None:
    costs(0, "14.00")
    costs(40, "20.00")
    costs(60, "15.00", "20.00")
    assert lowest_on(61) == usd("14.00")


def test_what_was_paid_more_than_thirty_days_before_the_reduction_is_forgotten() -> None:
    costs(0, "14.00")
    costs(40, "20.00")
    costs(70, "15.00", "20.00")
    assert lowest_on(71) == usd("20.00")


def test_an_earlier_reduction_within_thirty_days_counts() -> None:
    costs(0, "20.00")
    costs(10, "12.00", "20.00")
    costs(15, "20.00")
    costs(30, "15.00", "20.00")
    assert lowest_on(31) == usd("12.00")


def test_a_reduction_made_deeper_without_a_pause_is_one_reduction() -> None:
    costs(0, "20.00")
    costs(40, "18.00", "20.00")
    costs(45, "15.00", "20.00")
    costs(50, "12.00", "20.00")
    assert lowest_on(51) == usd("20.00")


def test_a_reduction_that_becomes_smaller_is_a_new_one() -> None:
    costs(0, "20.00")
    costs(40, "12.00", "20.00")
    costs(45, "15.00", "20.00")
    assert lowest_on(46) == usd("12.00")


def test_a_reduction_to_come_is_told_of_from_its_first_second_to_its_last() -> None:
    costs(0, "14.00")
    costs(40, "20.00")
    costs(50, "15.00", "20.00", sale_from=on(60), sale_until=on(62))
    assert [lowest_on(day) for day in (59, 60, 61.9, 62)] == [None, usd("14.00"), usd("14.00"), None]


def test_without_a_reduction_or_a_price_before_it_nothing_is_said() -> None:
    costs(0, "15.00", "20.00")
    assert lowest_on(1) is None
    costs(2, "21.00")
    assert lowest_on(3) is None


def test_a_price_in_another_currency_is_no_price_of_before() -> None:
    costs(0, "10.00")
    paid, before = Money.of("15.00", "EUR"), Money.of("20.00", "EUR")
    variant = replace(new_variant("MUG"), price=paid, compare_at=before)
    with clock.running_on(lambda: on(40)):
        catalog.save_product(new_tee("mug", variants=(variant,)))
    assert lowest_on(41) is None


def test_saving_the_same_again_adds_nothing_to_the_history() -> None:
    costs(0, "20.00")
    costs(1, "15.00", "20.00")
    costs(2, "15.00", "20.00")
    (past,) = PastPrice.objects.all()
    assert (past.price, past.sale_price, past.since, past.until) == (20, None, on(0), on(1))


@pytest.mark.parametrize(
    "change", ["UPDATE catalog_past_price SET price = 1", "DELETE FROM catalog_past_price"]
)
def test_the_database_refuses_to_change_the_past(change: str) -> None:
    costs(0, "20.00")
    costs(1, "19.00")
    alias = database_of("catalog")
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(using=alias):
        connections[alias].cursor().execute(change)


def test_shoppers_and_clients_of_the_api_are_told() -> None:
    costs(0, "14.00")
    costs(40, "20.00")
    costs(60, "15.00", "20.00")
    with clock.running_on(lambda: on(61)):
        page = Client().get("/products/mug").content.decode()
        body = APIClient().get("/api/v1/products/mug").json()
    assert "Lowest price in the last 30 days" in page and "$14.00" in page
    lowest = {"amount": "14.00", "currency": "USD"}
    assert body["lowest_price_30_days"] == body["variants"][0]["lowest_price_30_days"] == lowest


def test_many_prices_change_in_as_many_queries_as_one(django_assert_max_num_queries) -> None:
    goods = [new_tee(f"tee-{number}") for number in range(30)]
    catalog.save_products(goods)
    cheaper = [new_tee(one.slug, price="15.00") for one in goods]
    with django_assert_max_num_queries(24 + 4 * len(goods)):
        catalog.save_products(cheaper)
    assert PastPrice.objects.count() == 120


def test_a_merchandiser_reads_what_it_cost_before() -> None:
    costs(0, "14.00")
    costs(40, "20.00")
    merchandiser = at_the_admin(Role.MERCHANDISER)
    address = page_of("product", catalog.get_product("mug", drafts=True).id)
    page = merchandiser.get(address).content.decode()
    assert "$14.00" in page and "10 Apr 2027" in page
    again = merchandiser.post(address, form_of(merchandiser, address))
    assert again.status_code == 302
    assert PastPrice.objects.count() == 1


def euros(*amounts: str) -> tuple[OtherPrice, ...]:
    """A regular price in euros, and a reduced one where it is given."""
    return (OtherPrice(*(Money.of(amount, "EUR") for amount in amounts)),)


def lowest_in_euros_on(day: float) -> Money | None:
    with clock.running_on(lambda: on(day)):
        (other,) = catalog.get_product("mug").variants[0].other_prices
    return other.lowest_price_30_days


def test_every_currency_has_a_past_of_its_own() -> None:
    costs(0, "20.00", other_prices=euros("14.00"))
    costs(40, "20.00", other_prices=euros("18.00"))
    costs(60, "15.00", "20.00", other_prices=euros("18.00", "12.00"))
    assert (lowest_on(61), lowest_in_euros_on(61)) == (usd("20.00"), Money.of("14.00", "EUR"))
    with clock.running_on(lambda: on(61)):
        (variant,) = APIClient().get("/api/v1/products/mug").json()["variants"]
    assert variant["other_prices"][0]["lowest_price_30_days"] == {"amount": "14.00", "currency": "EUR"}


def test_a_price_in_another_currency_alone_may_be_reduced() -> None:
    costs(0, "20.00", other_prices=euros("18.00"))
    costs(40, "20.00", other_prices=euros("18.00", "12.00"))
    costs(41, "20.00", other_prices=euros("18.00", "12.00"))
    assert (lowest_on(42), lowest_in_euros_on(42)) == (None, Money.of("18.00", "EUR"))
    assert PastPrice.objects.count() == 2


def test_cards_show_the_lowest_price_beside_a_reduced_one_and_only_while_it_is_reduced() -> None:
    costs(0, "20.00", other_prices=euros("18.00"))
    window = {"sale_from": on(60), "sale_until": on(70)}
    costs(40, "15.00", "20.00", other_prices=euros("18.00", "12.00"), **window)
    for day, dollars, in_euros in ((59, None, None), (61, "20.00", "18.00"), (71, None, None)):
        with clock.running_on(lambda day=day: on(day)):
            catalog.turn_due_rows()
            (row,) = APIClient().get("/api/v1/products").json()["results"]
            (other,) = APIClient().get("/api/v1/products?currency=EUR").json()["results"]
            page = Client().get("/search").content.decode()
        assert row["lowest_price_30_days"] == (dollars and {"amount": dollars, "currency": "USD"})
        assert other["lowest_price_30_days"] == (in_euros and {"amount": in_euros, "currency": "EUR"})
        assert ("30-day low" in page) == (dollars is not None)
