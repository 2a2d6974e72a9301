"""Money, whole numbers and ids on the wire: `{"amount": "19.99", "currency": "USD"}`, `3`, a UUID as text."""

from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from domains.kernel.money import Money, digits

_LARGEST = Decimal("999999999999")


@extend_schema_field(
    {
        "type": "object",
        "properties": {
            "amount": {"type": "string", "pattern": r"^-?\d+(\.\d+)?$", "examples": ["19.99"]},
            "currency": {"type": "string", "pattern": "^[A-Z]{3}$", "examples": ["USD"]},
        },
        "required": ["amount", "currency"],
    }
)
class MoneyField(serializers.Field[Money, Any, dict[str, str], Any]):
    """A decimal string with the currency's own digits, never a float."""

    default_error_messages = {
        "shape": 'Give an object such as {{"amount": "19.99", "currency": "USD"}}.',
        "amount": 'The amount must be a decimal string of a sensible size, such as "19.99".',
    }

    def to_representation(self, value: Money) -> dict[str, str]:
        return {"amount": str(value.amount), "currency": value.currency}

    def to_internal_value(self, data: Any) -> Money:
        if not isinstance(data, dict) or not isinstance(data.get("currency"), str):
            self.fail("shape")
        text = data.get("amount")
        if not isinstance(text, str) or len(text) > 24 or not text.isascii():
            self.fail("amount")
        try:
            amount = Decimal(text)
            if not amount.is_finite() or abs(amount) > _LARGEST:
                self.fail("amount")
            return Money(amount, data["currency"])
        except InvalidOperation:
            self.fail("amount")
        except ValueError as refused:
            raise serializers.ValidationError(str(refused), code="money_invalid") from refused


class WholeNumberField(serializers.IntegerField):
    """A JSON integer: no string, no fraction, no `true`."""

    default_error_messages = {"invalid": "Give a whole number, such as 3."}

    def to_internal_value(self, data: Any) -> int:
        if not isinstance(data, int) or isinstance(data, bool):
            self.fail("invalid")
        return data


class IdField(serializers.UUIDField):
    """A UUID as text: no number, no `true`, which count as one elsewhere."""

    def to_internal_value(self, data: Any) -> UUID:
        if not isinstance(data, str):
            self.fail("invalid", value=data)
        return super().to_internal_value(data)


class CurrencyField(serializers.CharField):
    """The ISO 4217 code of a currency that the shop knows."""

    default_error_messages = {"unknown": "Give the code of a currency, such as EUR."}

    def to_internal_value(self, data: Any) -> str:
        code = super().to_internal_value(data)
        try:
            digits(code)
        except ValueError:
            self.fail("unknown")
        return code
