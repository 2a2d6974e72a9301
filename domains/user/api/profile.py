"""One's own profile and address book over HTTP."""

from uuid import UUID

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from domains.kernel.api import IsSignedIn, parse
from domains.user import services as user
from domains.user.api.base import private, signed_in_user
from domains.user.api.serializers import AddressBookSerializer, ProfileSerializer, SavedAddressSerializer


class MyProfile(APIView):
    permission_classes = (IsSignedIn,)

    @extend_schema(operation_id="get_profile", responses={200: ProfileSerializer})
    def get(self, request: Request) -> Response:
        """Who I am here."""
        return private(ProfileSerializer(user.get_profile(signed_in_user(request).user_id)).data)

    @extend_schema(
        operation_id="replace_profile", request=ProfileSerializer, responses={200: ProfileSerializer}
    )
    def put(self, request: Request) -> Response:
        """Set both names, and whatever else is given."""
        return self._update(request, partial=False)

    @extend_schema(
        operation_id="change_profile", request=ProfileSerializer, responses={200: ProfileSerializer}
    )
    def patch(self, request: Request) -> Response:
        """Change what is given."""
        return self._update(request, partial=True)

    def _update(self, request: Request, *, partial: bool) -> Response:
        given = parse(ProfileSerializer, request, partial=partial)
        changed = user.update_profile(signed_in_user(request).user_id, **given)
        return private(ProfileSerializer(changed).data)


class Addresses(APIView):
    permission_classes = (IsSignedIn,)

    @extend_schema(operation_id="list_addresses", responses={200: AddressBookSerializer})
    def get(self, request: Request) -> Response:
        """The whole address book, each type's default first."""
        rows = user.list_addresses(signed_in_user(request).user_id)
        return private({"results": SavedAddressSerializer(rows, many=True).data})

    @extend_schema(
        operation_id="add_address", request=SavedAddressSerializer, responses={201: SavedAddressSerializer}
    )
    def post(self, request: Request) -> Response:
        """Write a new address into the book; the first of its type becomes the default."""
        given = parse(SavedAddressSerializer, request)
        return private(
            SavedAddressSerializer(user.add_address(signed_in_user(request).user_id, **given)).data, 201
        )


class OneAddress(APIView):
    permission_classes = (IsSignedIn,)

    @extend_schema(operation_id="get_address", responses={200: SavedAddressSerializer})
    def get(self, request: Request, address_id: UUID) -> Response:
        """One entry of my address book."""
        found = user.get_address(signed_in_user(request).user_id, address_id=address_id)
        return private(SavedAddressSerializer(found).data)

    @extend_schema(
        operation_id="change_address", request=SavedAddressSerializer, responses={200: SavedAddressSerializer}
    )
    def put(self, request: Request, address_id: UUID) -> Response:
        """Replace an entry."""
        given = parse(SavedAddressSerializer, request)
        changed = user.change_address(signed_in_user(request).user_id, address_id=address_id, **given)
        return private(SavedAddressSerializer(changed).data)

    @extend_schema(
        operation_id="remove_address", responses={204: OpenApiResponse(description="The address is gone.")}
    )
    def delete(self, request: Request, address_id: UUID) -> Response:
        """Take an entry out."""
        user.remove_address(signed_in_user(request).user_id, address_id=address_id)
        return Response(status=204)
