"""Finding things: categories, search, suggestions."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from domains.catalog import services as catalog
from domains.catalog.types import ProductFilters, SearchResults
from domains.kernel.api import TELLS_OF
from ecommerce.storefront import session
from ecommerce.storefront.keeping import kept_page
from ecommerce.storefront.linked_data import of_trail
from ecommerce.storefront.listing import ORDERINGS, PAGE_SIZE, Listing


@require_safe
@kept_page
def category(request: HttpRequest, slug: str) -> HttpResponse:
    """A category with its filters. Raises CategoryNotFound."""
    shown = catalog.get_category(slug)
    listing = Listing(request.GET, category=slug, currency=session.other_currency(request))
    found = _find(listing, "")
    context = {**_listing_context(listing, found), "category": shown, "trail": of_trail(shown.breadcrumb)}
    response = render(request, "storefront/catalog/category.html", context)
    response[TELLS_OF] = " ".join(catalog.get_surrogate_keys())
    return response


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What fits the words, or the whole catalogue where there are none."""
    listing = Listing(request.GET, currency=session.other_currency(request))
    found = _find(listing, listing.text)
    # To narrow or to order what was found is no other search.
    if listing.text and listing.cursor is None and listing.ordering is None and not listing.filters.narrow:
        catalog.record_search(listing.text, found=found.total, meant=found.corrected_query)
    context = _listing_context(listing, found)
    if slug := listing.filters.collection:
        context["collection"] = catalog.get_collection(slug)
    if not found.results:
        in_stock = ProductFilters(in_stock=True, currency=listing.filters.currency)
        context["others"] = catalog.list_products(in_stock, page_size=4).results
    return render(request, "storefront/catalog/search.html", context)


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """A few likely goals while somebody types."""
    text = request.GET.get("q", "").replace("\x00", "").strip()[:80]
    if not request.headers.get("HX-Request"):
        return redirect(f"/search?{request.GET.urlencode()}")
    currency = session.other_currency(request)
    suggestions = catalog.suggest_products(text, limit=5, currency=currency) if len(text) > 1 else None
    return render(request, "storefront/catalog/suggestions.html", {"found": suggestions, "text": text})


def _find(listing: Listing, text: str) -> SearchResults:
    return catalog.search_products(
        text,
        filters=listing.filters,
        ordering=listing.ordering,
        cursor=listing.cursor,
        page_size=PAGE_SIZE,
    )


def _listing_context(listing: Listing, found: SearchResults) -> dict[str, object]:
    ratings = next((facet.values for facet in found.facets if facet.name == "rating"), ())
    return {
        "listing": listing,
        "found": found,
        "groups": listing.groups(found.facets),
        "chips": listing.chips(found),
        "ratings": ratings,
        "orderings": [(one.value, label) for one, label in ORDERINGS.items()],
    }
