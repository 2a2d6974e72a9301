"""Brings the pictures of a file into the shop; what cannot be had is drawn instead."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from domains.catalog import uploads
from domains.catalog.errors import PictureRefused
from domains.catalog.importing.fetching import Fetcher, PictureNotFetched
from domains.catalog.models import FetchedPicture, Media
from domains.catalog.types import Picture

_AT_ONCE = 6
# So many can be waited for within one step of a worker, also where each of them takes its whole time.
_MOST_A_STEP = 40
_FOLDER = "imported"
_LONGEST_ADDRESS = 1000

# One for the process: a host that was away for one product is away for the next.
_fetcher = Fetcher()


@dataclass(frozen=True, slots=True)
class Fetched:
    """Where the picture of an address is now, or why it is not; `unreachable` may mend itself."""

    url: str | None
    refusal: str = ""
    unreachable: bool = False


def how_many(sources: Sequence[Collection[str]]) -> int:
    """Of so many products, by the addresses of each, a step can fetch the pictures; one at least."""
    known = _known({source for one in sources for source in one})
    wanted: set[str] = set()
    for count, one in enumerate(sources):
        wanted.update(source for source in one if source not in known)
        if count and len(wanted) > _MOST_A_STEP:
            return count
    return len(sources)


def fetch_pictures(sources: Collection[str]) -> dict[str, Fetched]:
    """The picture of every address, those fetched before without asking again. No transaction may be open."""
    known = _known(sources)
    wanted = [source for source in dict.fromkeys(sources) if source not in known]
    with ThreadPoolExecutor(max_workers=_AT_ONCE) as pool:
        return known | dict(zip(wanted, pool.map(_fetch, wanted), strict=True))


def _known(sources: Collection[str]) -> dict[str, Fetched]:
    """Those that are in the shop, or were fetched before."""
    there = {url: Fetched(url) for url in sources if _is_ours(url)}
    others = [url for url in sources if url not in there]
    there |= {url: Fetched(url) for url in Media.objects.filter(url__in=others).values_list("url", flat=True)}
    return there | {row.source: Fetched(row.url) for row in FetchedPicture.objects.filter(source__in=others)}


def _is_ours(url: str) -> bool:
    """Whether it is an address within the shop."""
    return url.startswith("/") and not url.startswith("//")


def remember_pictures(fetched: Iterable[tuple[str, Fetched]]) -> None:
    """Keep where each picture is now."""
    FetchedPicture.objects.bulk_create(
        [
            FetchedPicture(source=source, url=one.url)
            for source, one in sorted(fetched, key=lambda pair: pair[0])
            if one.url is not None and one.url != source
        ],
        ignore_conflicts=True,
    )


def placed(pictures: Iterable[Picture], fetched: Mapping[str, Fetched]) -> tuple[Picture, ...]:
    """The pictures that could be had, at their address in the shop."""
    return tuple(
        replace(picture, url=url) for picture in pictures if (url := fetched[picture.url].url) is not None
    )


def _fetch(source: str) -> Fetched:
    if len(source) > _LONGEST_ADDRESS:
        return Fetched(None, "The address is longer than a thousand characters.")
    try:
        return Fetched(uploads.store(_fetcher.fetch(source), folder=_FOLDER))
    except PictureNotFetched as missing:
        return Fetched(None, missing.reason, missing.unreachable)
    except PictureRefused as refused:
        return Fetched(None, refused.detail)
