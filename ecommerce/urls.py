"""Every address of the shop, by the face that answers it."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path
from django.views.static import serve

from ecommerce import failures

urlpatterns = [
    path("api/v1/", include("ecommerce.api.urls")),
    path("api/", include("ecommerce.api.urls")),
    path("admin/", admin.site.urls),
    path("mailbox/", include("ecommerce.operations.mailbox_views")),
    path("pictures/", include("domains.catalog.api.picture_urls")),
    path(".well-known/", include("domains.user.api.wellknown")),
    path("", include("ecommerce.operations.health")),
    path("", include("ecommerce.operations.metrics")),
    path("media/<path:path>", serve, {"document_root": settings.MEDIA_ROOT}),
    path("", include("ecommerce.storefront.urls")),
]

handler403 = failures.not_permitted
handler404 = failures.not_found
handler500 = failures.server_error
