"""What may be kept: public reads carry an ETag and a lifetime, and answer 304 to whoever has them."""

from typing import Any

from django.utils.cache import patch_vary_headers
from django.views.decorators.http import conditional_page
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from domains.kernel.api import TELLS_OF, has_role, principal
from domains.kernel.types import Role

_PUBLIC = "public, max-age=30, stale-while-revalidate=120"


def is_merchandiser(request: Request) -> bool:
    """Whether drafts are theirs to see."""
    user = principal(request)
    return user is not None and user.has_any(frozenset({Role.MERCHANDISER}))


class CatalogView(APIView):
    """Everybody reads, merchandisers write."""

    writers = (Role.MERCHANDISER,)
    # The names of what every answer of the view tells of; none where it is not kept.
    tells_of: tuple[str, ...] = ()
    # Whether every single asking shall come by here.
    is_counted = False

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Any:
        # Around the view, once: around its method it would be made anew for every request.
        return conditional_page(super().as_view(**initkwargs))

    def get_permissions(self) -> list[Any]:
        if self.request.method in ("GET", "HEAD", "OPTIONS"):
            return []
        return [has_role(*self.writers)()]

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Response:
        final: Response = super().finalize_response(request, response, *args, **kwargs)
        found = request.method == "GET" and final.status_code == 200
        public = found and not self.is_counted and not is_merchandiser(request)
        final["Cache-Control"] = _PUBLIC if public else "private, no-store"
        if public and self.tells_of:
            final[TELLS_OF] = " ".join(self.tells_of)
        patch_vary_headers(final, ["Authorization"])
        return final
