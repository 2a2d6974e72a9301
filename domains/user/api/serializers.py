"""Shapes of accounts on the wire."""

from typing import Any

from babel.core import Locale, UnknownLocaleError
from django.core.validators import RegexValidator
from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from domains.kernel.money import digits
from domains.kernel.types import Address, Role
from domains.user.types import AddressType, Profile, SignedIn, SignedInDevice

_LONGEST_PASSWORD = 256


class PasswordField(serializers.CharField):
    """A password as it was typed: no trimming, and no more of it than Argon2 should read."""

    def __init__(self, **options: Any) -> None:
        super().__init__(trim_whitespace=False, max_length=_LONGEST_PASSWORD, write_only=True, **options)


class EmailSerializer(serializers.Serializer[Any]):
    email = serializers.EmailField(max_length=254)


class RegistrationSerializer(EmailSerializer):
    password = PasswordField()
    first_name = serializers.CharField(max_length=100, required=False, allow_blank=True, default="")
    last_name = serializers.CharField(max_length=100, required=False, allow_blank=True, default="")


class AcceptedSerializer(serializers.Serializer[Any]):
    status = serializers.ChoiceField(choices=["verification_sent", "reset_sent"])


class LoginSerializer(serializers.Serializer[Any]):
    # Not an EmailField: what is no address is wrong credentials, like every other wrong one.
    email = serializers.CharField(max_length=254)
    password = PasswordField()


class CodeSerializer(EmailSerializer):
    code = serializers.CharField(max_length=20)


class RefreshSerializer(serializers.Serializer[Any]):
    refresh = serializers.CharField(max_length=500)


class TokensSerializer(serializers.Serializer[Any]):
    access = serializers.CharField()
    refresh = serializers.CharField()


class NewPasswordSerializer(serializers.Serializer[Any]):
    token = serializers.CharField(max_length=200)
    password = PasswordField()


def _known_locale(value: str) -> None:
    try:
        Locale.parse(value, sep="-" if "-" in value else "_")
    except (UnknownLocaleError, ValueError) as unknown:
        raise serializers.ValidationError("Give a language tag such as en or pt-BR.", "locale") from unknown


def _known_currency(value: str) -> None:
    try:
        digits(value)
    except ValueError as unknown:
        raise serializers.ValidationError("Give an ISO 4217 code such as USD.", "currency") from unknown


class ProfileSerializer(serializers.Serializer[Profile]):
    id = serializers.UUIDField(read_only=True)
    email = serializers.EmailField(read_only=True)
    first_name = serializers.CharField(max_length=100, allow_blank=True)
    last_name = serializers.CharField(max_length=100, allow_blank=True)
    roles = serializers.ListField(
        child=serializers.ChoiceField(choices=[role.value for role in Role]), read_only=True
    )
    email_verified = serializers.BooleanField(read_only=True)
    locale = serializers.CharField(max_length=12, required=False, validators=[_known_locale])
    currency = serializers.CharField(
        max_length=3, required=False, validators=[RegexValidator("^[A-Z]{3}$"), _known_currency]
    )
    marketing_consent = serializers.BooleanField(required=False)
    created_at = serializers.DateTimeField(read_only=True)


class SignedInSerializer(serializers.Serializer[SignedIn]):
    user = ProfileSerializer(source="profile")
    access = serializers.CharField(source="tokens.access")
    refresh = serializers.CharField(source="tokens.refresh")


class SessionSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    device = serializers.CharField()
    ip = serializers.CharField()
    created_at = serializers.DateTimeField()
    last_used_at = serializers.DateTimeField()
    current = serializers.SerializerMethodField()

    def get_current(self, session: SignedInDevice) -> bool:
        return bool(session.access_jti == self.context["jti"])


@extend_schema_serializer(component_name="SavedAddress")
class SavedAddressSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField(read_only=True)
    type = serializers.ChoiceField(
        choices=[kind.value for kind in AddressType], default=AddressType.SHIPPING.value
    )
    is_default = serializers.BooleanField(default=False)
    name = serializers.CharField(max_length=120, source="address.name")
    company = serializers.CharField(
        max_length=120, source="address.company", required=False, allow_blank=True
    )
    line1 = serializers.CharField(max_length=200, source="address.line1")
    line2 = serializers.CharField(max_length=200, source="address.line2", required=False, allow_blank=True)
    city = serializers.CharField(max_length=100, source="address.city")
    region = serializers.CharField(max_length=100, source="address.region", required=False, allow_blank=True)
    postal_code = serializers.CharField(
        max_length=20, source="address.postal_code", required=False, allow_blank=True, default=""
    )
    country = serializers.RegexField("^[A-Z]{2}$", source="address.country")
    phone = serializers.CharField(max_length=40, source="address.phone", required=False, allow_blank=True)

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        return {
            "address": Address(**given["address"]),
            "type": AddressType(given["type"]),
            "is_default": given["is_default"],
        }


class AddressBookSerializer(serializers.Serializer[Any]):
    results = SavedAddressSerializer(many=True)


class SessionListSerializer(serializers.Serializer[Any]):
    results = SessionSerializer(many=True)
