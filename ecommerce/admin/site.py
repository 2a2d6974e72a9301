"""The admin site: a dashboard first, then every domain's screens, and stock beside the product."""

from collections.abc import Callable, Collection, Mapping
from functools import wraps
from typing import Any
from uuid import UUID

from csp.constants import SELF, UNSAFE_EVAL, UNSAFE_INLINE
from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import URLPattern, path
from django.utils.decorators import method_decorator
from unfold.sites import UnfoldAdminSite

from domains.kernel import context
from domains.user import services as users
from ecommerce.admin import dashboard, stock
from ecommerce.admin.sign_in import StaffSignIn

# The admin's own scripts evaluate expressions in its markup; nothing comes from elsewhere.
_POLICY = {
    "script-src": [SELF, UNSAFE_INLINE, UNSAFE_EVAL],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "https:"],
}


class ShopAdminSite(UnfoldAdminSite):
    """Where merchandisers, support, warehouse and finance work."""

    site_title = "Septet admin"
    site_header = "Septet"
    index_title = "Today"
    index_template = "admin/index.html"
    login_form = StaffSignIn

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        response: HttpResponse = super().index(
            request, {**dashboard.figures(request), **(extra_context or {})}
        )
        return response

    def extra_urls(self) -> list[URLPattern]:
        """Pages of the site that belong to no model."""
        return [path("stock/<uuid:product_id>", self.admin_view(self.count_stock), name="count_stock")]

    def names_of(self, actors: Collection[str]) -> Mapping[str, str]:
        """Who each actor is, for the screens of domains that know nobody."""
        return users.get_actor_names(actors)

    def count_stock(self, request: HttpRequest, product_id: UUID) -> HttpResponse:
        """Save the counts typed on a product's page."""
        return stock.count_stock(request, product_id)

    def admin_view(
        self, view: Callable[..., HttpResponseBase], cacheable: bool = False
    ) -> Callable[..., HttpResponseBase]:
        inner: Callable[..., HttpResponseBase] = super().admin_view(view, cacheable)

        @wraps(view)
        def as_the_signed_in(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.user.is_authenticated:
                context.act_as(f"user:{request.user.pk}")
            return inner(request, *args, **kwargs)

        guarded: Callable[..., HttpResponseBase] = csp_replace(_POLICY)(as_the_signed_in)
        return guarded

    @method_decorator(csp_replace(_POLICY))
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        response: HttpResponse = super().login(request, extra_context)
        return response
