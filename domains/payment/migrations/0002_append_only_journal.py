"""The database itself refuses to change or delete a line of the journal."""

from django.db import migrations

_REFUSE = """
CREATE FUNCTION payment_journal_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the journal is append-only: correct it with another move'
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TRIGGER payment_journal_append_only
    BEFORE UPDATE OR DELETE ON payment_journal_entry
    FOR EACH ROW EXECUTE FUNCTION payment_journal_is_append_only();
"""
_ALLOW = """
DROP TRIGGER payment_journal_append_only ON payment_journal_entry;
DROP FUNCTION payment_journal_is_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("payment", "0001_payments")]
    operations = [migrations.RunSQL(_REFUSE, _ALLOW)]
