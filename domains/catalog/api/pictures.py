"""Drawn pictures: everything that a drawing needs is in its address, so no database is asked."""

from functools import lru_cache

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import condition, require_safe

from domains.catalog import illustration

_YEAR = "public, max-age=31536000, immutable"
_MOST_KINDS = 6


def _etag(request: HttpRequest, **_: object) -> str:
    return f'"{request.GET.get("v", "0")[:16]}"'


@require_safe
@gzip_page
@condition(etag_func=_etag)
def picture(request: HttpRequest, kind: str, colours: str, seed: str, view: str) -> HttpResponse:
    """One thing in its colours."""
    return _answer(_drawing(kind.replace(".", "/"), colours, int(seed), int(view)))


@require_safe
@gzip_page
@condition(etag_func=_etag)
def banner(request: HttpRequest, kinds: str, colours: str, seed: str) -> HttpResponse:
    """Several things side by side."""
    return _answer(_banner(kinds.replace(".", "/"), colours, int(seed)))


@lru_cache(maxsize=256)
def _drawing(kind: str, colours: str, seed: int, view: int) -> str:
    try:
        return illustration.draw(kind, _colours(colours), seed=seed, view=view)
    except ValueError as unknown:
        raise Http404(str(unknown)) from unknown


@lru_cache(maxsize=32)
def _banner(kinds: str, colours: str, seed: int) -> str:
    try:
        return illustration.banner(tuple(kinds.split("+")[:_MOST_KINDS]), _colours(colours), seed=seed)
    except ValueError as unknown:
        raise Http404(str(unknown)) from unknown


def _colours(text: str) -> tuple[str, ...]:
    return () if text == "plain" else tuple(f"#{colour}" for colour in text.split("-"))


def _answer(svg: str) -> HttpResponse:
    response = HttpResponse(svg, content_type="image/svg+xml")
    response["Cache-Control"] = _YEAR
    # A drawing that is opened by itself runs nothing and loads nothing.
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return response
