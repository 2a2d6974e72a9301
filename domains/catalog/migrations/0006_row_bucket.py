from django.db import migrations, models

# The last ten bits of an id are random; `product.id.int % 1024` in Python.
FILL = """
UPDATE catalog_product_row
SET bucket = ('x' || right(product_id::text, 3))::bit(12)::int % 1024
"""


class Migration(migrations.Migration):
    dependencies = [("catalog", "0005_search_entries")]

    operations = [
        migrations.AddField(
            model_name="productrow",
            name="bucket",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="productrow",
            index=models.Index(
                condition=models.Q(("listed", True)), fields=["bucket"], name="catalog_row_bucket"
            ),
        ),
    ]
