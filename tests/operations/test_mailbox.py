"""In development every outgoing mail is a page; elsewhere there is no mailbox."""

import pytest
from django.core.mail import EmailMultiAlternatives

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _empty_mailbox(settings, tmp_path):
    settings.EMAIL_BACKEND = "ecommerce.operations.mailbox.MailboxBackend"
    settings.MAILBOX_DIR = tmp_path / "mailbox"


def send(to="ada@example.com", subject="Your order", html="<p>Hello <b>Ada</b></p>"):
    mail = EmailMultiAlternatives(subject, "Hello Ada", to=[to])
    mail.attach_alternative(html, "text/html")
    mail.send()


def test_an_empty_mailbox_says_how_to_fill_it(client):
    assert "No mail yet" in client.get("/mailbox/").content.decode()


def test_a_mail_is_listed_and_shown(client):
    send()
    assert "Your order" in client.get("/mailbox/").content.decode()
    (message,) = client.get("/mailbox/", headers={"Accept": "application/json"}).json()["messages"]
    assert (message["to"], message["subject"], message["text"].strip()) == (
        "ada@example.com",
        "Your order",
        "Hello Ada",
    )
    assert "<b>Ada</b>" in message["html"]
    assert message["sent_at"].endswith("Z")


def test_programs_ask_for_one_address_and_get_the_newest_first(client):
    send(subject="first")
    send(to="grace@example.com")
    send(subject="second")
    answer = client.get("/mailbox/?to=Ada@example.com", headers={"Accept": "application/json"}).json()
    assert [message["subject"] for message in answer["messages"]] == ["second", "first"]


def test_a_subject_with_markup_stays_text(client):
    send(subject="<script>alert(1)</script>")
    assert "<script>alert(1)" not in client.get("/mailbox/").content.decode()


def test_the_html_of_a_mail_runs_in_a_sandbox(client):
    send(html="<script>alert(1)</script>")
    page = client.get("/mailbox/").content.decode()
    mail_id = page.partition('href="/mailbox/')[2].partition('"')[0]
    frame = client.get(f"/mailbox/{mail_id}/html")
    assert "sandbox" in frame["Content-Security-Policy"]
    assert "default-src 'none'" in frame["Content-Security-Policy"]


def test_outside_development_there_is_no_mailbox(client, settings):
    settings.MAILBOX_ENABLED = False
    assert client.get("/mailbox/").status_code == 404
