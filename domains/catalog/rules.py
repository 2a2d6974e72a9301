"""What the conditions of a collection's rule mean: of rows in the database, and of a row in hand."""

import operator
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db.models import Model, Q

from domains.catalog.errors import InvalidRule
from domains.catalog.models import Brand, Category, ProductRow
from domains.catalog.narrowing import attribute_trait, trait
from domains.catalog.types import CollectionRule, Condition, Match, Relation, Subject

MOST_CONDITIONS = 30
_MOST_DAYS = 36_500
_NUMBERS = {Subject.PRICE: "paid", Subject.RATING: "rating", Subject.AGE: "published_at"}
_NAMED: Mapping[Subject, type[Brand | Category]] = {Subject.CATEGORY: Category, Subject.BRAND: Brand}
_YES, _NO = ("yes", ""), ("no",)


def checked(rule: CollectionRule) -> CollectionRule:
    """The rule with names made slugs. Raises InvalidRule that says which condition cannot be met."""
    if not rule.conditions:
        raise InvalidRule("A rule needs at least one condition.", field="match")
    if len(rule.conditions) > MOST_CONDITIONS:
        raise InvalidRule(f"A rule has at most {MOST_CONDITIONS} conditions.", field="match")
    return replace(rule, conditions=tuple(checked_condition(one) for one in rule.conditions))


def checked_condition(condition: Condition) -> Condition:
    """The condition with names made slugs. Raises InvalidRule with the `field` at fault."""
    value, name = condition.value.strip(), condition.name.strip()
    compares = condition.relation in (Relation.AT_LEAST, Relation.AT_MOST)
    if (condition.subject in _NUMBERS) != compares:
        fitting = "“is at least” or “is at most”" if condition.subject in _NUMBERS else "“is” or “is not”"
        raise InvalidRule(f"Choose {fitting} for this condition.", field="relation")
    if condition.subject is Subject.ATTRIBUTE and not name:
        raise InvalidRule("Say which attribute, such as Colour or material.", field="name")
    if condition.subject in _NAMED:
        value = _slug_of(_NAMED[condition.subject], value)
    elif condition.subject in _NUMBERS:
        _number(condition.subject, value)
    elif condition.subject in (Subject.ON_SALE, Subject.IN_STOCK):
        if (value := value.casefold() or "yes") not in (*_YES, *_NO):
            raise InvalidRule("Write yes or no.", field="value")
    elif not value:
        raise InvalidRule("Say what it is to be compared with.", field="value")
    return replace(condition, value=value, name=name if condition.subject is Subject.ATTRIBUTE else "")


def meaning(rule: CollectionRule, now: datetime) -> Q:
    """The rows that meet the rule at that moment."""
    parts = [_meaning(one, now) for one in rule.conditions]
    return Q(*parts, _connector=Q.AND if rule.match is Match.ALL else Q.OR)


def holds(condition: Q, row: ProductRow) -> bool:
    """Whether the row meets a `meaning`, as the database would find."""
    met = (
        holds(one, row) if isinstance(one, Q) else _compared(row, *one)  # type: ignore[misc]
        for one in condition.children
    )
    return (all(met) if condition.connector == Q.AND else any(met)) != condition.negated


def _meaning(condition: Condition, now: datetime) -> Q:
    subject, value = condition.subject, condition.value
    found: Q
    match subject:
        case Subject.PRICE | Subject.RATING:
            return Q(**{f"{_NUMBERS[subject]}__{_end(condition)}": _number(subject, value)})
        case Subject.AGE:
            # At most so many days old is at least so late.
            bound = now - timedelta(days=float(_number(subject, value)))
            return Q(published_at__gte=bound) if _end(condition) == "lte" else Q(published_at__lte=bound)
        case Subject.ON_SALE:
            found = Q(sale_price__isnull=value in _NO)
        case Subject.IN_STOCK:
            found = Q(in_stock=value not in _NO)
        case Subject.ATTRIBUTE:
            found = Q(traits__contains=[attribute_trait(condition.name, value)])
        case _:
            found = Q(traits__contains=[trait(subject.value, value)])
    return ~found if condition.relation is Relation.IS_NOT else found


def _end(condition: Condition) -> str:
    return "gte" if condition.relation is Relation.AT_LEAST else "lte"


_COMPARISONS: Mapping[str, Callable[[Any, Any], bool]] = {
    "exact": operator.eq,
    "gte": operator.ge,
    "lte": operator.le,
    "isnull": lambda value, absent: (value is None) == absent,
    "contains": lambda values, wanted: set(wanted) <= set(values),
}


def _compared(row: ProductRow, path: str, wanted: Any) -> bool:
    name, _, comparison = path.partition("__")
    return _COMPARISONS[comparison or "exact"](getattr(row, name), wanted)


def _slug_of(kind: type[Brand | Category], value: str) -> str:
    called = Q(slug=value) | Q(name__iexact=value)
    # A slug counts before a name that reads the same.
    known = sorted(kind._default_manager.filter(called).values_list("slug", flat=True), key=value.__ne__)
    if not known:
        raise InvalidRule(f"There is no {_called(kind)} “{value}”.", field="value")
    return str(known[0])


def _called(kind: type[Model]) -> str:
    return str(kind._meta.verbose_name)


def _number(subject: Subject, value: str) -> Decimal:
    try:
        number = Decimal(value)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or number < 0 or number >= Decimal(10) ** 14:
        raise InvalidRule("Write a number, such as 50 or 19.90.", field="value")
    if subject is Subject.AGE and number > _MOST_DAYS:
        raise InvalidRule(f"Write a number of days up to {_MOST_DAYS}.", field="value")
    return number
