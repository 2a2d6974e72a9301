"""What people choose to get."""

from uuid import UUID

from domains.notification.errors import PreferenceRequired, PreferenceUnknown
from domains.notification.models import Choice
from domains.notification.types import Channel, Preference, Topic


def choose(user_id: UUID, preference: Preference) -> Preference:
    """Keep the choice. Raises PreferenceUnknown, PreferenceRequired."""
    if preference.kind not in list(Topic):
        raise PreferenceUnknown(field="kind")
    if preference.channel not in list(Channel):
        raise PreferenceUnknown(field="channel")
    topic = Topic(preference.kind)
    if topic.is_required and not preference.enabled:
        raise PreferenceRequired(field="kind")
    Choice.objects.update_or_create(
        user_id=user_id,
        topic=topic.value,
        channel=preference.channel,
        defaults={"enabled": preference.enabled},
    )
    return Preference(preference.kind, preference.channel, preference.enabled, topic.is_required)
