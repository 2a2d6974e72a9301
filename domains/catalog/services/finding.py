"""What merchandisers tell the search: words that mean the same."""

from collections.abc import Sequence
from uuid import UUID

from domains.catalog.models import Synonym as SynonymRecord
from domains.catalog.search import synonyms
from domains.catalog.types import Synonym, SynonymKind
from domains.kernel.transactions import durable


def list_synonyms() -> tuple[Synonym, ...]:
    """Every synonym, those that were made first before the others; at most 1,000."""
    return tuple(map(_synonym, SynonymRecord.objects.order_by("id")))


@durable
def save_synonym(
    synonym_id: UUID | None = None, *, kind: SynonymKind, words: Sequence[str], meant: Sequence[str] = ()
) -> Synonym:
    """The synonym made or, by its id, changed; the next search follows it, whatever was remembered.

    An expression has at most four words and stands in one synonym; 20 expressions stand together.
    Raises SynonymNotFound, InvalidSynonym, SynonymTaken.
    """
    return _synonym(synonyms.place(synonym_id, kind=kind, words=words, meant=meant))


@durable
def remove_synonym(synonym_id: UUID) -> None:
    """The words stand for themselves again. Raises SynonymNotFound."""
    synonyms.remove(synonym_id)


def _synonym(row: SynonymRecord) -> Synonym:
    return Synonym(row.id, SynonymKind(row.kind), tuple(row.words), tuple(row.meant))
