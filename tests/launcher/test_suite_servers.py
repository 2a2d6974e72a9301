"""The suite's own ground: real servers, and commit hooks that run."""

import pytest
from django.contrib.auth.models import Permission
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, connections, transaction

from domains.cart import services as cart
from domains.catalog import services as catalog
from tests.factories.catalog import a_category


@pytest.mark.django_db
def test_the_suite_runs_on_postgresql() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        assert int(cursor.fetchone()[0]) >= 150000


@pytest.mark.django_db
def test_the_cache_is_a_redis() -> None:
    cache.set("key", "value")
    assert cache.get("key") == "value"


@pytest.mark.django_db
def test_commit_hooks_run_when_the_outermost_block_is_left() -> None:
    seen = []
    with transaction.atomic(durable=True):
        with transaction.atomic():
            transaction.on_commit(lambda: seen.append("hook"))
        assert seen == []
    assert seen == ["hook"]


@pytest.mark.django_db
def test_commit_hooks_of_a_rolled_back_block_never_run() -> None:
    seen = []
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        transaction.on_commit(lambda: seen.append("hook"))
        raise ZeroDivisionError
    with transaction.atomic():
        pass
    assert seen == []


@pytest.mark.django_db(transaction=True)
def test_an_emptied_database_is_that_of_a_new_shop() -> None:
    permissions, countries = Permission.objects.count(), cart.list_countries()
    a_category("mugs")
    for alias in connections:
        call_command("flush", database=alias, interactive=False, verbosity=0)
    assert catalog.get_category_tree() == ()
    assert Permission.objects.count() == permissions > 0
    assert cart.list_countries() == countries != ()
