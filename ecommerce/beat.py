"""The Celery application of beat: it knows what is due and when, and none of the code that does it."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")

# Settings alone: without the fixup Celery does not load Django's apps, which are most of a process's memory.
app = Celery("septet", fixups=[])
app.config_from_object("django.conf:settings", namespace="CELERY")
