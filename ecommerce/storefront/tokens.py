"""The token of a page's forms, as `django.middleware.csrf` makes and checks it, at a tenth of its cost.

Django draws each of its letters by itself; a kept page costs hardly more than that.
"""

import os

from django.http import HttpRequest
from django.middleware.csrf import CSRF_ALLOWED_CHARS, CSRF_SECRET_LENGTH

_LETTERS = CSRF_ALLOWED_CHARS.encode()
_PLACES = {letter: place for place, letter in enumerate(_LETTERS)}
# As many bytes for each letter; those that are left over would make some likelier than others.
_FAIR = 256 - 256 % len(_LETTERS)
_LETTER_OF = bytes(_LETTERS[byte % len(_LETTERS)] for byte in range(256))
_UNFAIR = bytes(range(_FAIR, 256))


def form_token(request: HttpRequest) -> str:
    """A new token that fits the visitor's cookie, which the answer renews or, for a new visitor, brings."""
    meta = request.META
    secret = meta.get("CSRF_COOKIE") or _random_letters().decode()
    meta["CSRF_COOKIE"], meta["CSRF_COOKIE_NEEDS_UPDATE"] = secret, True
    # Another one on each page, so that what is compressed beside it tells nothing of the secret.
    mask = _random_letters()
    pairs = zip(secret.encode(), mask, strict=True)
    sums = ((_PLACES[letter] + _PLACES[other]) % len(_LETTERS) for letter, other in pairs)
    return (mask + bytes(_LETTERS[one] for one in sums)).decode()


def _random_letters() -> bytes:
    drawn = b""
    while len(drawn) < CSRF_SECRET_LENGTH:
        drawn += os.urandom(2 * CSRF_SECRET_LENGTH).translate(_LETTER_OF, _UNFAIR)
    return drawn[:CSRF_SECRET_LENGTH]
