"""What each kind of message says: its data, asked of the other domains when it is sent.

Codes and links are made here, in the worker, so that they are written nowhere but in the mail.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode
from uuid import UUID

from django.conf import settings
from django.template.loader import render_to_string

from domains.catalog import services as catalog
from domains.catalog.errors import VariantNotFound
from domains.kernel.ids import OrderId, UserId, VariantId
from domains.kernel.money import Money
from domains.notification.models import Message
from domains.notification.receipts import receipt_of
from domains.notification.types import MessageKind
from domains.order import services as order
from domains.user import services as user

Contents = Callable[[Message], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Letter:
    """A message ready to be sent; `stop_url` is where its reader ends messages like it, if they can."""

    subject: str
    text: str
    html: str
    stop_url: str = ""


def owner_of(message: Message) -> UUID | None:
    """The account it belongs to; None for a guest's. Raises OrderNotFound."""
    if message.kind == MessageKind.BACK_IN_STOCK:
        return message.user_id
    if MessageKind(message.kind).startswith("order_"):
        return order.get_order_owner(OrderId(message.about))
    return message.about


def write(message: Message) -> Letter:
    """The letter as it stands now. Raises NotFound when what it tells of is gone."""
    kind = MessageKind(message.kind)
    context: dict[str, Any] = {
        "shop": settings.SHOP_NAME,
        "site": settings.SITE_URL.rstrip("/"),
        **_CONTENTS[kind](message),
    }
    folder = f"notification/email/{kind}"
    return Letter(
        subject=" ".join(render_to_string(f"{folder}.subject.txt", context).split()),
        text=render_to_string(f"{folder}.txt", context).strip() + "\n",
        html=render_to_string(f"{folder}.html", context),
        stop_url=context.get("stop_url", ""),
    )


def _account(message: Message) -> dict[str, Any]:
    profile = user.get_profile(UserId(message.about))
    return {
        "first_name": profile.first_name,
        "email": profile.email,
        "login_url": _url("/account/login"),
        "forgot_url": _url("/account/reset"),
    }


def _verification(message: Message) -> dict[str, Any]:
    code = user.issue_verification_code(UserId(message.about))
    verify_url = _url("/account/verify?" + urlencode({"email": message.recipient}))
    return {**_account(message), "code": code, "verify_url": verify_url}


def _reset(message: Message) -> dict[str, Any]:
    token = user.issue_reset_token(UserId(message.about))
    return {**_account(message), "reset_url": _url(f"/account/reset/{quote(token)}")}


def _order(message: Message) -> dict[str, Any]:
    found = order.get_order(OrderId(message.about))
    track = _url(f"/orders/track/{quote(order.get_tracking_token(found.id))}")
    return {
        "order": found,
        "receipt": receipt_of(found),
        "track_url": track,
        **_readable(message.facts),
    }


def _returned(message: Message) -> dict[str, Any]:
    variant_id = VariantId(UUID(message.facts["variant_id"]))
    variant = catalog.get_variants([variant_id]).get(variant_id)
    if variant is None or not variant.sellable:
        raise VariantNotFound
    return {
        "name": variant.name,
        "choice": ", ".join(variant.attributes.values()),
        "price": variant.unit_price.formatted(),
        "product_url": _url(f"/products/{quote(variant.product_slug)}?{urlencode({'variant': variant.sku})}"),
        "stop_url": _url(f"/back-in-stock/{catalog.get_stop_token(message.about)}"),
    }


def _readable(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The event's facts, with its amounts written out."""
    return {
        name: Money.of(value["amount"], value["currency"]).formatted() if isinstance(value, dict) else value
        for name, value in facts.items()
    }


def _url(path: str) -> str:
    return f"{settings.SITE_URL.rstrip('/')}{path}"


_CONTENTS: Mapping[MessageKind, Contents] = {
    MessageKind.VERIFICATION_CODE: _verification,
    MessageKind.ALREADY_REGISTERED: _account,
    MessageKind.PASSWORD_RESET: _reset,
    MessageKind.PASSWORD_CHANGED: _account,
    MessageKind.ORDER_CONFIRMED: _order,
    MessageKind.ORDER_REJECTED: _order,
    MessageKind.ORDER_CANCELLED: _order,
    MessageKind.ORDER_REFUNDED: _order,
    MessageKind.ORDER_SHIPPED: _order,
    MessageKind.ORDER_DELIVERED: _order,
    MessageKind.BACK_IN_STOCK: _returned,
}
