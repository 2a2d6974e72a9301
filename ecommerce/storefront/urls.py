"""The storefront's addresses. Every view answers refusals of the domains as pages."""

from collections.abc import Callable

from django.http import HttpResponse
from django.urls import URLPattern
from django.urls import path as django_path

from ecommerce.storefront.refusals import page
from ecommerce.storefront.views import (
    access,
    account,
    cart,
    catalog,
    checkout,
    compare,
    currency,
    home,
    orders,
    product,
    reviews,
    robots,
    sitemaps,
    waiting,
    wishlist,
)


def path(route: str, view: Callable[..., HttpResponse], name: str) -> URLPattern:
    return django_path(route, page(view), name=name)


urlpatterns = [
    path("", home.home, "home"),
    path("about", home.about, "about"),
    path("help", home.help_page, "help"),
    path("privacy", home.privacy, "privacy"),
    path("theme", home.change_theme, "theme"),
    path("currency", currency.change, "currency"),
    path("robots.txt", robots.robots, "robots"),
    path("sitemap.xml", sitemaps.index, "sitemap"),
    path("sitemap-pages.xml", sitemaps.pages, "sitemap-pages"),
    path("sitemap-products-<uuid:first>.xml", sitemaps.products, "sitemap-products"),
    # Finding
    path("categories/<slug:slug>", catalog.category, "category"),
    path("search", catalog.search, "search"),
    path("search/suggest", catalog.suggest, "suggest"),
    path("products/<str:slug>", product.product, "product"),
    path("products/<str:slug>/reviews", product.review, "review"),
    path("products/<str:slug>/reviews/<uuid:review_id>/vote", reviews.vote, "review-vote"),
    path("wishlist", wishlist.change, "wish"),
    path("wishlists/<str:token>", wishlist.shared, "shared-wishlist"),
    path("compare", compare.compare, "compare"),
    path("seen/forget", compare.forget_seen, "seen-forget"),
    path("back-in-stock", waiting.ask, "stock-request"),
    path("back-in-stock/<str:token>", waiting.follow, "stock-request-follow"),
    # Buying
    path("cart", cart.show, "cart"),
    path("cart/items", cart.add, "cart-add"),
    path("cart/items/<uuid:line_id>", cart.change, "cart-change"),
    path("cart/items/<uuid:line_id>/remove", cart.remove, "cart-remove"),
    path("cart/coupon", cart.apply_coupon, "coupon"),
    path("cart/coupon/remove", cart.remove_coupon, "coupon-remove"),
    path("checkout", checkout.checkout, "checkout"),
    path("checkout/quote", checkout.quote, "checkout-quote"),
    path("checkout/3ds/<uuid:payment_id>", checkout.three_d_secure, "three-d-secure"),
    path("checkout/finishing/<str:number>", checkout.finishing, "finishing"),
    path("checkout/thanks/<str:number>", checkout.thanks, "thanks"),
    # Following
    path("orders/track", orders.track, "track"),
    path("orders/track/<str:token>", orders.tracked, "tracked"),
    # An account
    path("account", account.overview, "account"),
    path("account/login", access.sign_in, "sign-in"),
    path("account/logout", access.sign_out, "sign-out"),
    path("account/register", access.register, "register"),
    path("account/verify", access.verify, "verify"),
    path("account/verify/resend", access.resend, "resend"),
    path("account/reset", access.lost_password, "lost-password"),
    path("account/reset/sent", access.lost_password_sent, "lost-password-sent"),
    path("account/reset/<str:token>", access.new_password, "new-password"),
    path("account/orders", account.list_orders, "orders"),
    path("account/orders/<str:number>", account.show_order, "order"),
    path("account/orders/<str:number>/cancel", account.cancel_order, "order-cancel"),
    path("account/wishlist", wishlist.show, "wishlist"),
    path("account/wishlist/link", wishlist.share, "wishlist-share"),
    path("account/wishlist/link/remove", wishlist.unshare, "wishlist-unshare"),
    path("account/addresses", account.list_addresses, "addresses"),
    path("account/addresses/new", account.save_address, "address-new"),
    path("account/addresses/<uuid:address_id>", account.save_address, "address"),
    path("account/addresses/<uuid:address_id>/remove", account.remove_address, "address-remove"),
    path("account/profile", account.profile, "profile"),
]
