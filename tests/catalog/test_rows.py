"""The read row says at every moment what a rebuild would say."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domains.catalog import services as catalog
from domains.catalog.models import ProductRow
from domains.catalog.types import ProductFilters, ProductStatus, Visibility
from domains.kernel import clock
from domains.kernel.ids import UserId, VariantId, new_id
from domains.kernel.router import database_of
from tests.factories.catalog import a_category, a_product, new_tee, new_variant, usd

pytestmark = pytest.mark.django_db

SLUGS = ("red", "green")
slugs = st.sampled_from(SLUGS)
hours = st.integers(-3, 5)
steps = st.one_of(
    st.tuples(
        st.just("save"),
        slugs,
        st.fixed_dictionaries(
            {
                "colours": st.sampled_from([("Moss",), ("Moss", "Ink"), ("Clay", "Ink")]),
                "price": st.sampled_from(["5.00", "19.99"]),
                "category": st.sampled_from(["", "clothing", "t-shirts"]),
                "brand": st.sampled_from(["", "Fell", "Tarn & Side"]),
                "tags": st.sampled_from([(), ("new",), ("new", "Old & worn")]),
                "attributes": st.sampled_from([{}, {"warm": True, "care": ["cold", "line, dry"]}]),
                "status": st.sampled_from(list(ProductStatus)),
                "visibility": st.sampled_from(list(Visibility)),
                "hours": st.none() | st.integers(-2, 4),
                "reduced": st.none() | st.tuples(hours, hours).filter(lambda pair: pair[0] != pair[1]),
            }
        ),
    ),
    st.tuples(st.just("stock"), slugs, st.integers(0, 3)),
    st.tuples(st.just("review"), slugs, st.integers(1, 5)),
    st.tuples(st.just("buy"), slugs, st.integers(1, 9)),
    st.tuples(st.just("archive"), slugs, st.none()),
    st.tuples(st.just("collect"), slugs, st.none()),
    st.tuples(st.just("wait"), st.just(""), st.integers(1, 3)),
    st.tuples(st.just("move"), st.just(""), st.sampled_from(["", "clothing"])),
    st.tuples(st.just("rename"), st.just(""), st.sampled_from(["Fell", "Fell & Daughters"])),
)


@dataclass
class Calendar:
    """Time that only goes on, as the goods of one history are there in the next."""

    hours: int = 0

    def now(self):
        return datetime.now(UTC) + timedelta(hours=self.hours)


calendar = Calendar()


def saved_at(now, slug, *, hours, reduced, **changes):
    new = new_tee(slug, **changes, published_at=None if hours is None else now + timedelta(hours=hours))
    if reduced:
        begin, end = (now + timedelta(hours=one) for one in sorted(reduced))
        window = {"sale_from": begin, "sale_until": end}
        variants = (replace(one, price=usd("1.00"), compare_at=one.price, **window) for one in new.variants)
        new = replace(new, variants=tuple(variants))
    return new


def do(step):
    kind, slug, detail = step
    if kind == "save":
        catalog.save_product(saved_at(calendar.now(), slug, **detail))
    elif kind == "wait":
        calendar.hours += detail
        catalog.turn_due_rows()
    elif kind == "move":
        a_category("t-shirts", detail)
    elif kind == "rename":
        catalog.save_brand(slug="fell", name=detail)
    elif product := ProductRow.objects.filter(slug=slug).first():
        variants = catalog.list_variant_ids(product.product_id)
        if kind == "stock":
            catalog.record_availability(dict.fromkeys(variants[:2], detail))
        elif kind == "review":
            catalog.add_review(
                product.product_id, user_id=UserId(new_id()), author="A", rating=detail, title="", body=""
            )
        elif kind == "buy":
            catalog.record_purchase(new_id(), quantities={variants[0]: detail})
            catalog.fold_purchases()
        elif kind == "archive":
            catalog.archive_product(product.product_id)
        else:
            catalog.save_collection(slug="picked", name="Picked", product_slugs=[slug])


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(steps, max_size=8))
def test_no_change_leaves_a_row_behind(history):
    with clock.running_on(calendar.now):
        a_category("clothing")
        a_category("t-shirts", "clothing")
        for step in history:
            do(step)
        assert catalog.rebuild_rows() == 0
        for card in catalog.list_products(ProductFilters()):
            variants = catalog.get_variants(catalog.list_variant_ids(card.id)).values()
            assert (card.sale_price or card.price) == min(one.unit_price for one in variants)
            assert all(one.sellable for one in variants)


def test_a_rebuild_mends_what_was_damaged():
    a_product("damaged")
    a_product("whole")
    ProductRow.objects.filter(slug="damaged").update(paid=Decimal(1), traits=[])
    assert catalog.rebuild_rows() == 1
    assert catalog.rebuild_rows() == 0


def test_the_card_shows_the_cheapest_variant_and_offers_the_first_in_stock():
    variants = (
        new_variant("BIG", "50.00", attributes={"Size": "L"}),
        new_variant("SMALL", "20.00", compare_at=usd("30.00"), attributes={"Size": "S"}),
    )
    product = a_product("sizes", variants=variants, available=0)
    catalog.record_availability({product.variants[1].id: 2})
    (card,) = catalog.list_products(ProductFilters())
    assert (card.price, card.sale_price, card.sku) == (usd("30.00"), usd("20.00"), "BIG")
    assert card.default_variant_id == product.variants[1].id and card.in_stock


def test_stock_that_runs_out_and_comes_back_is_seen_at_once():
    product = a_product("ebb")
    every = [variant.id for variant in product.variants]
    catalog.record_availability(dict.fromkeys(every, 0) | {VariantId(new_id()): 7})
    assert catalog.get_product("ebb").in_stock is False
    assert len(catalog.list_products(ProductFilters(in_stock=True))) == 0
    catalog.record_availability({every[2]: 1})
    seen = catalog.get_product("ebb")
    assert seen.in_stock and [one.available for one in seen.variants] == [0, 0, 1, 0]


def test_a_figure_that_only_moves_costs_few_queries(django_assert_max_num_queries):
    product = a_product("moving")
    with django_assert_max_num_queries(6):
        catalog.record_availability({variant.id: 9 for variant in product.variants})


def test_a_purchase_counts_once_for_bestsellers_and_makes_a_review_verified():
    from domains.catalog.types import Ordering

    slow, quick = a_product("slow"), a_product("quick")
    reference, buyer = new_id(), UserId(new_id())
    for _ in range(2):
        catalog.record_purchase(
            reference, quantities={quick.variants[0].id: 2, quick.variants[1].id: 1}, user_id=buyer
        )
    catalog.record_purchase(new_id(), quantities={slow.variants[0].id: 2})
    assert (catalog.fold_purchases(), catalog.fold_purchases()) == (2, 0)
    best = catalog.list_products(ProductFilters(), ordering=Ordering.BESTSELLING)
    assert [card.slug for card in best] == ["quick", "slow"]
    review = {"author": "A", "rating": 5, "title": "", "body": ""}
    assert catalog.add_review(quick.id, user_id=buyer, **review).verified is True
    assert catalog.add_review(slow.id, user_id=buyer, **review).verified is False


def test_many_variants_are_read_with_one_query(django_assert_num_queries):
    ids = [variant.id for number in range(3) for variant in a_product(f"cart-{number}").variants]
    with django_assert_num_queries(1, connection=connections[database_of("catalog")]):
        found = catalog.get_variants(ids)
    assert set(found) == set(ids)
    first = found[ids[0]]
    assert first.sellable and first.unit_price == usd("20.00") and first.picture is not None
    assert list(first.attributes) == ["Colour", "Size"]
