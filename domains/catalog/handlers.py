"""What the catalogue does when something happened."""

from domains.catalog import tasks
from domains.catalog.events import ImportRequested
from domains.kernel import bus


def work_on_import(event: ImportRequested) -> None:
    """Let a worker bring in the file, or go on with it."""
    tasks.run_import.delay(str(event.import_id))


SUBSCRIPTIONS: bus.Subscriptions = ((ImportRequested, work_on_import),)
