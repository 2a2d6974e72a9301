"""One key, one effect, one answer."""

from datetime import timedelta

import pytest
from django.db import transaction

from domains.kernel import clock, idempotency
from domains.kernel.errors import IdempotencyInProgress, IdempotencyKeyReused
from domains.kernel.ids import new_id
from domains.kernel.models import IdempotencyRecord
from domains.kernel.router import database_of
from domains.kernel.types import Answer, IdempotencyKey

pytestmark = pytest.mark.django_db
KEY = IdempotencyKey(scope="checkout:user:1", key="abc", fingerprint="f1")


def claim(key=KEY):
    with transaction.atomic(using=database_of("order")):
        return idempotency.claim("order", key, resource_id=new_id())


def test_the_first_request_claims_the_key():
    assert claim().fresh


def test_a_repetition_gets_the_first_answer():
    first = claim()
    idempotency.remember("order", KEY, Answer(201, '{"id": 1}'))
    again = claim()
    assert not again.fresh
    assert again.resource_id == first.resource_id
    assert again.answer == Answer(201, '{"id": 1}')


def test_the_first_answer_stays():
    claim()
    idempotency.remember("order", KEY, Answer(201, "first"))
    idempotency.remember("order", KEY, Answer(500, "second"))
    assert claim().answer == Answer(201, "first")


def test_another_body_under_the_same_key_is_refused():
    claim()
    with pytest.raises(IdempotencyKeyReused):
        claim(IdempotencyKey(KEY.scope, KEY.key, "f2"))


def test_somebody_elses_key_of_the_same_name_is_another_key():
    claim()
    assert claim(IdempotencyKey("checkout:user:2", KEY.key, "f2")).fresh


def test_while_the_first_request_works_a_repetition_has_to_wait():
    claim()
    with pytest.raises(IdempotencyInProgress):
        claim()


def test_a_repetition_takes_over_when_the_first_request_died():
    first = claim()
    later = clock.now() + timedelta(minutes=2)
    with clock.running_on(lambda: later):
        taken = claim()
        assert (taken.resource_id, taken.fresh, taken.answer) == (first.resource_id, False, None)
        with pytest.raises(IdempotencyInProgress):
            claim()


def test_a_claim_is_gone_when_its_transaction_is_rolled_back():
    with pytest.raises(ZeroDivisionError), transaction.atomic(using=database_of("order")):
        idempotency.claim("order", KEY, resource_id=new_id())
        raise ZeroDivisionError
    assert not IdempotencyRecord.objects.using(database_of("order")).exists()
    assert claim().fresh
