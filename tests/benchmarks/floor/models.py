"""The floor's tables, as the ORM knows them."""

from django.db import models


class Stock(models.Model):
    variant_id = models.BigIntegerField(primary_key=True)
    available = models.IntegerField()

    class Meta:
        managed = False
        db_table = "stock"


class Purchase(models.Model):
    id = models.BigAutoField(primary_key=True)
    email = models.TextField()
    address = models.JSONField()
    total = models.DecimalField(max_digits=12, decimal_places=2)
    placed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        managed = False
        db_table = "purchase"


class Item(models.Model):
    id = models.BigAutoField(primary_key=True)
    purchase = models.ForeignKey(Purchase, on_delete=models.PROTECT)
    variant_id = models.BigIntegerField()
    quantity = models.IntegerField()
    price = models.DecimalField(max_digits=12, decimal_places=2)

    class Meta:
        managed = False
        db_table = "item"


class Payment(models.Model):
    id = models.BigAutoField(primary_key=True)
    purchase = models.ForeignKey(Purchase, on_delete=models.PROTECT)
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    token = models.TextField()

    class Meta:
        managed = False
        db_table = "payment"


class Outbox(models.Model):
    id = models.BigAutoField(primary_key=True)
    name = models.TextField()
    payload = models.JSONField()

    class Meta:
        managed = False
        db_table = "outbox"
