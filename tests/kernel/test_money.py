"""Money is exact, keeps its currency's digits, and never gets lost when it is split."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domains.kernel.money import Money, digits, total

AMOUNTS = st.integers(min_value=-(10**12), max_value=10**12)
CURRENCIES = st.sampled_from(["USD", "EUR", "JPY", "KWD"])


@pytest.mark.parametrize(("currency", "expected"), [("USD", 2), ("EUR", 2), ("JPY", 0), ("KWD", 3)])
def test_each_currency_has_its_own_digits(currency, expected):
    assert digits(currency) == expected


def test_halves_are_rounded_away_from_zero():
    assert Money.of("0.125", "USD").amount == Decimal("0.13")
    assert Money.of("-0.125", "USD").amount == Decimal("-0.13")
    assert Money.of("100.5", "JPY").amount == Decimal(101)


def test_the_constructor_refuses_what_it_would_have_to_round():
    with pytest.raises(ValueError, match="more digits"):
        Money(Decimal("1.005"), "USD")


def test_an_unknown_currency_is_refused():
    with pytest.raises(ValueError, match="ISO 4217"):
        Money.zero("XQZ")


def test_two_currencies_do_not_add_up():
    with pytest.raises(ValueError, match="do not add up"):
        Money.of(1, "USD") + Money.of(1, "EUR")


def test_people_see_their_currency():
    assert Money.of("1234.5", "USD").formatted() == "$1,234.50"
    assert Money.of(1200, "JPY").formatted() == "¥1,200"


def test_a_currency_without_a_sign_does_not_touch_its_number():
    assert Money.of("17", "CHF").formatted() == "CHF\N{NO-BREAK SPACE}17.00"
    assert Money.of("-17", "CHF").formatted() == "-CHF\N{NO-BREAK SPACE}17.00"


@given(units=AMOUNTS, currency=CURRENCIES)
def test_minor_units_survive_the_trip(units, currency):
    assert Money.from_minor(units, currency).minor == units


@given(units=AMOUNTS, currency=CURRENCIES, weights=st.lists(st.integers(0, 1000), min_size=1, max_size=12))
def test_the_parts_of_an_allocation_sum_to_the_whole(units, currency, weights):
    whole = Money.from_minor(units, currency)
    if not sum(weights):
        with pytest.raises(ValueError, match="weights"):
            whole.allocate(weights)
        return
    parts = whole.allocate(weights)
    assert total(parts, currency) == whole
    assert all(not part for part, weight in zip(parts, weights, strict=True) if weight == 0)


@given(first=AMOUNTS, second=AMOUNTS, currency=CURRENCIES)
def test_addition_and_subtraction_undo_each_other(first, second, currency):
    one, other = Money.from_minor(first, currency), Money.from_minor(second, currency)
    assert one + other - other == one
