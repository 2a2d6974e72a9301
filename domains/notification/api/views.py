"""One's own messages and what one wants of them."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from domains.kernel.api import IsSignedIn, page_params, page_response, paged_schema, parse, principal
from domains.kernel.ids import UserId
from domains.notification import services as notification
from domains.notification.api.serializers import MessageSerializer, PreferencesSerializer
from domains.notification.types import Preference

_PRIVATE = {"Cache-Control": "private, no-store"}


class PersonalView(APIView):
    """For signed-in people only."""

    permission_classes = (IsSignedIn,)

    def my_id(self) -> UserId:
        """Whose messages these are; the permission has let in nobody else."""
        found = principal(self.request)
        if found is None:
            raise RuntimeError("the permission let a guest in")
        return found.user_id


class Messages(PersonalView):
    @extend_schema(
        operation_id="list_notifications",
        responses={200: paged_schema(MessageSerializer)},
    )
    def get(self, request: Request) -> Response:
        """My messages and how their delivery stands, newest first."""
        cursor, page_size = page_params(request)
        page = notification.list_messages(self.my_id(), cursor=cursor, page_size=page_size)
        response = page_response(request, page, lambda message: MessageSerializer(message).data)
        response["Cache-Control"] = _PRIVATE["Cache-Control"]
        return response


class Preferences(PersonalView):
    @extend_schema(operation_id="get_notification_preferences", responses={200: PreferencesSerializer})
    def get(self, request: Request) -> Response:
        """Which kinds of message I get on which channel."""
        return self._answer()

    @extend_schema(
        operation_id="set_notification_preferences",
        request=PreferencesSerializer,
        responses={200: PreferencesSerializer},
    )
    def put(self, request: Request) -> Response:
        """Choose. What is not named stays as it is; what is required cannot be switched off."""
        chosen = parse(PreferencesSerializer, request)["preferences"]
        notification.set_preferences(
            self.my_id(), preferences=tuple(Preference(**choice) for choice in chosen)
        )
        return self._answer()

    def _answer(self) -> Response:
        found = notification.list_preferences(self.my_id())
        return Response(PreferencesSerializer({"preferences": found}).data, headers=_PRIVATE)
