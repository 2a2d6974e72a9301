"""Addresses of drawn pictures, below `/pictures/`."""

from django.urls import re_path

from domains.catalog.api import pictures

_KIND = r"(?P<kind>[a-z0-9._-]{1,80})"
_KINDS = r"(?P<kinds>[a-z0-9+._-]{1,300})"
_SEED = r"(?P<seed>\d{1,4})"
_COLOURS = r"(?P<colours>plain|[0-9a-f]{3,6}(?:-[0-9a-f]{3,6}){0,7})"

urlpatterns = [
    re_path(rf"^banner/{_KINDS}/{_COLOURS}/{_SEED}\.svg$", pictures.banner),
    re_path(rf"^{_KIND}/{_COLOURS}/{_SEED}-(?P<view>\d)\.svg$", pictures.picture),
]
