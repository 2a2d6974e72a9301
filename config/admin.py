"""The looks of the admin: the brand's green, and a sidebar by what people come to do."""

from typing import Any

LOOKS: dict[str, Any] = {
    "SITE_TITLE": "Septet admin",
    "SITE_HEADER": "Septet",
    "SITE_SUBHEADER": "The shop's back room",
    "SITE_URL": "/",
    "SITE_SYMBOL": "storefront",
    "SHOW_HISTORY": False,
    "BORDER_RADIUS": "8px",
    "COLORS": {
        "primary": {
            "50": "oklch(97% .015 165)",
            "100": "oklch(93% .035 165)",
            "200": "oklch(87% .06 165)",
            "300": "oklch(78% .085 165)",
            "400": "oklch(68% .095 165)",
            "500": "oklch(57% .09 165)",
            "600": "oklch(43% .075 165)",
            "700": "oklch(37% .065 165)",
            "800": "oklch(31% .05 165)",
            "900": "oklch(26% .04 165)",
            "950": "oklch(19% .03 165)",
        },
    },
    "SIDEBAR": {
        "show_search": True,
        "show_all_applications": False,
        "navigation": "ecommerce.admin.navigation.sidebar",
    },
}
