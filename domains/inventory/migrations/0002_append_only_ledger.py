"""The database itself refuses to change or delete a line of the ledger."""

from django.db import migrations

_REFUSE = """
CREATE FUNCTION inventory_movement_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the stock ledger is append-only: correct it with another movement'
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TRIGGER inventory_movement_append_only
    BEFORE UPDATE OR DELETE ON inventory_movement
    FOR EACH ROW EXECUTE FUNCTION inventory_movement_is_append_only();
"""
_ALLOW = """
DROP TRIGGER inventory_movement_append_only ON inventory_movement;
DROP FUNCTION inventory_movement_is_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("inventory", "0001_stock")]
    operations = [migrations.RunSQL(_REFUSE, _ALLOW)]
