"""What shoppers are told of their orders."""

import re

import pytest
from django.db import transaction

from config.env import DATA_DIR
from domains.cart import services as cart
from domains.kernel import bus, clock
from domains.kernel import services as kernel
from domains.kernel.errors import DomainError
from domains.kernel.ids import UserId
from domains.kernel.models import Publication
from domains.kernel.router import database_of
from domains.kernel.types import Address
from domains.notification import services as notification
from domains.order import services as order
from domains.order.events import OrderRejected
from domains.order.types import CheckoutDetails, OrderStatus, WantedLine
from domains.payment.types import PaymentMethod
from ecommerce.operations import mailbox
from tests.factories.cart import a_cart, a_coupon, an_address, goods
from tests.factories.catalog import usd
from tests.factories.user import PASSWORD, a_member, new_email, newest_mail, send
from tests.processes import wait_until

pytestmark = pytest.mark.django_db


def buy(*lines, email="", user_id=None, card="tok_ok", address: Address | None = None):
    details = CheckoutDetails(
        email=email or new_email("buyer"),
        shipping_address=address or an_address(),
        shipping_method="standard",
        payment=PaymentMethod("test", card),
    )
    wanted = tuple(WantedLine(variant_id, quantity) for variant_id, quantity in lines)
    return order.checkout_lines(wanted, details=details, user_id=user_id, key=None).order


def subjects_to(email: str) -> list[str]:
    return [mail.subject for mail in reversed(mailbox.list_mails(to=email))]


def test_a_confirmed_order_is_told_with_lines_totals_address_and_a_link():
    bought = buy((goods("88.00", name="Linen overshirt"), 1), (goods("16.00", name="Ribbed socks"), 5))
    mail = newest_mail(bought.email)
    assert mail.subject == f"Order {bought.number} is confirmed"
    for body in (mail.text, mail.html):
        for part in (
            bought.number,
            "Linen overshirt",
            "Ribbed socks",
            "$88.00",
            "$80.00",
            bought.subtotal.formatted(),
            bought.tax.formatted(),
            bought.total.formatted(),
            "1 Main Street",
            "United States",
        ):
            assert part in body
    assert subjects_to(bought.email) == [mail.subject]


def test_the_link_in_the_mail_leads_to_the_order(client):
    bought = buy((goods(), 1))
    mail = newest_mail(bought.email)
    links = set(re.findall(r"https?://[^\s\"<]+/orders/track/[^\s\"<]+", mail.text + mail.html))
    assert len(links) == 1
    token = links.pop().rpartition("/")[2]
    assert order.get_order_by_tracking_token(token).id == bought.id


def test_names_from_outside_stay_text():
    address = an_address(name="<img src=x onerror=alert(1)>")
    bought = buy((goods(name="Tee <script>alert(1)</script>"), 1), address=address)
    mail = newest_mail(bought.email)
    assert "<script" not in mail.html
    assert "<img" not in mail.html
    assert "Tee <script>alert(1)</script>" in mail.text


def test_a_name_cannot_write_headers():
    address = an_address(name="Eve\r\nBcc: everybody@people.test")
    try:
        bought = buy((goods(), 1), address=address)
    except DomainError:
        return
    assert "\n" not in newest_mail(bought.email).subject
    assert mailbox.list_mails(to="everybody@people.test") == ()


def test_a_declined_payment_is_told_without_a_refund():
    declined = buy((goods(), 1), card="tok_decline")
    mail = newest_mail(declined.email)
    assert mail.subject == f"Order {declined.number} is cancelled"
    assert "You were not charged" in mail.text


def test_a_cancelled_order_says_what_goes_back():
    bought = buy((goods("20.00"), 2))
    order.cancel_order(bought.id, reason="Ordered twice", by="support")
    mail = newest_mail(bought.email)
    assert mail.subject == f"Order {bought.number} is cancelled"
    assert f"{bought.total.formatted()} goes back" in mail.text
    assert subjects_to(bought.email).count(mail.subject) == 1


def test_a_partial_refund_says_how_much():
    bought = buy((goods("20.00"), 2))
    order.refund_order(bought.id, amount=usd("7.50"), reason="A loose seam", by="support", key="refund-1")
    mail = newest_mail(bought.email)
    assert mail.subject == f"$7.50 of order {bought.number} goes back to you"
    assert "A loose seam" in mail.text


def ship(bought) -> None:
    for status in (OrderStatus.PROCESSING, OrderStatus.SHIPPED):
        order.change_status(bought.id, status=status, reason="", by="warehouse")


def test_a_parcel_is_told_when_it_leaves_and_when_it_arrives():
    bought = buy((goods(), 1))
    ship(bought)
    order.change_status(bought.id, status=OrderStatus.DELIVERED, reason="", by="warehouse")
    assert subjects_to(bought.email)[1:] == [
        f"Order {bought.number} is on its way",
        f"Order {bought.number} was delivered",
    ]


def test_whoever_opted_out_of_deliveries_still_gets_the_confirmation():
    person = a_member()
    notification.set_preference(person.id, kind="deliveries", channel="email", enabled=False)
    bought = buy((goods(), 1), email=person.email, user_id=UserId(person.id))
    ship(bought)
    assert subjects_to(person.email) == [f"Order {bought.number} is confirmed"]
    statuses = {row.kind: row.status for row in notification.list_messages(person.id)}
    assert statuses == {"order_confirmed": "sent", "order_shipped": "skipped"}


def test_a_discount_is_a_line_of_its_own():
    basket = a_cart((goods("50.00"), 2))
    cart.apply_coupon(basket.id, code=a_coupon())
    details = CheckoutDetails(new_email("buyer"), an_address(), "standard", PaymentMethod("test", "tok_ok"))
    bought = order.checkout_cart(basket.id, details=details, user_id=None, key=None).order
    assert "Discount: -$10.00" in newest_mail(bought.email).text


def test_an_order_that_lost_the_race_for_the_last_piece_is_told_that_nothing_was_charged():
    bought = buy((goods(), 1))
    fact = OrderRejected(order_id=bought.id, number=bought.number, email=bought.email, variant_ids=())
    with transaction.atomic(using=database_of("order")):
        bus.publish(fact)
    mail = newest_mail(bought.email)
    assert mail.subject == f"We could not accept order {bought.number}"
    assert "you were not charged" in mail.text


def test_an_event_that_is_delivered_again_sends_no_second_mail():
    bought = buy((goods(), 1))
    Publication.objects.using(database_of("order")).filter(handler="notification.send_confirmation").update(
        status="pending", next_attempt_at=clock.now()
    )
    assert kernel.redeliver_events() == 1
    assert len(subjects_to(bought.email)) == 1


def test_a_mail_of_a_guests_order_belongs_to_no_account():
    person = a_member()
    bought = buy((goods(), 1), email=person.email)
    assert len(subjects_to(bought.email)) == 1
    assert notification.list_messages(person.id).results == ()


@pytest.mark.celery
@pytest.mark.django_db(transaction=True)
def test_a_real_worker_sends_what_a_request_queued(client, celery_worker, settings):
    settings.MAILBOX_DIR = DATA_DIR / "mailbox"
    email = new_email()
    send(client, "post", "users/register", {"email": email, "password": PASSWORD})
    wait_until(lambda: mailbox.list_mails(to=email))
    assert re.search(r"^    \d{6}$", newest_mail(email).text, re.MULTILINE)
