"""The Celery application, and the context that a task inherits from whoever enqueued it."""

import os

from celery import Celery
from celery.signals import worker_process_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")

app = Celery("septet")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
