"""Uploaded pictures: judged by their content, stored as re-encoded copies without metadata."""

import io
import warnings
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image, ImageOps, UnidentifiedImageError

from domains.catalog.errors import PictureRefused
from domains.kernel.ids import new_id

LARGEST_BYTES = 10_000_000
_MOST_PIXELS = 40_000_000
_FORMATS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp"}
_LONGEST_SIDE, _THUMBNAIL_SIDE = 2400, 640


@dataclass(frozen=True, slots=True)
class Upload:
    """Where a stored picture and its thumbnail can be had."""

    url: str
    thumbnail: str


def store(content: bytes, *, folder: str) -> Upload:
    """The picture, upright, at most 2400 pixels a side, and its thumbnail. Raises PictureRefused."""
    picture, suffix = _opened(content)
    name = f"catalog/{folder}/{new_id()}"
    return Upload(
        url=_save(picture, f"{name}.{suffix}", _LONGEST_SIDE),
        thumbnail=_save(picture, f"{name}-{_THUMBNAIL_SIDE}.webp", _THUMBNAIL_SIDE),
    )


def _opened(content: bytes) -> tuple[Image.Image, str]:
    if len(content) > LARGEST_BYTES:
        raise PictureRefused("The picture is larger than 10 MB.", field="file")
    try:
        with warnings.catch_warnings():
            # More pixels than any screen shows is an attack on our memory, not a warning.
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(content), formats=tuple(_FORMATS))
            if picture.width * picture.height > _MOST_PIXELS:
                raise PictureRefused("The picture has more than 40 million pixels.", field="file")
            suffix = _FORMATS[str(picture.format)]
            picture.load()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as broken:
        raise PictureRefused(field="file") from broken
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise PictureRefused("The picture has more than 40 million pixels.", field="file") from bomb
    return ImageOps.exif_transpose(picture), suffix


def _save(picture: Image.Image, name: str, side: int) -> str:
    copy = picture.copy()
    copy.thumbnail((side, side))
    suffix = name.rpartition(".")[2]
    if suffix == "jpg" and copy.mode != "RGB":
        copy = copy.convert("RGB")
    encoded = io.BytesIO()
    copy.save(encoded, format={"jpg": "JPEG", "png": "PNG", "webp": "WEBP"}[suffix], quality=86)
    return str(default_storage.url(default_storage.save(name, ContentFile(encoded.getvalue()))))
