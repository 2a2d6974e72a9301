"""What search engines read first."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

_HIDDEN = ("/account", "/cart", "/checkout", "/orders/", "/search", "/api/", "/admin/")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Everything but what is personal."""
    rules = ["User-agent: *", *(f"Disallow: {path}" for path in _HIDDEN)]
    text = "\n".join([*rules, f"Sitemap: {settings.SITE_URL.rstrip('/')}/sitemap.xml", ""])
    return HttpResponse(text, content_type="text/plain; charset=utf-8")
