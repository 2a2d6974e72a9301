"""Guesses what was meant when a word is in no product."""

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db import connections

from domains.catalog.search.meaning import Synonyms
from domains.catalog.search.wording import plain, words_of
from domains.kernel.router import database_of

_SHORTEST, _LONGEST = 3, 40
_CANDIDATES = 5

_UNKNOWN = """
SELECT asked.word, ARRAY(SELECT w.word FROM catalog_word w ORDER BY w.word <-> asked.word LIMIT 60)
FROM unnest(%s::text[]) AS asked(word)
WHERE NOT EXISTS (
    SELECT 1 FROM catalog_product_row r
    WHERE r.listed AND r.search @@ (
        to_tsquery('shop_english', '''' || asked.word || ''':*')
        || to_tsquery('simple', '''' || asked.word || ''':*')))
"""
_COUNTED = """
SELECT meant.word, (SELECT count(*) FROM (
    SELECT 1 FROM catalog_product_row r
    WHERE r.listed AND r.search @@ plainto_tsquery('shop_english', meant.word) LIMIT 100) AS enough)
FROM unnest(%s::text[]) AS meant(word)
"""


def corrected(text: str, synonyms: Synonyms) -> str:
    """The text with each unknown word replaced by the nearest known one; empty when nothing is near.

    A word of the shop's synonyms is known. Two queries, whatever the number of words.
    """
    asked = [
        word
        for word in words_of(text)
        if _SHORTEST <= len(word) <= _LONGEST and not word.isdigit() and not synonyms.know(word)
    ]
    nearest = {word: _closest(word, known) for word, known in _rows(_UNKNOWN, asked)} if asked else {}
    if not nearest or not all(nearest.values()):
        return ""
    likely = {meant for some in nearest.values() for _, meant in some}
    counts: dict[str, int] = dict.fromkeys(filter(synonyms.know, likely), 1)
    counts |= {word: count for word, count in _rows(_COUNTED, likely) if count}
    meant = {word: _most_likely(candidates, counts) for word, candidates in nearest.items()}
    if not all(meant.values()):
        return ""
    return re.sub(r"\w+", lambda found: meant.get(plain(found.group()), found.group()), text)


def _closest(word: str, known: Sequence[str]) -> list[tuple[int, str]]:
    """The few known words within reach of a slip or two, with how many slips it takes."""
    reach = 1 if len(word) < 5 else 2
    measured = ((distance(word, candidate), candidate) for candidate in known)
    return sorted(pair for pair in measured if pair[0] <= reach)[:_CANDIDATES]


def _most_likely(candidates: Sequence[tuple[int, str]], counts: Mapping[str, int]) -> str:
    """The fewest slips, then the most products."""
    ranked = sorted((slips, -counts[word], word) for slips, word in candidates if counts.get(word))
    return ranked[0][2] if ranked else ""


def distance(one: str, other: str) -> int:
    """How many letters were added, left out, replaced or swapped with their neighbour."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        earlier, before, row = before, row, [i]
        for j, b in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if earlier and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
    return row[-1]


def _rows(sql: str, words: Collection[str]) -> list[tuple[str, Any]]:
    with connections[database_of("catalog")].cursor() as cursor:
        cursor.execute(sql, [list(words)])
        rows: list[tuple[str, Any]] = cursor.fetchall()
    return rows
