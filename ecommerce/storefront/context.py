"""What every page may show around its content; nothing is asked until a template asks."""

from functools import cached_property

from django.conf import settings
from django.http import HttpRequest

from domains.catalog import services as catalog
from domains.catalog.types import Category
from domains.kernel.ids import ProductId
from ecommerce.storefront import session
from ecommerce.storefront.linked_data import absolute


class Shop:
    """The frame of a page: name, categories, cart count, theme."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @property
    def name(self) -> str:
        return str(settings.SHOP_NAME)

    @property
    def has_mailbox(self) -> bool:
        return bool(settings.MAILBOX_ENABLED)

    @cached_property
    def categories(self) -> tuple[Category, ...]:
        return tuple(one for one in catalog.get_category_tree() if one.product_count)

    @cached_property
    def cart_count(self) -> int:
        return session.count_cart(self._request)

    @cached_property
    def wished(self) -> frozenset[ProductId]:
        """What is on a member's wishlist: one query, none for a guest."""
        member = session.user_id_of(self._request)
        return catalog.get_wished_ids(member) if member else frozenset()

    @property
    def theme(self) -> str:
        return session.theme_of(self._request)

    @cached_property
    def currency(self) -> str:
        return session.currency_of(self._request)

    @property
    def currencies(self) -> tuple[str, ...]:
        """What shoppers choose from; nothing where there is no choice."""
        return settings.CURRENCIES if len(settings.CURRENCIES) > 1 else ()

    @property
    def own_currency(self) -> str:
        return str(settings.DEFAULT_CURRENCY)

    @cached_property
    def canonical(self) -> str:
        return absolute(self._request.path)


def shop(request: HttpRequest) -> dict[str, Shop]:
    """The context processor."""
    return {"shop": Shop(request)}
