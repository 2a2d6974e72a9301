"""The database itself refuses to change or delete a line of an order's history."""

from django.db import migrations

_REFUSE = """
CREATE FUNCTION order_history_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the history of an order is append-only'
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TRIGGER order_history_append_only
    BEFORE UPDATE OR DELETE ON order_status_change
    FOR EACH ROW EXECUTE FUNCTION order_history_is_append_only();
"""
_ALLOW = """
DROP TRIGGER order_history_append_only ON order_status_change;
DROP FUNCTION order_history_is_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("order", "0002_orders")]
    operations = [migrations.RunSQL(_REFUSE, _ALLOW)]
