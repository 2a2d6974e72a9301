"""Version 1 of the API: each domain brings its own addresses."""

from django.urls import include, path, re_path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerView

from ecommerce.api.problems import not_found

urlpatterns = [
    path("schema", SpectacularAPIView.as_view(), name="schema"),
    path("docs", SpectacularSwaggerView.as_view(url_name="schema"), name="api-docs"),
    path("", include("domains.user.api.urls")),
    path("", include("domains.catalog.api.urls")),
    path("", include("domains.inventory.api.urls")),
    path("", include("domains.order.api.urls")),
    path("", include("domains.cart.api.urls")),
    path("", include("domains.payment.api.urls")),
    path("", include("domains.notification.api.urls")),
    re_path(r"^(?P<path>.*)$", not_found),
]
