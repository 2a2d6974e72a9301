"""Where uploaded pictures are kept: in a folder, or in a bucket that speaks S3."""

from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

# A picture never changes under its name.
_FOR_EVER = "public, max-age=31536000, immutable"
_OPTIONS = {"region": "region_name", "endpoint": "endpoint_url", "domain": "custom_domain"}


def media(url: str) -> dict[str, Any]:
    """The storage that `s3://key:secret@bucket?region=…` names; a folder where none is named.

    Raises ImproperlyConfigured for any other address.
    """
    if not url:
        return {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    parts = urlsplit(url)
    asked = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    if parts.scheme != "s3" or not parts.hostname or asked.keys() - _OPTIONS.keys():
        raise ImproperlyConfigured(
            "MEDIA_STORAGE_URL must look like s3://key:secret@bucket?region=…&endpoint=…&domain=…"
        )
    options: dict[str, Any] = {
        "bucket_name": parts.hostname,
        "querystring_auth": False,
        "file_overwrite": False,
        "object_parameters": {"CacheControl": _FOR_EVER},
        **{_OPTIONS[name]: value for name, value in asked.items()},
    }
    if parts.username:
        options |= {"access_key": unquote(parts.username), "secret_key": unquote(parts.password or "")}
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}
