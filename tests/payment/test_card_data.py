"""A card number is known by its form and its check digit."""

import pytest

from domains.payment import services as payment
from domains.payment.errors import CardDataRefused

CARDS = [
    "4242424242424242",
    "5555 5555 5555 4444",
    "3782-822463-10005",
    "6011.1111.1111.1117",
    "4222222222222",
]


@pytest.mark.parametrize("number", CARDS)
@pytest.mark.parametrize("around", ["{}", "my card: {}.", "{} 12/29 123", "a\n{}\nb"])
def test_a_card_number_is_refused_wherever_it_stands(number, around):
    with pytest.raises(CardDataRefused):
        payment.refuse_card_data(["Ada", around.format(number)])


@pytest.mark.parametrize(
    "harmless",
    [
        "4242424242424241",
        "+1 510 555 0100",
        "0000000000000000",
        "01a20ac1-134173a3-b234-92da28f12847",
        "tok_4242424242424242x",
        "12345",
        "",
    ],
)
def test_what_only_looks_like_one_is_not(harmless):
    payment.refuse_card_data([harmless])
