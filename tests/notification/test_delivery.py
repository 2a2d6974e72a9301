"""A message is sent once, whatever dies in between, and tried again while the mail server is away."""

import email
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connections

from domains.kernel import clock, resilience
from domains.kernel.ids import new_id
from domains.kernel.router import database_of
from domains.kernel.types import Role
from domains.notification import services as notification
from domains.notification.errors import MessageNotFound
from domains.notification.types import MessageKind, MessageStatus
from domains.user import services as user
from ecommerce.embedded.ports import free_port
from ecommerce.operations import mailbox
from tests.factories.user import PASSWORD, a_member

pytestmark = pytest.mark.django_db
WORKING = "ecommerce.operations.mailbox.MailboxBackend"


class DyingBackend(BaseEmailBackend):
    """Ends the worker in the middle of a sending, as a kill would."""

    def send_messages(self, email_messages):
        raise SystemExit


def a_message(person=None):
    person = person or a_member()
    message_id = notification.queue_message(
        new_id(),
        kind=MessageKind.PASSWORD_CHANGED,
        recipient=person.email,
        about=person.id,
        user_id=person.id,
    )
    return message_id, person


def after(**wait: float):
    later = clock.now() + timedelta(**wait)
    return clock.running_on(lambda: later)


def mails_to(person) -> int:
    return len(mailbox.list_mails(to=person.email))


def state_of(person):
    return notification.list_messages(person.id).results[0]


def the_mail_server_is_back(settings):
    settings.EMAIL_BACKEND = WORKING
    resilience.breaker("The mail server").close()


def test_a_message_is_sent_once_however_often_it_is_asked_for():
    message_id, person = a_message()
    assert notification.send_message(message_id) is True
    assert notification.send_message(message_id) is False
    with after(hours=1):
        assert notification.send_due_messages() == 0
    assert mails_to(person) == 1
    sent = state_of(person)
    assert (sent.status, sent.subject) == (MessageStatus.SENT, "Your Septet password was changed")
    assert sent.sent_at is not None


def test_an_event_that_is_delivered_twice_is_one_message():
    person, event_id = a_member(), new_id()
    told = {"kind": MessageKind.PASSWORD_CHANGED, "recipient": person.email, "about": person.id}
    first, second = (notification.queue_message(event_id, **told) for _ in range(2))
    assert first == second


@pytest.mark.django_db(transaction=True)
def test_workers_that_race_send_one_mail():
    message_id, person = a_message()

    def send(_: int) -> bool:
        try:
            return notification.send_message(message_id)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(send, range(16))).count(True) == 1
    assert mails_to(person) == 1


def test_a_mail_server_that_is_away_is_tried_again_with_growing_pauses(settings):
    message_id, person = a_message()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    assert notification.send_message(message_id) is False
    assert state_of(person).status is MessageStatus.QUEUED

    the_mail_server_is_back(settings)
    with after(seconds=25):
        assert notification.send_due_messages() == 0
    with after(seconds=35):
        assert notification.send_due_messages() == 1
    assert mails_to(person) == 1


def test_after_ten_attempts_it_waits_for_a_person(settings, client):
    message_id, person = a_message()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    for hours in range(12):
        with after(hours=2 * hours):
            notification.send_due_messages()
    assert state_of(person).status is MessageStatus.FAILED

    the_mail_server_is_back(settings)
    client.login(email=a_member(Role.SUPPORT).email, password=PASSWORD)
    page = client.get("/admin/notification/message/").content.decode()
    assert "The mail server is not answering" in page
    chosen = {"action": "send_again", "_selected_action": [str(message_id)]}
    client.post("/admin/notification/message/", chosen)
    assert notification.send_due_messages() == 1
    assert mails_to(person) == 1


def test_a_worker_that_dies_while_sending_is_replaced_under_the_same_message_id(settings):
    message_id, _ = a_message()
    settings.EMAIL_BACKEND = f"{__name__}.DyingBackend"
    with pytest.raises(SystemExit):
        notification.send_message(message_id)

    settings.EMAIL_BACKEND = WORKING
    assert notification.send_message(message_id) is False
    with after(seconds=95):
        assert notification.send_due_messages() == 1
    (file,) = Path(settings.MAILBOX_DIR).glob("*.eml")
    headers = email.message_from_bytes(file.read_bytes())
    assert headers["Message-ID"].startswith(f"<{message_id}.0@")
    assert headers["Auto-Submitted"] == "auto-generated"


def test_a_message_about_somebody_who_is_gone_is_skipped():
    stranger = a_member()
    message_id = notification.queue_message(
        new_id(),
        kind=MessageKind.PASSWORD_CHANGED,
        recipient=stranger.email,
        about=new_id(),
        user_id=stranger.id,
    )
    assert notification.send_message(message_id) is False
    assert state_of(stranger).status is MessageStatus.SKIPPED
    assert mails_to(stranger) == 0


def test_a_message_that_never_was_cannot_be_sent_again():
    with pytest.raises(MessageNotFound):
        notification.resend_message(new_id())


def test_the_sweeper_leaves_the_first_attempt_to_the_task():
    a_message()
    assert notification.send_due_messages() == 0


def test_support_sees_messages_and_customers_data_costs_few_queries(client, django_assert_max_num_queries):
    for _ in range(15):
        a_message()
    client.login(email=a_member(Role.SUPPORT).email, password=PASSWORD)
    with django_assert_max_num_queries(10):
        page = client.get("/admin/notification/message/")
    assert page.content.decode().count("@people.test") >= 15


@pytest.mark.parametrize("role", [Role.WAREHOUSE, Role.MERCHANDISER])
def test_other_staff_do_not_read_messages(client, role):
    client.login(email=a_member(role).email, password=PASSWORD)
    assert client.get("/admin/notification/message/").status_code == 403


def test_codes_and_links_lie_in_no_row_of_the_notification_domain():
    person = a_member()
    user.request_password_reset(email=person.email)
    token = mailbox.list_mails(to=person.email)[0].text.partition("/account/reset/")[2].split()[0]
    with connections[database_of("notification")].cursor() as cursor:
        cursor.execute("SELECT string_agg(m::text, '') FROM notification_message m")
        rows = cursor.fetchone()[0]
    assert person.email in rows
    assert token not in rows
