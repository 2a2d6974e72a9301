"""The Celery application, and the context that a task inherits from whoever enqueued it."""

import gc
import os
from contextlib import ExitStack
from typing import Any

from celery import Task
from celery.signals import before_task_publish, celeryd_after_setup, task_postrun, task_prerun
from django.db import close_old_connections

from domains.kernel import context
from ecommerce.operations.broker import PatientCelery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")

app = PatientCelery("septet")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

# Of the tasks that run in this process now.
_scopes: dict[str, ExitStack] = {}


@before_task_publish.connect
def send_context(headers: dict[str, Any], **_: Any) -> None:
    """The message carries who asked and which request it began with."""
    headers.update(context.to_headers())


@task_prerun.connect
def enter_context(task_id: str, task: Task[..., Any], **_: Any) -> None:
    """The task works, logs and publishes under the context of its message, on connections that live."""
    if not task.request.is_eager:
        close_old_connections()
    scope = ExitStack()
    scope.enter_context(context.bound(**context.from_headers(vars(task.request))))
    _scopes[task_id] = scope


@task_postrun.connect
def leave_context(task_id: str, **_: Any) -> None:
    """The next task of this process starts with none."""
    if scope := _scopes.pop(task_id, None):
        scope.close()


@celeryd_after_setup.connect
def share_memory(**_: Any) -> None:
    """What is loaded before the pool forks stays shared: the collector leaves it alone."""
    gc.collect()
    gc.freeze()
