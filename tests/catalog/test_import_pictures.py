"""Pictures are fetched from public hosts only, and a network that is away costs little."""

import io
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from PIL import Image

from domains.catalog import services as catalog
from domains.catalog.importing import fetching
from domains.catalog.importing.fetching import LARGEST_BYTES, Fetcher, PictureNotFetched, is_public
from tests.catalog.test_import import imported, line, problems, table


def png() -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (8, 8), "teal").save(content, "PNG")
    return content.getvalue()


class Host(BaseHTTPRequestHandler):
    """A host with pictures, traps and dead ends."""

    def do_GET(self) -> None:
        if self.path == "/slow.png":
            time.sleep(6)
        if self.path.startswith("/crumbs"):
            # Never silent for as long as a single wait may take, and never done either.
            beginning = b"HTTP/1.1 200 OK\r\nX-Long: " if self.path == "/crumbs-of-headers.png" else b""
            with suppress(OSError):
                if beginning:
                    self.wfile.write(beginning)
                else:
                    self.send_response(200)
                    self.end_headers()
                for _ in range(60):
                    self.wfile.write(b"x")
                    self.wfile.flush()
                    time.sleep(0.3)
            return
        if self.path.startswith("/to/"):
            self.send_response(302)
            self.send_header("Location", self.path.removeprefix("/to/"))
            self.end_headers()
            return
        if self.path == "/huge.png":
            self.send_response(200)
            self.end_headers()
            with suppress(OSError):
                for _ in range(LARGEST_BYTES // 100_000 + 2):
                    self.wfile.write(b"x" * 100_000)
            return
        content = png() if self.path.endswith(".png") else b"<svg onload='alert(1)'/>"
        with suppress(OSError):
            self.send_response(404 if "missing" in self.path else 200)
            self.end_headers()
            self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def host() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Host)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.0.0.1", "192.168.1.1", "172.16.0.1", "169.254.169.254", "0.0.0.1", "100.64.0.1", "224.0.0.1",
     "::1", "fe80::1", "fc00::1", "::ffff:127.0.0.1", "::", "64:ff9b::7f00:1", "64:ff9b:1::1", "2002:7f00:1::"],
)  # fmt: skip
def test_no_address_inside_a_network_is_public(address) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946"])
def test_addresses_of_the_internet_are_public(address) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "url",
    ["{host}/a.png", "http://localhost:1/a.png", "http://[::1]/a.png", "http://2130706433/a.png",
     "http://0x7f.1/a.png", "file:///etc/passwd", "ftp://example.com/a.png", "gopher://127.0.0.1/", "//x/a.png",
     "http://user:secret@example.com/a.png", "not an address", "http://", "http://[bad/", ""],
)  # fmt: skip
def test_what_is_not_a_public_host_is_never_asked(url, host) -> None:
    with pytest.raises(PictureNotFetched):
        Fetcher().fetch(url.format(host=host))


def test_a_redirect_into_the_network_is_not_followed(host) -> None:
    asked = []

    def first_only(address: str) -> bool:
        asked.append(address)
        return len(asked) == 1

    with pytest.raises(PictureNotFetched, match="not a public host"):
        Fetcher(may_ask=first_only).fetch(f"{host}/to/http://127.0.0.1/a.png")
    assert len(asked) == 2


def test_a_picture_is_fetched_also_behind_redirects_but_not_endless_ones(host) -> None:
    anybody = Fetcher(may_ask=lambda _: True)
    assert anybody.fetch(f"{host}/a.png") == png()
    assert anybody.fetch(f"{host}/to/{host}/to//a.png") == png()
    with pytest.raises(PictureNotFetched, match="too often"):
        anybody.fetch(f"{host}/to//to//to//to//to//a.png")


@pytest.mark.parametrize(("path", "said"), [("/missing.png", "404"), ("/huge.png", "larger")])
def test_what_is_no_picture_of_ours_is_refused(path, said, host) -> None:
    with pytest.raises(PictureNotFetched, match=said):
        Fetcher(may_ask=lambda _: True).fetch(host + path)


def test_a_host_that_does_not_answer_is_asked_once(host) -> None:
    fetcher = Fetcher(may_ask=lambda _: True)
    started = time.monotonic()
    for _ in range(3):
        with pytest.raises(PictureNotFetched) as missing:
            fetcher.fetch(f"{host}/slow.png")
        assert missing.value.unreachable
    assert time.monotonic() - started < 6


@pytest.mark.parametrize("path", ["/crumbs-of-headers.png", "/crumbs.png", "/to//crumbs-of-headers.png"])
def test_a_host_that_sends_crumbs_is_left_at_the_deadline(path, host, monkeypatch) -> None:
    monkeypatch.setattr(fetching, "_WHOLE_S", 1.5)
    started = time.monotonic()
    with pytest.raises(PictureNotFetched) as missing:
        Fetcher(may_ask=lambda _: True).fetch(host + path)
    assert missing.value.unreachable
    assert 1.4 < time.monotonic() - started < 4


def test_three_silent_hosts_mean_that_the_network_is_away() -> None:
    fetcher = Fetcher(may_ask=lambda _: True)
    for name in ("a", "b", "c"):
        with pytest.raises(PictureNotFetched):
            fetcher.fetch(f"http://{name}.invalid/x.png")
    started = time.monotonic()
    with pytest.raises(PictureNotFetched):
        fetcher.fetch("http://example.com/x.png")
    assert time.monotonic() - started < 1


@pytest.mark.django_db
def test_a_picture_that_cannot_be_had_is_drawn(tmp_path) -> None:
    started = time.monotonic()
    rows = [
        line("mug", title="Stoneware mug", price="1", image="http://pictures.invalid/a.png"),
        line("tee", title="Striped shirt", price="1", image="http://127.0.0.1/a.png"),
    ]
    job = imported(table(*rows), tmp_path)
    assert time.monotonic() - started < 6
    assert (job.products_created, job.pictures, job.pictures_missing) == (2, 0, 2)
    assert problems(job) == [(3, "Image Src")]
    assert "/pictures/mug/" in catalog.get_product("mug").media[0].url


@pytest.mark.django_db
def test_a_picture_that_is_there_becomes_the_shops_own(tmp_path, host, monkeypatch) -> None:
    from domains.catalog.importing import pictures

    monkeypatch.setattr(pictures, "_fetcher", Fetcher(may_ask=lambda _: True))
    rows = [
        line("mug", title="Mug", price="1", image=f"{host}/a.png"),
        line("mug", image=f"{host}/evil.svg"),
    ]
    job = imported(table(*rows), tmp_path)
    assert (job.pictures, job.pictures_missing, problems(job)) == (1, 1, [(2, "Image Src")])
    (picture,) = catalog.get_product("mug").media
    assert picture.url.endswith(".png") and "/imported/" in picture.url
    monkeypatch.setattr(pictures, "_fetcher", Fetcher())
    imported(table(*rows), tmp_path)
    assert catalog.get_product("mug").media == (picture,)
