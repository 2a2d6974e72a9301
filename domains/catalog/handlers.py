"""What the catalogue does when something happened."""

from domains.catalog import tasks
from domains.catalog.events import (
    CategoryRenamed,
    CollectionRuleSaved,
    ImportRequested,
    PicturesAdded,
    SearchFellBehind,
)
from domains.kernel import bus


def work_on_import(event: ImportRequested) -> None:
    """Let a worker bring in the file, or go on with it."""
    tasks.run_import.delay(str(event.import_id))


def bring_search_up_to_date(event: SearchFellBehind) -> None:
    """Let a worker take in what changed; when none can, the sweeper does."""
    tasks.catch_up_search.delay()


def fill_collection(event: CollectionRuleSaved) -> None:
    """Let a worker bring the products of the rule into the collection."""
    tasks.fill_collection.delay(str(event.collection_id))


def find_goods_by_new_name(event: CategoryRenamed) -> None:
    """Let a worker make the rows of the category's goods say its name."""
    tasks.follow_category.delay(str(event.category_id))


def make_sizes(event: PicturesAdded) -> None:
    """Let a worker make the smaller copies; when none can, the next round does."""
    tasks.make_picture_sizes.delay(str(event.product_id))


SUBSCRIPTIONS: bus.Subscriptions = (
    (ImportRequested, work_on_import),
    (CategoryRenamed, find_goods_by_new_name),
    (CollectionRuleSaved, fill_collection),
    (PicturesAdded, make_sizes),
    (SearchFellBehind, bring_search_up_to_date),
)
