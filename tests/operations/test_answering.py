"""Whoever asked is answered first: what a request leaves is settled when its answer is closed."""

import pytest
from django.db import connections, transaction
from django.http import HttpResponse

from domains.kernel import bus
from domains.kernel.ids import OrderId, new_id
from domains.kernel.models import Publication
from domains.kernel.money import Money
from domains.kernel.router import database_of
from domains.notification.models import Message
from domains.order.events import OrderConfirmed
from ecommerce.operations.answering import AnswerFirstMiddleware

ORDERS = database_of("order")


def confirm(request) -> HttpResponse:
    with transaction.atomic(using=ORDERS):
        bus.publish(
            OrderConfirmed(
                order_id=OrderId(new_id()),
                number="S7-1",
                user_id=None,
                email="ada@people.test",
                total=Money.of(1, "USD"),
                lines=(),
            )
        )
    answer = HttpResponse("done")
    close = answer.close
    answer.close = lambda: (answer.left.append(Message.objects.count()), close())
    answer.left = []
    return answer


@pytest.mark.django_db(transaction=True)
def test_a_mail_is_queued_after_the_answer_and_before_it_is_closed(rf):
    answer = AnswerFirstMiddleware(confirm)(rf.post("/"))
    assert not Message.objects.exists()
    answer.close()
    assert answer.left == [1]
    assert [row.status for row in Publication.objects.using(ORDERS)] == ["done"]


@pytest.mark.django_db(transaction=True)
def test_an_answer_is_closed_whatever_becomes_of_what_is_left(rf):
    answer = AnswerFirstMiddleware(confirm)(rf.post("/"))
    with connections[ORDERS].cursor() as cursor:
        cursor.execute("ALTER TABLE kernel_publication RENAME TO away")
    try:
        answer.close()
    finally:
        with connections[ORDERS].cursor() as cursor:
            cursor.execute("ALTER TABLE away RENAME TO kernel_publication")
    assert answer.left == [1]
    assert [row.status for row in Publication.objects.using(ORDERS)] == ["pending"]
