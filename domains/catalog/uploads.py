"""Uploaded pictures: judged by their content, stored as re-encoded copies without metadata."""

import io
import warnings
from collections.abc import Mapping
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image, ImageOps, UnidentifiedImageError

from domains.catalog.errors import PictureRefused
from domains.kernel.ids import new_id

LARGEST_BYTES = 10_000_000
_MOST_PIXELS = 40_000_000
_FORMATS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp"}
_LONGEST_SIDE = 2400
_FOLDER = "catalog/"
_SIZES = (320, 640, 960, 1440)
_THUMBNAIL = 640


@dataclass(frozen=True, slots=True)
class Sizes:
    """A picture's own size in pixels, and where its smaller copies can be had, by their widths."""

    width: int
    height: int
    by_width: Mapping[int, str]

    @property
    def thumbnail(self) -> str:
        """The address of the copy that small places show."""
        fitting = [width for width in self.by_width if width <= _THUMBNAIL]
        return self.by_width[max(fitting, default=min(self.by_width))]


def store(content: bytes, *, folder: str) -> str:
    """The address of the picture, upright and at most 2400 pixels a side. Raises PictureRefused."""
    picture, suffix = _opened(content)
    picture.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
    return _address(_save(picture, f"{_FOLDER}{folder}/{new_id()}.{suffix}"))


def name_of(url: str) -> str | None:
    """What the storage calls the picture at this address; None where it is not one of ours."""
    start = _address(_FOLDER + "x")[: -len("x")]
    return _FOLDER + url.removeprefix(start) if url.startswith(start) else None


def make_sizes(name: str) -> Sizes:
    """The smaller copies of a stored picture as WebP, made where they are missing.

    Raises PictureRefused when it is gone or cannot be read, OSError when the storage is away.
    """
    try:
        with default_storage.open(name) as file:
            content = file.read()
    except FileNotFoundError as gone:
        raise PictureRefused("The picture is not there any more.", field="file") from gone
    picture = _plain(_opened(content)[0])
    widths = [width for width in _SIZES if width < picture.width] or [picture.width]
    copies = {width: f"{name.rpartition('.')[0]}-{width}.webp" for width in widths}
    for width, copy in copies.items():
        if not default_storage.exists(copy):
            height = max(round(picture.height * width / picture.width), 1)
            _save(picture.resize((width, height), Image.Resampling.LANCZOS), copy)
    return Sizes(picture.width, picture.height, {width: _address(copy) for width, copy in copies.items()})


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


def _plain(picture: Image.Image) -> Image.Image:
    """In a mode that can be made smaller without steps."""
    if picture.mode in ("RGB", "RGBA", "L"):
        return picture
    clear = "transparency" in picture.info or "A" in picture.mode
    return picture.convert("RGBA" if clear else "RGB")


def _save(picture: Image.Image, name: str) -> str:
    suffix = name.rpartition(".")[2]
    if suffix == "jpg" and picture.mode != "RGB":
        picture = picture.convert("RGB")
    encoded = io.BytesIO()
    picture.save(encoded, format={"jpg": "JPEG", "png": "PNG", "webp": "WEBP"}[suffix], quality=86)
    return str(default_storage.save(name, ContentFile(encoded.getvalue())))


def _address(name: str) -> str:
    return str(default_storage.url(name))
