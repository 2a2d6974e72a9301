"""The cache answers on connections that were kept, and on new ones where somebody closed them."""

from django.conf import settings
from django.core.cache import cache
from redis import Redis


def test_a_connection_that_was_closed_meanwhile_is_made_anew() -> None:
    cache.set("closed", "answer")
    with Redis.from_url(settings.REDIS_URL) as operator:
        before = {one["id"] for one in operator.client_list(_type="normal")} - {str(operator.client_id())}
        assert before
        for one in before:
            operator.client_kill_filter(_id=one)

        assert cache.get("closed") == "answer"
        assert {one["id"] for one in operator.client_list(_type="normal")} - before
    cache.delete("closed")
