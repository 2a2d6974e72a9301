"""Registration, verification and new passwords over HTTP."""

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from domains.kernel.api import client_ip, parse
from domains.user import services as user
from domains.user.api.base import PublicView, device_of, private
from domains.user.api.serializers import (
    AcceptedSerializer,
    CodeSerializer,
    EmailSerializer,
    NewPasswordSerializer,
    RegistrationSerializer,
    SignedInSerializer,
)


class Register(PublicView):
    throttle_scope = "register"

    @extend_schema(
        operation_id="register", request=RegistrationSerializer, responses={202: AcceptedSerializer}, auth=[]
    )
    def post(self, request: Request) -> Response:
        """Open an account: a code is mailed. The answer is the same when the address has one already."""
        user.register_user(**parse(RegistrationSerializer, request))
        return Response({"status": "verification_sent"}, status=202)


class VerifyEmail(PublicView):
    throttle_scope = "verify"

    @extend_schema(
        operation_id="verify_email", request=CodeSerializer, responses={200: SignedInSerializer}, auth=[]
    )
    def post(self, request: Request) -> Response:
        """Prove the address with the mailed code, and sign in."""
        given = parse(CodeSerializer, request)
        signed_in = user.verify_email(**given, device=device_of(request), ip=client_ip(request))
        return private(SignedInSerializer(signed_in).data)


class ResendVerification(PublicView):
    throttle_scope = "reset"

    @extend_schema(
        operation_id="resend_verification",
        request=EmailSerializer,
        responses={202: AcceptedSerializer},
        auth=[],
    )
    def post(self, request: Request) -> Response:
        """Have another code mailed, where an account waits for one."""
        user.resend_verification(**parse(EmailSerializer, request))
        return Response({"status": "verification_sent"}, status=202)


class ResetPassword(PublicView):
    throttle_scope = "reset"

    @extend_schema(
        operation_id="request_password_reset",
        request=EmailSerializer,
        responses={202: AcceptedSerializer},
        auth=[],
    )
    def post(self, request: Request) -> Response:
        """Have a link mailed that sets a new password, where there is an account."""
        user.request_password_reset(**parse(EmailSerializer, request))
        return Response({"status": "reset_sent"}, status=202)


class ConfirmPasswordReset(PublicView):
    throttle_scope = "reset"

    @extend_schema(
        operation_id="confirm_password_reset",
        request=NewPasswordSerializer,
        responses={204: OpenApiResponse(description="The password is set; every session has ended.")},
        auth=[],
    )
    def post(self, request: Request) -> Response:
        """Set a new password with the mailed token."""
        user.reset_password(**parse(NewPasswordSerializer, request))
        return Response(status=204)
