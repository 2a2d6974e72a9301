"""The currency that a visitor chose, and the cart that follows it."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from domains.cart import services as carts
from domains.cart.types import Cart
from domains.kernel.ids import UserId
from domains.user import services as users
from ecommerce.storefront import session


def choose(request: HttpRequest, response: HttpResponse, currency: str) -> Cart | None:
    """The browser, the account and the cart have this currency; the cart as it is then, if there is one."""
    session.keep_currency(response, currency)
    if (member := session.user_id_of(request)) is not None:
        users.update_profile(member, currency=currency)
    cart = session.find_cart(request)
    return _following(cart, currency) if cart else None


def cart_in_it(request: HttpRequest) -> Cart:
    """The visitor's cart in the currency of the prices that they are shown; begun where there is none."""
    currency = session.currency_of(request)
    cart = session.find_cart(request)
    if cart is None:
        cart = carts.create_cart(user_id=session.user_id_of(request), currency=currency)
    return _following(cart, currency)


def bring_along(request: HttpRequest, response: HttpResponse, member: UserId) -> None:
    """What was chosen in this browser holds for the member; else what they chose elsewhere holds here."""
    if len(settings.CURRENCIES) == 1:
        return
    known, chosen = users.get_profile(member).currency, session.chosen_currency(request)
    if chosen and chosen != known:
        users.update_profile(member, currency=chosen)
    elif not chosen and known in settings.CURRENCIES:
        session.keep_currency(response, known)
        chosen = known
    if chosen and (cart := carts.find_cart(user_id=member)) is not None:
        _following(cart, chosen)


def _following(cart: Cart, currency: str) -> Cart:
    return cart if cart.currency == currency else carts.change_currency(cart.id, currency=currency)
