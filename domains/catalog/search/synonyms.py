"""What the shop says about words: kept as rows, looked up by their stems."""

import re
from collections.abc import Iterator, Sequence
from uuid import UUID

from django.db import connections

from domains.catalog import remembering
from domains.catalog.errors import InvalidSynonym, SynonymNotFound, SynonymTaken
from domains.catalog.models import ShopWord, Synonym
from domains.catalog.search.meaning import MOST_WORDS, Key, Meaning, Synonyms, key_of
from domains.catalog.search.wording import words_of
from domains.catalog.types import SynonymKind
from domains.kernel import clock
from domains.kernel.router import database_of

MOST_ROWS = 1_000
MOST_EXPRESSIONS = 20
LONGEST = 60
_ALLOWED = re.compile(r"[^\W_][\w\s'\u2019&.+-]*")


def known() -> Synonyms:
    """All of it, remembered until it changes."""
    return remembering.remember("synonyms", _read, here=True, of=(remembering.FINDING,))


def place(
    synonym_id: UUID | None, *, kind: SynonymKind, words: Sequence[str], meant: Sequence[str]
) -> Synonym:
    """The row made or changed. Raises SynonymNotFound, InvalidSynonym, SynonymTaken."""
    _let_nobody_else_write()
    row = Synonym() if synonym_id is None else Synonym.objects.filter(id=synonym_id).first()
    if row is None:
        raise SynonymNotFound
    if synonym_id is None and Synonym.objects.count() >= MOST_ROWS:
        raise InvalidSynonym(f"The shop keeps {MOST_ROWS:,} synonyms, and has that many. Remove one first.")
    row.kind = kind
    row.words = _checked(words, "words", least=2 if kind is SynonymKind.GROUP else 1)
    row.meant = [] if kind is SynonymKind.GROUP else _checked(meant, "meant", least=1)
    _refuse_what_is_taken(row)
    row.updated_at = clock.now()
    row.save()
    _let_slips_be_mended([*row.words, *row.meant])
    remembering.forget_after_commit(remembering.FINDING)
    return row


def remove(synonym_id: UUID) -> None:
    """The row is gone. Raises SynonymNotFound."""
    deleted, _ = Synonym.objects.filter(id=synonym_id).delete()
    if not deleted:
        raise SynonymNotFound
    remembering.forget_after_commit(remembering.FINDING)


def _read() -> Synonyms:
    rows = Synonym.objects.order_by("id").values_list("kind", "words", "meant")
    return Synonyms({key: meaning for row in rows for key, meaning in _meanings(*row)})


def _meanings(kind: str, words: Sequence[str], meant: Sequence[str]) -> Iterator[tuple[Key, Meaning]]:
    instead = kind == SynonymKind.REPLACEMENT
    for word in words:
        yield key_of(word), Meaning(tuple(meant if instead else words), instead)


def _checked(given: Sequence[str], field: str, *, least: int) -> list[str]:
    """The expressions on one line each, every one once. Raises InvalidSynonym."""
    texts = [" ".join(one.split()) for one in given if one.strip()]
    kept = list({key_of(text): text for text in reversed(texts)}.values())[::-1]
    for text in texts:
        if len(text) > LONGEST:
            _refuse(
                field, f"“{text[:LONGEST]}…” is too long: an expression has at most {LONGEST} characters."
            )
        if not _ALLOWED.fullmatch(text):
            _refuse(field, f"“{text}” cannot be searched for: use letters, digits, spaces and hyphens.")
        if len(words_of(text)) > MOST_WORDS:
            _refuse(field, f"“{text}” has too many words: an expression has at most {MOST_WORDS}.")
    if len(kept) < least:
        several = "at least two different expressions with commas between them, such as: sofa, couch"
        _refuse(field, f"Give {several if least > 1 else 'an expression, such as: flask'}.")
    if len(kept) > MOST_EXPRESSIONS:
        _refuse(field, f"These are {len(kept)} expressions, and at most {MOST_EXPRESSIONS} stand together.")
    return kept


def _refuse(field: str, detail: str) -> None:
    raise InvalidSynonym(detail, field=field)


def _refuse_what_is_taken(row: Synonym) -> None:
    """An expression that is looked up stands in one row alone, so that nobody wonders which one counts."""
    wanted = {key_of(word): word for word in row.words}
    for other in Synonym.objects.exclude(id=row.id):
        for word in other.words:
            if key_of(word) in wanted:
                raise SynonymTaken(
                    f"“{wanted[key_of(word)]}” stands in “{other}” already. Change that one.",
                    field="words",
                    synonym_id=str(other.id),
                )


def _let_slips_be_mended(expressions: Sequence[str]) -> None:
    words = {word for one in expressions for word in words_of(one) if 3 <= len(word) <= 40}
    rows = [ShopWord(word=word) for word in sorted(words) if word.isalpha()]
    ShopWord.objects.bulk_create(rows, ignore_conflicts=True)


def _let_nobody_else_write() -> None:
    """Two who add the same word at once are told apart; searches go on."""
    with connections[database_of("catalog")].cursor() as cursor:
        cursor.execute("LOCK TABLE catalog_synonym IN SHARE ROW EXCLUSIVE MODE")
