"""The shop's own processes: web server, worker, sweeper, beat."""

import sys
from pathlib import Path

from ecommerce.embedded.child import Child

_CELERY = (sys.executable, "-m", "celery", "--quiet", "--app", "ecommerce.celery")
_UNBUFFERED = {"PYTHONUNBUFFERED": "1"}
# Django's checks would load every page into a process that shows none;
# the warning about root is for servers, and this one serves its own machine.
_LEAN = {**_UNBUFFERED, "CELERY_SKIP_CHECKS": "1", "PYTHONWARNINGS": "ignore:You're running the worker"}


def web(root: Path, *, host: str, port: int) -> Child:
    """gunicorn, as `config/gunicorn.py` says."""
    return Child(
        name="web",
        command=(sys.executable, "-m", "gunicorn", "--config", str(root / "config" / "gunicorn.py")),
        folder=root,
        environment={**_UNBUFFERED, "HOST": host, "PORT": str(port)},
    )


def worker(root: Path, *, concurrency: int = 2) -> Child:
    """Background tasks; it waits for nobody else's worker."""
    alone = ("--without-gossip", "--without-mingle", "--without-heartbeat")
    return Child(
        name="worker",
        command=(*_CELERY, "worker", "--concurrency", str(concurrency), "--loglevel", "WARNING", *alone),
        folder=root,
        environment=_LEAN,
    )


def sweeper(root: Path) -> Child:
    """Takes up again what crashes left; needs only the databases."""
    return Child(
        name="sweeper",
        command=(sys.executable, "manage.py", "sweep"),
        folder=root,
        environment=_UNBUFFERED,
    )


def beat(root: Path, schedule: Path) -> Child:
    """The clock: enqueues what is due, and remembers in `schedule` when it last did."""
    schedule.parent.mkdir(parents=True, exist_ok=True)
    return Child(
        name="beat",
        command=(*_CELERY, "beat", "--schedule", str(schedule), "--pidfile=", "--loglevel", "WARNING"),
        folder=root,
        environment=_LEAN,
    )
