"""What a product's variants cost before, as a table."""

from datetime import datetime
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import localtime

from domains.catalog.models import PastPrice, Product
from domains.kernel.money import Money

_SHOWN = 50


def past_prices_of(product: Product) -> SafeString | str:
    """The last changes first."""
    known = PastPrice.objects.filter(variant__product=product).select_related("variant")
    rows = [
        (
            one.variant.sku,
            _money(one.price, one),
            _money(one.sale_price, one),
            _time(one.since),
            _time(one.until),
        )
        for one in known.order_by("-until", "-id")[:_SHOWN]
    ]
    if not rows:
        return "Its prices have never changed."
    return format_html(
        '<div class="overflow-x-auto"><table><thead><tr><th>SKU</th><th>Regular</th><th>Reduced</th>'
        "<th>Since</th><th>Until</th></tr></thead><tbody>{}</tbody></table></div>",
        format_html_join("", "<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>", rows),
    )


def _money(amount: Decimal | None, past: PastPrice) -> str:
    return "" if amount is None else Money(amount, past.currency).formatted()


def _time(moment: datetime) -> str:
    return date_format(localtime(moment), "j M Y, H:i")
