"""The content security policy, put into words once: nearly every answer carries that of the settings."""

from functools import cache

from csp.constants import HEADER
from csp.middleware import CheckableLazyObject, CSPMiddleware, PolicyParts
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

_NOTHING_OF_ITS_OWN = PolicyParts()


class WordedPolicyMiddleware(CSPMiddleware):
    """Writes a policy only for an answer that has one of its own, or a number that is used once."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        ready = _policy()
        own = self.get_policy_parts(request, response) != _NOTHING_OF_ITS_OWN
        if ready is None or own or HEADER in response or getattr(response, "_csp_exempt", False):
            return super().process_response(request, response)
        response.headers[HEADER] = ready
        # As without us: it would come too late. The one that is there would also hold on to its request.
        request.csp_nonce = CheckableLazyObject(self._csp_nonce_post_response)  # type: ignore[attr-defined]
        return response


@cache
def _policy() -> str | None:
    """The words of the settings' policy; None where the settings say more than that one applies to all."""
    whole = settings.CONTENT_SECURITY_POLICY
    reported = getattr(settings, "CONTENT_SECURITY_POLICY_REPORT_ONLY", None)
    return build_policy() if whole.keys() == {"DIRECTIVES"} and not reported and not settings.DEBUG else None
