"""Signing in, staying signed in and signing out over HTTP."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from domains.kernel.api import IsSignedIn, client_ip, parse
from domains.user import services as user
from domains.user.api.authentication import AccessTokenAuthentication
from domains.user.api.base import PublicView, device_of, private, signed_in_user
from domains.user.api.serializers import (
    LoginSerializer,
    RefreshSerializer,
    SessionListSerializer,
    SessionSerializer,
    SignedInSerializer,
    TokensSerializer,
)
from domains.user.errors import TokenInvalid


class Login(PublicView):
    throttle_scope = "login"

    @extend_schema(
        operation_id="login", request=LoginSerializer, responses={200: SignedInSerializer}, auth=[]
    )
    def post(self, request: Request) -> Response:
        """Sign in with mail address and password."""
        given = parse(LoginSerializer, request)
        signed_in = user.sign_in(**given, ip=client_ip(request), device=device_of(request))
        return private(SignedInSerializer(signed_in).data)


class Refresh(PublicView):
    @extend_schema(
        operation_id="refresh_tokens", request=RefreshSerializer, responses={200: TokensSerializer}, auth=[]
    )
    def post(self, request: Request) -> Response:
        """Exchange a refresh token, once, for the next pair."""
        return private(
            TokensSerializer(user.refresh_tokens(parse(RefreshSerializer, request)["refresh"])).data
        )


class Logout(PublicView):
    @extend_schema(
        operation_id="logout",
        request=RefreshSerializer,
        responses={204: OpenApiResponse(description="Signed out.")},
    )
    def post(self, request: Request) -> Response:
        """End the session; its access tokens are refused from then on."""
        named = _named_access(request)
        user.sign_out(parse(RefreshSerializer, request)["refresh"], **named)
        return Response(status=204)


class Sessions(APIView):
    permission_classes = (IsSignedIn,)

    @extend_schema(operation_id="list_sessions", responses={200: SessionListSerializer})
    def get(self, request: Request) -> Response:
        """The devices that are signed in."""
        me = signed_in_user(request)
        rows = SessionSerializer(user.list_sessions(me.user_id), many=True, context={"jti": me.jti})
        return private({"results": rows.data})


class OneSession(APIView):
    permission_classes = (IsSignedIn,)

    @extend_schema(
        operation_id="end_session", responses={204: OpenApiResponse(description="That device is signed out.")}
    )
    def delete(self, request: Request, session_id: UUID) -> Response:
        """Sign one device out."""
        user.end_session(signed_in_user(request).user_id, session_id=session_id)
        return Response(status=204)


def _named_access(request: Request) -> dict[str, Any]:
    """The access token in the header too; one that is over already needs no refusal."""
    try:
        found = AccessTokenAuthentication().authenticate(request)
    except (AuthenticationFailed, TokenInvalid):
        return {}
    return {"access_jti": found[0].jti, "access_expires_at": found[0].expires_at} if found else {}
