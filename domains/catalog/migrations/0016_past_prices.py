"""What variants cost before, append-only by a trigger of the database."""

import django.db.models.deletion
from django.db import migrations, models

import domains.kernel.clock

_REFUSE = """
CREATE FUNCTION catalog_past_price_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the history of prices is append-only'
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TRIGGER catalog_past_price_append_only
    BEFORE UPDATE OR DELETE ON catalog_past_price
    FOR EACH ROW EXECUTE FUNCTION catalog_past_price_is_append_only();
"""
_ALLOW = """
DROP TRIGGER catalog_past_price_append_only ON catalog_past_price;
DROP FUNCTION catalog_past_price_is_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("catalog", "0007_scheduled_changes")]
    operations = [
        migrations.AddField(
            "variant",
            "lowest_before",
            models.DecimalField(decimal_places=4, editable=False, max_digits=18, null=True),
        ),
        migrations.AddField(
            "variant",
            "priced_at",
            models.DateTimeField(default=domains.kernel.clock.now, editable=False),
        ),
        # A variant has cost what it costs at least since it last changed.
        migrations.RunSQL("UPDATE catalog_variant SET priced_at = updated_at", migrations.RunSQL.noop),
        migrations.CreateModel(
            name="PastPrice",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("price", models.DecimalField(decimal_places=4, max_digits=18)),
                ("sale_price", models.DecimalField(decimal_places=4, max_digits=18, null=True)),
                ("sale_from", models.DateTimeField(null=True)),
                ("sale_until", models.DateTimeField(null=True)),
                ("currency", models.CharField(max_length=3)),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField()),
                (
                    "variant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="past_prices",
                        to="catalog.variant",
                    ),
                ),
            ],
            options={"db_table": "catalog_past_price"},
        ),
        migrations.RunSQL(_REFUSE, _ALLOW),
    ]
