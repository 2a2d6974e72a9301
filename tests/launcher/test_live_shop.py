"""The processes that browser and crash tests run against."""

import httpx
import pytest

from tests.processes import LiveShop, wait_until

pytestmark = [pytest.mark.celery, pytest.mark.long]


def _is_ready(shop: LiveShop) -> bool:
    try:
        return httpx.get(f"{shop.url}/health/ready", timeout=5, trust_env=False).is_success
    except httpx.TransportError:
        return False


def test_the_live_shop_comes_back_after_the_death_of_its_web_server(live_shop: LiveShop) -> None:
    wait_until(lambda: _is_ready(live_shop))
    live_shop.web.kill()
    wait_until(lambda: _is_ready(live_shop))
