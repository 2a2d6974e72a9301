"""A fair part of the shop, in five sizes, has an index of its own of words and traits."""

from django.contrib.postgres.indexes import GinIndex
from django.db import migrations, models


def _part(size: int) -> migrations.AddIndex:
    within = models.Q(("bucket__lt", size), ("listed", True))
    index = GinIndex(fields=["search", "traits"], condition=within, name=f"catalog_row_part_{size}")
    return migrations.AddIndex(model_name="productrow", index=index)


class Migration(migrations.Migration):
    dependencies = [("catalog", "0040_search_parts")]
    operations = [
        migrations.RemoveIndex(model_name="productrow", name="catalog_row_search_part"),
        *map(_part, (1, 4, 16, 64, 256)),
    ]
