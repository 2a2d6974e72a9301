"""Where order numbers come from."""

from django.db import migrations


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.RunSQL("CREATE SEQUENCE order_number START WITH 100001", "DROP SEQUENCE order_number")
    ]
