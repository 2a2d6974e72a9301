"""Shapes of messages and preferences on the wire."""

from typing import Any

from rest_framework import serializers

from domains.notification.types import Channel, MessageKind, MessageStatus, Topic


class MessageSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=[kind.value for kind in MessageKind])
    channel = serializers.ChoiceField(choices=[channel.value for channel in Channel])
    recipient = serializers.EmailField()
    subject = serializers.CharField()
    status = serializers.ChoiceField(choices=[status.value for status in MessageStatus])
    created_at = serializers.DateTimeField()
    sent_at = serializers.DateTimeField(allow_null=True)


class PreferenceSerializer(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(choices=[topic.value for topic in Topic])
    channel = serializers.ChoiceField(choices=[channel.value for channel in Channel])
    enabled = serializers.BooleanField()
    # The metaclass takes it for a field of the shape; it does not shadow DRF's own attribute.
    required = serializers.BooleanField(read_only=True)  # type: ignore[assignment]


class PreferencesSerializer(serializers.Serializer[Any]):
    preferences = PreferenceSerializer(many=True)
