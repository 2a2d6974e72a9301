"""A message remembers the request that it all began with; those from before begin anew when they are sent."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notification", "0001_messages")]

    operations = [
        migrations.AddField(
            model_name="message",
            name="correlation_id",
            field=models.CharField(blank=True, max_length=64),
            preserve_default=True,
        ),
    ]
