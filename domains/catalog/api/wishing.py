"""Wishlists: one's own, and one that somebody shares."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import path
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from domains.catalog import services as catalog
from domains.catalog.api.filters import PAGE_PARAMETERS
from domains.catalog.api.serializers import ProductCardSerializer
from domains.catalog.api.showing import card_row, site_of
from domains.catalog.types import Wish, WishlistLink
from domains.kernel.api import IsSignedIn, page_params, page_response, paged_schema, principal
from domains.kernel.ids import UserId


class WishSerializer(serializers.Serializer[Any]):
    """A product on a wishlist; `product` is null while it is not in the shop."""

    product_id = serializers.UUIDField()
    name = serializers.CharField()
    added_at = serializers.DateTimeField()
    product = ProductCardSerializer(allow_null=True)


_WISH_PAGE = paged_schema(WishSerializer)
_PARAMETERS = [
    *PAGE_PARAMETERS,
    OpenApiParameter(
        "currency", description="At prices in this currency; what has none in it is there at its own."
    ),
]


class WishlistLinkSerializer(serializers.Serializer[Any]):
    url = serializers.URLField(help_text="The page that whoever has the address may read.")
    token = serializers.CharField(help_text="For `wishlists/{token}`.")
    created_at = serializers.DateTimeField()


class _Own(APIView):
    """Nobody but its owner gets at a list, and no cache keeps it."""

    permission_classes = (IsSignedIn,)

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Response:
        final: Response = super().finalize_response(request, response, *args, **kwargs)
        final["Cache-Control"] = "private, no-store"
        return final


class Wishlist(_Own):
    """`wishlist`."""

    @extend_schema(operation_id="wishlist_list", parameters=_PARAMETERS, responses=_WISH_PAGE)
    def get(self, request: Request) -> Response:
        """What the caller wishes for, newest first."""
        return _page(request, _caller(request))


class WishlistItem(_Own):
    """`wishlist/items/{product_id}`."""

    @extend_schema(operation_id="wishlist_add", request=None, responses={204: None})
    def put(self, request: Request, product_id: UUID) -> Response:
        """The product is on the list; 409 `wishlist_full` where it holds 500 others."""
        catalog.add_wish(_caller(request), product_id=product_id)
        return Response(status=204)

    @extend_schema(operation_id="wishlist_remove", responses={204: None})
    def delete(self, request: Request, product_id: UUID) -> Response:
        """The product is not on the list, whether or not it was."""
        catalog.remove_wish(_caller(request), product_id=product_id)
        return Response(status=204)


class WishlistSharing(_Own):
    """`wishlist/link`."""

    @extend_schema(operation_id="wishlist_link_retrieve", responses=WishlistLinkSerializer)
    def get(self, request: Request) -> Response:
        """The link under which the list is shared; 404 where it is not."""
        link = catalog.find_wishlist_link(_caller(request))
        if link is None:
            raise NotFound("This list is not shared.")
        return Response(_link(link))

    @extend_schema(operation_id="wishlist_link_create", request=None, responses=WishlistLinkSerializer)
    def post(self, request: Request) -> Response:
        """Share the list; a list that is shared keeps its link."""
        return Response(_link(catalog.share_wishlist(_caller(request))))

    @extend_schema(operation_id="wishlist_link_delete", responses={204: None})
    def delete(self, request: Request) -> Response:
        """The link opens nothing from now on."""
        catalog.unshare_wishlist(_caller(request))
        return Response(status=204)


class SharedWishlist(APIView):
    """`wishlists/{token}`."""

    @extend_schema(operation_id="wishlists_retrieve", parameters=_PARAMETERS, responses=_WISH_PAGE)
    def get(self, request: Request, token: str) -> Response:
        """What stands on a list that its owner shares; of the owner it says nothing."""
        response = _page(request, catalog.get_wishlist_link(token).user_id)
        response["Cache-Control"] = "private, no-store"
        return response


def _page(request: Request, owner: UserId) -> Response:
    cursor, page_size = page_params(request)
    site = site_of(request)
    currency = request.query_params.get("currency", "").strip().upper()
    return page_response(
        request,
        catalog.list_wishes(owner, cursor=cursor, page_size=page_size, currency=currency),
        lambda wish: _row(wish, site),
    )


def _row(wish: Wish, site: str) -> dict[str, Any]:
    return {
        "product_id": wish.product_id,
        "name": wish.name,
        "added_at": wish.added_at,
        "product": card_row(wish.card, site) if wish.card else None,
    }


def _link(link: WishlistLink) -> dict[str, Any]:
    url = f"{settings.SITE_URL.rstrip('/')}/wishlists/{link.token}"
    return {"url": url, "token": link.token, "created_at": link.created_at}


def _caller(request: Request) -> UserId:
    user = principal(request)
    assert user is not None  # noqa: S101  IsSignedIn
    return user.user_id


urlpatterns = [
    path("wishlist", Wishlist.as_view(), name="wishlist"),
    path("wishlist/items/<uuid:product_id>", WishlistItem.as_view(), name="wishlist-item"),
    path("wishlist/link", WishlistSharing.as_view(), name="wishlist-link"),
    path("wishlists/<str:token>", SharedWishlist.as_view(), name="shared-wishlist"),
]
