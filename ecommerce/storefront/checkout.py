"""What the checkout page is made of: the cart, what can be chosen, and what it comes to."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest

from domains.cart import services as carts
from domains.cart.errors import CartNotFound, CountryNotServed
from domains.cart.types import Cart, Quote, ShippingMethod
from domains.kernel.ids import CartId, new_id
from domains.payment import services as payments
from domains.user import services as users
from domains.user.types import AddressType, SavedAddress
from ecommerce.storefront import session
from ecommerce.storefront.forms.addresses import initial_of
from ecommerce.storefront.forms.checkout import CheckoutForm, chosen_method, destination


def find_checkout_cart(request: HttpRequest) -> Cart | None:
    """The cart that is paid for. A repeated click may name one that its first click has ordered."""
    named = _uuid(request.POST.get("cart", "")) if request.method == "POST" else None
    if named is None:
        return session.find_cart(request)
    try:
        cart = carts.get_cart(CartId(named))
    except CartNotFound:
        return None
    return cart if session.owns_cart(request, cart) else session.find_cart(request)


class CheckoutPage:
    """One rendering of the checkout for one cart."""

    def __init__(self, request: HttpRequest, cart: Cart) -> None:
        self.cart = cart
        self._request = request
        self._countries = carts.list_countries()
        self._gateways = payments.list_gateways()
        self._member = session.user_id_of(request)
        self.addresses: tuple[SavedAddress, ...] = (
            users.list_addresses(self._member) if self._member is not None else ()
        )

    def fresh_form(self) -> CheckoutForm:
        """The first time: what we know of a member, else the shop's own country."""
        return self._form(None, {**self._known(), "key": str(new_id()), "cart": self.cart.id})

    def retyped_form(self) -> CheckoutForm:
        """What is typed so far, without a word about what is missing."""
        typed: dict[str, Any] = self._request.POST.dict()
        return self._form(None, {**typed, "billing_same": "billing_same" in typed})

    def sent_form(self) -> CheckoutForm:
        """What was sent, to be checked."""
        return self._form(self._request.POST, {})

    def with_fresh_key(self, form: CheckoutForm) -> CheckoutForm:
        """The same form for another attempt: a key stands for one body only."""
        form.data = form.data.copy()  # type: ignore[attr-defined]
        form.data["key"] = str(new_id())  # type: ignore[index]
        return form

    def context(self, form: CheckoutForm) -> dict[str, Any]:
        """Everything that the templates show."""
        values = form.data if form.is_bound else form.initial
        methods = self._methods(values)
        method = chosen_method(methods, str(values.get("shipping_method", "")))
        quote = self._quote(values, method)
        return {
            "cart": self.cart,
            "form": form,
            "errors": form.every_error(),
            "addresses": [one for one in self.addresses if one.type is AddressType.SHIPPING],
            "methods": methods,
            "method": method,
            "quote": quote,
            "total": quote.totals.total if quote else self.cart.totals.total,
            "chosen_payment": str(values.get("payment", "")),
            "billing_same": "billing_same" in values if form.is_bound else values.get("billing_same", True),
            "is_member": self._member is not None,
        }

    def _form(self, data: Mapping[str, Any] | None, initial: Mapping[str, Any]) -> CheckoutForm:
        return CheckoutForm(data, initial=initial, countries=self._countries, gateways=self._gateways)

    def _known(self) -> dict[str, Any]:
        known: dict[str, Any] = {
            "billing_same": True,
            "shipping-country": settings.SHOP_COUNTRY,
            "billing-country": settings.SHOP_COUNTRY,
        }
        if self._member is None:
            return known
        profile = users.get_profile(self._member)
        name = f"{profile.first_name} {profile.last_name}".strip()
        known |= {"email": profile.email, "shipping-name": name}
        if (saved := self._wanted_address()) is not None:
            known |= {f"shipping-{field}": value for field, value in initial_of(saved.address).items()}
        return known

    def _wanted_address(self) -> SavedAddress | None:
        """The saved address chosen by `?address=`, else the default, else the first."""
        wanted = self._request.GET.get("address", "")
        deliveries = [one for one in self.addresses if one.type is AddressType.SHIPPING]
        by_id = {str(one.id): one for one in deliveries}
        default = next((one for one in deliveries if one.is_default), None)
        return by_id.get(wanted) or default or (deliveries[0] if deliveries else None)

    def _methods(self, values: Mapping[str, Any]) -> tuple[ShippingMethod, ...]:
        place = destination(values)
        if not place.country:
            return ()
        try:
            return carts.list_shipping_methods(
                self.cart.id, country=place.country, postal_code=place.postal_code
            )
        except CountryNotServed:
            return ()

    def _quote(self, values: Mapping[str, Any], method: ShippingMethod | None) -> Quote | None:
        if method is None:
            return None
        return carts.quote_cart(self.cart.id, address=destination(values), shipping_method=method.code)


def _uuid(given: str) -> UUID | None:
    try:
        return UUID(given)
    except ValueError:
        return None
