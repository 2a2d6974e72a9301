"""Version 1 of the API: each domain brings its own addresses."""

from csp.constants import SELF, UNSAFE_INLINE
from csp.decorators import csp_replace
from django.urls import include, path, re_path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerView

from ecommerce.api.problems import not_found

# The page that reads the document brings a script and styles of its own, from our own host.
_READER = csp_replace(
    {
        "default-src": [SELF],
        "script-src": [SELF, UNSAFE_INLINE],
        "style-src": [SELF, UNSAFE_INLINE],
        "img-src": [SELF, "data:"],
    }
)

urlpatterns = [
    # Addresses are looked through in this order: first what is read most.
    path("", include("domains.catalog.api.urls")),
    path("schema", SpectacularAPIView.as_view(), name="schema"),
    path("docs", _READER(SpectacularSwaggerView.as_view(url_name="schema")), name="api-docs"),
    path("", include("domains.user.api.urls")),
    path("", include("domains.inventory.api.urls")),
    path("", include("domains.order.api.urls")),
    path("", include("domains.cart.api.urls")),
    path("", include("domains.payment.api.urls")),
    path("", include("domains.notification.api.urls")),
    re_path(r"^(?P<path>.*)$", not_found),
]
