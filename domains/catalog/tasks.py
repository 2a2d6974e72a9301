"""The catalogue's background work."""

from uuid import UUID

from celery import shared_task

from domains.catalog import services


@shared_task(name="catalog.run_import")
def run_import(import_id: str) -> None:
    """Bring in a file for a minute; what is left is asked for again."""
    services.run_import(UUID(import_id))


@shared_task(name="catalog.look_after_imports")
def look_after_imports() -> None:
    """Let imports that were left go on, and forget what nobody comes back to."""
    services.resume_imports()
    services.forget_uploads()
    services.forget_changes()


@shared_task(name="catalog.catch_up_search")
def catch_up_search() -> None:
    """Let the search server's index take in what changed."""
    services.catch_up_search()


@shared_task(name="catalog.refresh_popularity")
def refresh_popularity() -> None:
    """Let the search server's index know what sold."""
    services.refresh_popularity()


@shared_task(name="catalog.turn_due_rows")
def turn_due_rows() -> None:
    """Let products appear and reductions begin and end."""
    services.turn_due_rows()


@shared_task(name="catalog.follow_category")
def follow_category(category_id: str) -> None:
    """Let the goods of a category be found by its new name."""
    services.follow_category(UUID(category_id))


@shared_task(name="catalog.fill_collection")
def fill_collection(collection_id: str) -> None:
    """Bring in the products of one collection's rule; what is left is the next round's."""
    services.fill_collections(only=UUID(collection_id))


@shared_task(name="catalog.fill_collections")
def fill_collections() -> None:
    """Let products grow into and out of the collections by rule."""
    services.fill_collections()


# It may take as long as it does where a million people bought.
@shared_task(name="catalog.learn_tastes", soft_time_limit=1500, time_limit=1600)
def learn_tastes() -> None:
    """Learn what everybody may want next."""
    services.learn_tastes()


@shared_task(name="catalog.tell_waiting")
def tell_waiting() -> None:
    """Tell some of those who wait for what is back."""
    services.tell_waiting()


@shared_task(name="catalog.make_picture_sizes")
def make_picture_sizes(product_id: str) -> None:
    """Make the smaller copies of one product's pictures."""
    services.make_picture_sizes(only=UUID(product_id))


@shared_task(name="catalog.make_missing_picture_sizes")
def make_missing_picture_sizes() -> None:
    """Make the smaller copies that are still missing."""
    services.make_picture_sizes()
