"""The base of every domain's rows: a UUIDv7 key and two timestamps."""

from django.db import models

from domains.kernel import clock, ids


class Entity(models.Model):
    """A row with an identity of its own."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    updated_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        abstract = True
