"""The shop's own processes: web server, worker, sweeper, beat."""

import sys
from pathlib import Path

from ecommerce.embedded.child import Child

_CELERY = (sys.executable, "-m", "celery", "--quiet", "--app")
# Threads share two heaps: with one for each, memory grows by what none of them gives back.
_UNBUFFERED = {"PYTHONUNBUFFERED": "1", "MALLOC_ARENA_MAX": "2"}
# Django's checks would load every page into a process that shows none;
# the warning about root is for servers, and this one serves its own machine.
_LEAN = {**_UNBUFFERED, "CELERY_SKIP_CHECKS": "1", "PYTHONWARNINGS": "ignore:You're running the worker"}


def preparation(root: Path, *, demo: bool) -> Child:
    """Ends once the databases are up to date, and the demo shop is open if there is to be one."""
    return Child(
        name="prepare",
        command=(sys.executable, "manage.py", "prepare", *(() if demo else ("--empty",))),
        folder=root,
        environment=_UNBUFFERED,
    )


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
        command=(
            *_CELERY,
            "ecommerce.celery",
            "worker",
            "--concurrency",
            str(concurrency),
            "--loglevel",
            "WARNING",
            *alone,
        ),
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
    remembering = ("--schedule", str(schedule), "--pidfile=")
    return Child(
        name="beat",
        command=(*_CELERY, "ecommerce.beat", "beat", *remembering, "--loglevel", "WARNING"),
        folder=root,
        environment=_LEAN,
    )
