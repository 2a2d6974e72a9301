"""What merchandisers write for the search to look up."""

import re
from collections.abc import Sequence

from domains.catalog.search.meaning import key_of
from domains.catalog.search.wording import words_of

MOST = 20
LONGEST = 60
_ALLOWED = re.compile(r"[^\W_][\w\s'\u2019&.+-]*")


def checked(given: Sequence[str], *, most_words: int) -> tuple[list[str], str]:
    """The expressions on one line each, every one once; and what is wrong with one of them."""
    texts = [" ".join(one.split()) for one in given if one.strip()]
    kept = list({key_of(text): text for text in reversed(texts)}.values())[::-1]
    wrong = next((said for text in texts if (said := _wrong_with(text, most_words))), "")
    if not wrong and len(kept) > MOST:
        wrong = f"These are {len(kept)} expressions, and at most {MOST} stand together."
    return kept, wrong


def _wrong_with(text: str, most_words: int) -> str:
    if len(text) > LONGEST:
        return f"“{text[:LONGEST]}…” is too long: an expression has at most {LONGEST} characters."
    if not _ALLOWED.fullmatch(text):
        return f"“{text}” cannot be searched for: use letters, digits, spaces and hyphens."
    if len(words_of(text)) > most_words:
        return f"“{text}” has too many words: an expression has at most {most_words}."
    return ""
