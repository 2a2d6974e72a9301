"""The views, and where they stand."""

import json

from django.db import connection, transaction
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.urls import path

from tests.benchmarks.floor import sql
from tests.benchmarks.floor.models import Item, Outbox, Payment, Purchase, Stock

_PURCHASE = sql.PURCHASE.format(email="%s", address="%s", total="%s")
_ITEMS = sql.ITEMS.format(purchase="%(purchase)s", first="%(first)s", second="%(second)s", price="%(price)s")
_TAKE = sql.TAKE.format(variant="%s")
_PAYMENT = sql.PAYMENT.format(purchase="%s", total="%s", token="%s")
_OUTBOX = sql.OUTBOX.format(name="%s", payload="%s")


def hello(request: HttpRequest) -> HttpResponse:
    """Nothing at all."""
    return _answer(b"hello", 200)


def purchase(request: HttpRequest, alias: str) -> HttpResponse:
    """One purchase in one durable transaction, as Django is used to be written."""
    wanted = json.loads(request.body)
    first, second = sorted(wanted["variants"])
    with transaction.atomic(using=alias, durable=True):
        made = Purchase.objects.using(alias).create(
            email=wanted["email"], address=wanted["address"], total="20.00"
        )
        for variant in (first, second):
            Item.objects.using(alias).create(purchase=made, variant_id=variant, quantity=1, price="10.00")
        for variant in (first, second):
            enough = Stock.objects.using(alias).filter(variant_id=variant, available__gte=1)
            if not enough.update(available=F("available") - 1):
                raise RuntimeError("out of stock")
        Payment.objects.using(alias).create(purchase=made, amount="20.00", token=wanted["token"])
        Outbox.objects.using(alias).create(
            name="placed", payload={"purchase": made.id, "email": wanted["email"]}
        )
    return _answer(json.dumps({"id": made.id}).encode(), 201)


def purchase_in_sql(request: HttpRequest) -> HttpResponse:
    """The same in statements by hand, the two items in one."""
    wanted = json.loads(request.body)
    first, second = sorted(wanted["variants"])
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute(_PURCHASE, [wanted["email"], json.dumps(wanted["address"]), "20.00"])
        (made,) = cursor.fetchone()
        cursor.execute(_ITEMS, {"purchase": made, "first": first, "second": second, "price": "10.00"})
        for variant in (first, second):
            cursor.execute(_TAKE, [variant])
            if cursor.rowcount != 1:
                raise RuntimeError("out of stock")
        cursor.execute(_PAYMENT, [made, "20.00", wanted["token"]])
        cursor.execute(_OUTBOX, ["placed", json.dumps({"purchase": made, "email": wanted["email"]})])
    return _answer(json.dumps({"id": made}).encode(), 201)


def _answer(body: bytes, status: int) -> HttpResponse:
    # With its length said, the connection stays open.
    return HttpResponse(body, status=status, headers={"Content-Length": str(len(body))})


urlpatterns = [
    path("hello", hello),
    path("purchase", purchase, {"alias": "default"}),
    path("purchase-afresh", purchase, {"alias": "afresh"}),
    path("purchase-in-sql", purchase_in_sql),
]
