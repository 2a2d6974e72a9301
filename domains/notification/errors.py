"""What the notification domain refuses."""

from domains.kernel.errors import InvalidInput, NotFound


class MessageNotFound(NotFound):
    code = "message_not_found"
    default_detail = "There is no such message."


class PreferenceUnknown(InvalidInput):
    code = "preference_unknown"
    default_detail = "There is no such kind of message on this channel."


class PreferenceRequired(InvalidInput):
    code = "preference_required"
    default_detail = "Messages about your account and your orders always come; they cannot be switched off."
