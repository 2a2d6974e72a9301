"""/.well-known/jwks.json: the public keys of our access tokens."""

from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from domains.user import services as user


@require_safe
@cache_control(public=True, max_age=300)
def jwks(request: HttpRequest) -> JsonResponse:
    """The JWK set, for services that check our tokens themselves."""
    return JsonResponse(dict(user.get_jwks()))


urlpatterns = [path("jwks.json", jwks, name="jwks")]
