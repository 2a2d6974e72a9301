"""What the shop says about words, kept as rows."""

from collections.abc import Iterable, Iterator, Sequence
from uuid import UUID

from django.db import connections

from domains.catalog import remembering
from domains.catalog.errors import InvalidSynonym, SynonymNotFound, SynonymTaken
from domains.catalog.models import ShopWord, Synonym
from domains.catalog.search import expressions
from domains.catalog.search.meaning import MOST_WORDS, Key, Meaning, key_of
from domains.catalog.search.wording import words_of
from domains.catalog.types import SynonymKind
from domains.kernel import clock
from domains.kernel.router import database_of

MOST_ROWS = 1_000
_GROUP = "at least two different expressions with commas between them, such as: sofa, couch"
_ONE = "an expression, such as: flask"


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
    is_group = kind is SynonymKind.GROUP
    row.words = _checked(words, "words", least=2 if is_group else 1, wanted=_GROUP if is_group else _ONE)
    row.meant = [] if is_group else _checked(meant, "meant", least=1, wanted=_ONE)
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


def _checked(given: Sequence[str], field: str, *, least: int, wanted: str) -> list[str]:
    kept, wrong = expressions.checked(given, most_words=MOST_WORDS)
    if wrong or len(kept) < least:
        raise InvalidSynonym(wrong or f"Give {wanted}.", field=field)
    return kept


def meanings(
    rows: Iterable[tuple[str, Sequence[str], Sequence[str]]],
) -> Iterator[tuple[Key, Meaning]]:
    """What each expression of these rows, given as kind, words and what is meant, is searched as."""
    for kind, words, meant in rows:
        instead = kind == SynonymKind.REPLACEMENT
        for word in words:
            yield key_of(word), Meaning(tuple(meant if instead else words), instead)


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
