"""Lines as they are today: prices, stock and words read again from catalogue and inventory."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from uuid import UUID

from domains.cart.models import Line
from domains.cart.types import CartLine, CartWarning, WantedLine, WarningKind
from domains.catalog import services as catalog
from domains.catalog.types import SellableVariant
from domains.inventory import services as inventory
from domains.inventory.types import Availability
from domains.kernel.ids import LineId, ProductId, VariantId, new_id
from domains.kernel.money import Money, currency_name
from domains.kernel.selecting import select

_UNSOLD = (WarningKind.NO_LONGER_SOLD, WarningKind.NOT_IN_CURRENCY)


@dataclass(frozen=True, slots=True)
class Basket:
    """Lines of one currency, and what is wrong with them."""

    currency: str
    lines: tuple[CartLine, ...]
    warnings: tuple[CartWarning, ...] = ()

    @property
    def unsold(self) -> tuple[LineId, ...]:
        """The lines that can not be bought at all."""
        return tuple(
            warning.line_id for warning in self.warnings if warning.kind in _UNSOLD and warning.line_id
        )


@dataclass(frozen=True, slots=True)
class Shelf:
    """What catalogue and inventory say of some variants now."""

    variants: Mapping[VariantId, SellableVariant]
    stock: Mapping[VariantId, Availability]

    def sold_in(self, variant_id: UUID, currency: str) -> SellableVariant | None:
        """The variant at its prices in this currency, when it is for sale in it."""
        variant = self.variants.get(VariantId(variant_id))
        return variant.in_currency(currency) if variant is not None and variant.sellable else None

    def only_elsewhere(self, variant_id: UUID, currency: str) -> SellableVariant | None:
        """The variant, when it is for sale and has no price in this currency."""
        variant = self.variants.get(VariantId(variant_id))
        foreign = variant is not None and variant.sellable and variant.in_currency(currency) is None
        return variant if foreign else None

    def available(self, variant_id: UUID) -> int:
        """How many can be promised."""
        return self.stock[VariantId(variant_id)].available


def lines_of(cart_id: UUID) -> list[Line]:
    """The rows of a cart in the order in which they were put in, in one query."""
    return select(Line, "WHERE cart_id = %s ORDER BY id", [cart_id])


def look_up(rows: Sequence[Line]) -> Shelf:
    """What stands on the shelf of these lines, in two queries."""
    variant_ids = [VariantId(row.variant_id) for row in rows]
    if not variant_ids:
        return Shelf({}, {})
    return Shelf(catalog.get_variants(variant_ids), inventory.get_availability(variant_ids))


def of_rows(
    rows: Sequence[Line], currency: str, shelf: Shelf | None = None, *, seen_before: bool = True
) -> Basket:
    """The basket of a cart's rows; what is on the shelf is looked up where it is not given.

    Where nobody has seen the lines before, none of them is said to cost something else now.
    """
    shelf = shelf or look_up(rows)
    lines: list[CartLine] = []
    warnings: list[CartWarning] = []
    for row in rows:
        variant = shelf.sold_in(row.variant_id, currency)
        available = shelf.available(row.variant_id) if variant else 0
        seen = Money.of(row.seen_price, currency)
        if variant is None and (foreign := shelf.only_elsewhere(row.variant_id, currency)) is not None:
            nothing = Money.zero(currency)
            at_nothing = replace(foreign, unit_price=nothing, regular_price=nothing)
            lines.append(replace(_line(row, at_nothing, available, seen), priced=False))
        else:
            lines.append(_line(row, variant, available, seen))
        expected = seen if seen_before else lines[-1].unit_price
        warnings += _warnings(lines[-1], expected, sold=variant is not None)
    return Basket(currency, tuple(lines), tuple(warnings))


def of_wanted(wanted: Iterable[WantedLine], currency: str) -> Basket:
    """The basket of lines that lie in no cart; lines of one variant are one."""
    quantities: dict[UUID, int] = {}
    for line in wanted:
        quantities[line.variant_id] = quantities.get(line.variant_id, 0) + line.quantity
    rows = [
        Line(
            id=new_id(),
            variant_id=variant_id,
            product_id=variant_id,
            quantity=quantity,
            seen_price=Decimal(0),
        )
        for variant_id, quantity in quantities.items()
    ]
    return of_rows(rows, currency, seen_before=False)


def _line(row: Line, variant: SellableVariant | None, available: int, seen: Money) -> CartLine:
    price = variant.unit_price if variant else seen
    picture = variant.picture if variant else None
    return CartLine(
        id=LineId(row.id),
        variant_id=VariantId(row.variant_id),
        product_id=ProductId(variant.product_id if variant else row.product_id),
        product_slug=variant.product_slug if variant else "",
        name=variant.name if variant else row.name,
        sku=variant.sku if variant else row.sku,
        attributes=variant.attributes if variant else {},
        picture_url=(picture.thumbnail or picture.url) if picture else "",
        picture_alt=picture.alt if picture else "",
        quantity=row.quantity,
        unit_price=price,
        regular_price=variant.regular_price if variant else price,
        subtotal=price * row.quantity,
        available=available,
        grams=variant.grams if variant else 0,
        requires_shipping=variant.requires_shipping if variant else True,
        taxable=variant.taxable if variant else True,
        tax_class=variant.tax_class if variant else "standard",
    )


def _warnings(line: CartLine, seen: Money, *, sold: bool) -> Iterator[CartWarning]:
    if not line.priced:
        message = (
            f"{line.name} has no price in {currency_name(seen.currency)}. "
            "Take it out to check out, or pay in another currency."
        )
        yield CartWarning(WarningKind.NOT_IN_CURRENCY, line.id, message)
        return
    if not sold:
        message = f"{line.name or 'A product'} is no longer for sale. Take it out to check out."
        yield CartWarning(WarningKind.NO_LONGER_SOLD, line.id, message)
        return
    if line.unit_price != seen:
        message = f"{line.name} costs {line.unit_price.formatted()} now."
        if seen:
            # Where there was no price in the currency, nobody was told that it costs nothing.
            message += f" It was {seen.formatted()} when you put it in the cart."
        yield CartWarning(WarningKind.PRICE_CHANGED, line.id, message)
    if line.available <= 0:
        message = f"{line.name} is out of stock at the moment. Take it out to check out."
        yield CartWarning(WarningKind.OUT_OF_STOCK, line.id, message)
    elif line.available < line.quantity:
        message = f"Only {line.available} of {line.name} are left, and your cart has {line.quantity}."
        yield CartWarning(WarningKind.LOW_STOCK, line.id, message)
