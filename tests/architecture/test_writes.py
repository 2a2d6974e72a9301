"""A published write is one durable transaction, or a row of them with none open around."""

import inspect

import pytest
from django.db import transaction

from domains.kernel.router import database_of
from domains.kernel.transactions import durable
from tests.architecture.house import READS, published_everywhere

FUNCTIONS = published_everywhere()
NAMES = [f"{domain}.{name}" for domain, name, _ in FUNCTIONS]


@pytest.mark.parametrize(("domain", "name", "function"), FUNCTIONS, ids=NAMES)
def test_a_write_says_how_it_writes_and_a_read_does_not_write(domain, name, function) -> None:
    shape = getattr(function, "writes", None)
    if name.startswith(READS):
        assert shape is None, f"{name} is named like a read and declared as a write"
    else:
        assert shape in ("durable", "stepwise"), f"{name} writes without a transaction of its own"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("domain", "name", "function"),
    [row for row in FUNCTIONS if getattr(row[2], "writes", None)],
    ids=[name for name, row in zip(NAMES, FUNCTIONS, strict=True) if getattr(row[2], "writes", None)],
)
def test_a_write_refuses_to_be_wrapped_in_another_transaction(domain, name, function) -> None:
    arguments = {
        parameter.name: None
        for parameter in inspect.signature(function).parameters.values()
        if parameter.default is inspect.Parameter.empty
    }
    first = next(
        (
            parameter.name
            for parameter in inspect.signature(function).parameters.values()
            if parameter.kind is not inspect.Parameter.KEYWORD_ONLY
        ),
        None,
    )
    positional = [arguments.pop(first)] if first in arguments else []
    with (
        pytest.raises(RuntimeError, match=r"durable|do not wrap"),
        transaction.atomic(using=database_of(domain)),
    ):
        function(*positional, **arguments)


@pytest.mark.django_db
def test_the_rule_bites() -> None:
    def plain() -> None:
        """A write that forgot to be durable."""

    plain.__module__ = "domains.order.services"
    with transaction.atomic(using=database_of("order")):
        plain()
        with pytest.raises(RuntimeError, match="durable"):
            durable(plain)()
