"""Smaller copies of pictures: made by a worker, shown by pages and the API, kept where pictures are kept."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import httpx
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import default_storage
from django.test import Client
from moto.server import ThreadedMotoServer
from PIL import Image
from rest_framework.test import APIClient

from config import storage
from domains.catalog import services as catalog
from domains.catalog.errors import PictureRefused
from domains.catalog.models import Media
from domains.catalog.types import Picture, ProductFilters
from domains.kernel.types import Role
from tests.catalog.test_admin import form_of, page_of, signed_in
from tests.factories.catalog import a_product, new_tee

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def a_photo(width: int = 2000, height: int = 1500, *, mode: str = "RGB", kind: str = "PNG") -> bytes:
    content = io.BytesIO()
    Image.new(mode, (width, height)).save(content, kind)
    return content.getvalue()


def upload(content: bytes, *, alt: str = "Front", slug: str = "tee") -> Picture:
    """The picture of the product with all that was made of it."""
    product = catalog.get_product(slug)
    catalog.add_media(product.id, content=content, filename="front.png", alt=alt)
    return catalog.get_product(slug).media[-1]


def test_a_picture_gets_smaller_copies_and_knows_its_shape() -> None:
    a_product("tee")
    shown = upload(a_photo())
    assert (shown.width, shown.height) == (2000, 1500)
    assert [width for width, _ in shown.sizes] == [320, 640, 960, 1440]
    for width, url in shown.sizes:
        with Image.open(default_storage.open(url.removeprefix("/media/"))) as copy:
            assert (copy.format, copy.size) == ("WEBP", (width, width * 3 // 4))
    assert shown.thumbnail == dict(shown.sizes)[640]


def test_a_small_picture_is_not_blown_up() -> None:
    a_product("tee")
    assert [width for width, _ in upload(a_photo(200, 250)).sizes] == [200]


@pytest.mark.parametrize("mode", ["P", "1", "L", "LA", "RGBA", "I;16"])
def test_pictures_of_every_kind_of_colour_get_copies(mode: str) -> None:
    a_product("tee")
    assert len(upload(a_photo(700, 500, mode=mode)).sizes) == 2


def test_pages_offer_the_copies_and_keep_their_place() -> None:
    a_product("tee")
    upload(a_photo())
    page = Client().get("/products/tee").content.decode()
    listing = Client().get("/search").content.decode()
    for html in (page, listing):
        assert 'width="2000" height="1500"' in html and "-320.webp 320w" in html and 'sizes="(min' in html
    card = catalog.list_products(ProductFilters()).results[0]
    assert card.image is not None and len(card.image.sizes) == 4


def test_the_api_tells_of_the_copies_by_their_widths() -> None:
    a_product("tee")
    upload(a_photo())
    (media,) = APIClient().get("/api/v1/products/tee").json()["media"]
    assert set(media["thumbnails"]) == {"320", "640", "960", "1440"} and media["width"] == 2000
    a_product("drawn")
    drawn = APIClient().get("/api/v1/products/drawn").json()["media"][0]
    assert set(drawn["thumbnails"]) == {"640"} and drawn["width"] is None


def test_the_copies_go_where_their_picture_goes() -> None:
    product = a_product("tee")
    first, second = upload(a_photo(700, 500), alt="First"), upload(a_photo(400, 500), alt="Second")
    merchandiser = signed_in(Role.MERCHANDISER)
    address = page_of("product", product.id)
    form = form_of(merchandiser, address) | {"media-0-position": "7"}
    assert merchandiser.post(address, form).status_code == 302
    swapped = catalog.get_product("tee").media
    assert [one.alt for one in swapped] == ["Second", "First"]
    assert [(one.url, one.sizes) for one in swapped] == [
        (second.url, second.sizes),
        (first.url, first.sizes),
    ]


def test_a_round_makes_what_is_missing_and_gives_up_on_what_is_gone() -> None:
    product = a_product("tee")
    kept, gone = upload(a_photo(700, 500)), upload(a_photo(800, 500), alt="Gone")
    Media.objects.update(sizes=None, width=0, height=0)
    default_storage.delete(gone.url.removeprefix("/media/"))
    assert catalog.make_picture_sizes() == 1
    shown = {one.url: one.sizes for one in catalog.get_product(product.id).media}
    assert shown == {kept.url: kept.sizes, gone.url: ()}
    assert catalog.make_picture_sizes() == 0


def test_a_picture_from_elsewhere_is_shown_as_it_is() -> None:
    picture = Picture("https://example.com/tee.jpg", "A tee")
    catalog.save_product(new_tee("tee", pictures=(picture,)))
    assert catalog.make_picture_sizes() == 0
    assert catalog.get_product("tee").media == (picture,)


def test_what_is_no_picture_leaves_nothing_behind(tmp_path: Path) -> None:
    product = a_product("tee")
    with pytest.raises(PictureRefused):
        catalog.add_media(product.id, content=b"<svg/>", filename="x.png", alt="")
    assert not list(tmp_path.rglob("*.*"))


@pytest.fixture
def bucket(settings) -> Iterator[Any]:
    """A bucket on a server that speaks S3, which keeps the shop's pictures."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        address = f"http://{host}:{port}"
        settings.STORAGES = {
            **settings.STORAGES,
            "default": storage.media(f"s3://key:secret@goods?region=us-east-1&endpoint={address}"),
        }
        client = boto3.client(
            "s3",
            endpoint_url=address,
            region_name="us-east-1",
            aws_access_key_id="key",
            aws_secret_access_key="secret",
        )
        client.create_bucket(Bucket="goods", ACL="public-read")
        yield client
    finally:
        server.stop()


def test_pictures_are_kept_in_a_bucket(bucket, tmp_path: Path) -> None:
    a_product("tee")
    shown = upload(a_photo(700, 500))
    names = {one["Key"] for one in bucket.list_objects_v2(Bucket="goods")["Contents"]}
    assert len(names) == 3 and not list(tmp_path.rglob("*.*"))
    assert shown.url.startswith("http://127.0.0.1:") and "?" not in shown.url
    for _, url in shown.sizes:
        answer = httpx.get(url)
        assert answer.status_code == 200 and "immutable" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("url", ["https://bucket", "s3://", "s3://bucket?colour=red"])
def test_an_address_of_no_bucket_is_refused_with_how_it_must_look(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="s3://key:secret@bucket"):
        storage.media(url)
