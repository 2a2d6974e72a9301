"""Whoever waits for something that is sold out is told once when it is back."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from domains.catalog import services as catalog
from domains.catalog.errors import (
    BackInStock,
    InvalidStockRequest,
    StockRequestNotFound,
    TooManyStockRequests,
    VariantNotFound,
)
from domains.catalog.models import StockRequest
from domains.catalog.types import Product, ProductStatus
from domains.kernel import clock
from domains.kernel.ids import VariantId, new_id
from domains.kernel.types import Role
from domains.notification import services as notification
from ecommerce.operations import mailbox
from tests.catalog.test_admin import page_of
from tests.catalog.test_admin import signed_in as at_the_admin
from tests.factories.catalog import a_product, new_tee
from tests.factories.inventory import stock
from tests.factories.user import a_member, new_email, newest_mail, send
from tests.storefront.steps import counting_queries

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _mailbox(settings, tmp_path) -> None:
    settings.EMAIL_BACKEND = "ecommerce.operations.mailbox.MailboxBackend"
    settings.MAILBOX_DIR = tmp_path / "mailbox"


@pytest.fixture
def gone() -> Product:
    """A T-shirt that is sold out."""
    return a_product("river-tee", name="River Tee", available=0)


def first(product: Product) -> VariantId:
    return product.variants[0].id


def mails_to(email: str) -> list[str]:
    return [mail.subject for mail in mailbox.list_mails(to=email)]


def test_whoever_waits_gets_one_mail_and_no_second_one(gone: Product) -> None:
    email = new_email()
    catalog.request_stock(first(gone), email=email)
    assert catalog.tell_waiting() == 0
    assert mails_to(email) == []

    stock(first(gone), east=3)
    assert catalog.tell_waiting() == 1
    assert catalog.tell_waiting() == 0

    assert mails_to(email) == ["River Tee is back"]
    stock(first(gone), east=0)
    stock(first(gone), east=5)
    assert catalog.tell_waiting() == 0
    assert mails_to(email) == ["River Tee is back"]


def test_the_mail_names_the_choice_the_price_and_the_ways_on(gone: Product) -> None:
    email = new_email()
    catalog.request_stock(first(gone), email=email)
    stock(first(gone), east=3)
    catalog.tell_waiting()

    mail = newest_mail(email)
    for body in (mail.text, mail.html):
        for part in ("River Tee", "Moss, S", "$20.00", "/products/river-tee?variant=RIVER-TEE-MOSS-S"):
            assert part in body, part
        assert "/back-in-stock/" in body


def test_who_asks_again_after_the_mail_waits_again(gone: Product) -> None:
    email = new_email()
    for quantity in (3, 4):
        catalog.request_stock(first(gone), email=email)
        stock(first(gone), east=quantity)
        catalog.tell_waiting()
        stock(first(gone), east=0)

    assert len(mails_to(email)) == 2


def test_asking_twice_in_any_spelling_is_asking_once(gone: Product) -> None:
    email = new_email()
    one = catalog.request_stock(first(gone), email=email)
    again = catalog.request_stock(first(gone), email=f"  {email.upper()} ")
    assert again == one

    stock(first(gone), east=1)
    assert catalog.tell_waiting() == 1


def test_who_asked_first_is_told_first_and_only_so_many_at_a_time(gone: Product) -> None:
    emails = [new_email() for _ in range(3)]
    for email in emails:
        catalog.request_stock(first(gone), email=email)
    stock(first(gone), east=1)

    assert catalog.tell_waiting(limit=2) == 2
    assert [len(mails_to(email)) for email in emails] == [1, 1, 0]
    assert catalog.tell_waiting(limit=2) == 1
    assert [len(mails_to(email)) for email in emails] == [1, 1, 1]


def test_only_the_choice_that_is_back_is_told_of(gone: Product) -> None:
    email = new_email()
    catalog.request_stock(gone.variants[1].id, email=email)
    stock(first(gone), east=1)

    assert catalog.tell_waiting() == 0


def test_what_left_the_shop_is_not_told_of(gone: Product) -> None:
    catalog.request_stock(first(gone), email=new_email())
    catalog.archive_product(gone.id)
    stock(first(gone), east=1)

    assert catalog.tell_waiting() == 0


def test_telling_a_hundred_costs_few_statements(gone: Product) -> None:
    for _ in range(30):
        catalog.request_stock(first(gone), email=new_email())
    stock(first(gone), east=1)
    with counting_queries() as queries:
        assert catalog.tell_waiting() == 30

    of_the_catalogue = [one for one in queries if "catalog_stock_request" in one]
    assert len(of_the_catalogue) == 3, "\n".join(of_the_catalogue)


def test_a_member_who_opted_out_is_left_alone(gone: Product) -> None:
    person = a_member()
    catalog.request_stock(first(gone), email=person.email, user_id=person.id)
    notification.set_preference(person.id, kind="stock", channel="email", enabled=False)
    stock(first(gone), east=1)
    catalog.tell_waiting()

    assert mails_to(person.email) == []


@pytest.mark.parametrize(
    "email", ["", "ada", "a\x00@b.test", "a@b.test\nBcc: c@d.test", f"{'a' * 260}@b.test"]
)
def test_an_address_that_is_none_is_refused(gone: Product, email: str) -> None:
    with pytest.raises(InvalidStockRequest):
        catalog.request_stock(first(gone), email=email)


def test_what_can_be_bought_or_is_not_sold_is_not_waited_for(gone: Product) -> None:
    there, draft = a_product(), catalog.save_product(new_tee("draft", status=ProductStatus.DRAFT))
    with pytest.raises(BackInStock):
        catalog.request_stock(first(there), email=new_email())
    for variant_id in (first(draft), new_id()):
        with pytest.raises(VariantNotFound):
            catalog.request_stock(variant_id, email=new_email())


def test_an_address_waits_for_twenty_things_at_most(gone: Product) -> None:
    email = new_email()
    for number in range(5):
        for variant in a_product(f"tee-of-{number}", available=0).variants:
            catalog.request_stock(variant.id, email=email)

    with pytest.raises(TooManyStockRequests):
        catalog.request_stock(first(gone), email=email)


# --- The links -----------------------------------------------------------------------------


def test_the_link_of_a_request_stops_it_and_no_other(gone: Product) -> None:
    email = new_email()
    one, other = (catalog.request_stock(variant.id, email=email) for variant in gone.variants[:2])

    catalog.stop_stock_requests(one.token)
    catalog.stop_stock_requests(one.token)

    with pytest.raises(StockRequestNotFound):
        catalog.get_stock_request(one.token)
    assert catalog.get_stock_request(other.token).told_at is None


def test_the_link_in_the_mail_stops_everything_with_one_press(gone: Product) -> None:
    email, stranger = new_email(), new_email()
    for variant in gone.variants:
        catalog.request_stock(variant.id, email=email)
        catalog.request_stock(variant.id, email=stranger)
    stock(first(gone), east=1)
    catalog.tell_waiting()
    path = newest_mail(email).text.partition("/back-in-stock/")[2].split()[0]

    answer = Client(enforce_csrf_checks=True).post(
        f"/back-in-stock/{path}", {"List-Unsubscribe": "One-Click"}
    )

    assert answer.status_code == 200
    waiting = StockRequest.objects.filter(told_at=None)
    assert not waiting.filter(email=email).exists()
    assert waiting.filter(email=stranger).count() == len(gone.variants) - 1


def test_mail_programs_are_told_how_to_stop(gone: Product, settings) -> None:
    from django.core import mail

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    catalog.request_stock(first(gone), email=new_email())
    stock(first(gone), east=1)
    catalog.tell_waiting()

    headers = mail.outbox[-1].extra_headers
    assert "/back-in-stock/" in headers["List-Unsubscribe"]
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


@pytest.mark.parametrize("token", ["", "x", "a.b", "\x00.x"])
def test_a_link_that_nobody_made_stops_nothing(token: str) -> None:
    with pytest.raises(StockRequestNotFound):
        catalog.stop_stock_requests(token)


def test_after_half_a_year_an_address_that_was_told_is_forgotten(gone: Product) -> None:
    catalog.request_stock(first(gone), email=new_email())
    stock(first(gone), east=1)
    catalog.tell_waiting()
    later = clock.now() + timedelta(days=181)
    with clock.running_on(lambda: later):
        catalog.tell_waiting()

    assert not StockRequest.objects.exists()


# --- Over HTTP and in the admin ------------------------------------------------------------


def test_a_client_of_the_api_leaves_an_address(gone: Product) -> None:
    wanted = {"variant_id": str(first(gone)), "email": new_email()}
    answer = send(Client(), "post", "catalog/stock-requests", wanted)
    assert (answer.status_code, answer.json()) == (202, {"status": "waiting"})

    stock(first(gone), east=1)
    refused = send(Client(), "post", "catalog/stock-requests", wanted)
    assert (refused.status_code, refused.json()["code"]) == (409, "back_in_stock")


def shows_seven(page: str) -> bool:
    """Whether the first cell of those who wait says so."""
    cell = re.search(r'class="[^"]*field-waiting[^"]*".*?</t[dh]>', page, re.DOTALL)
    assert cell, "there is no such cell"
    return re.sub(r"<[^>]+>|^[^>]*>", " ", cell[0]).split() == ["7"]


def test_staff_see_how_many_wait(gone: Product) -> None:
    for _ in range(7):
        catalog.request_stock(first(gone), email=new_email())
    admin = at_the_admin(Role.MERCHANDISER)

    with counting_queries() as queries:
        page = admin.get("/admin/catalog/product/").content.decode()
    assert shows_seven(page)
    assert len(queries) <= 10, "\n".join(queries)

    assert shows_seven(admin.get(page_of("product", gone.id)).content.decode())
    assert "river-tee" in admin.get("/admin/catalog/stockrequest/").content.decode().lower()
