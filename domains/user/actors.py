"""Who did something, in words: what is written down is an id, for a name may change and be forgotten."""

from collections.abc import Collection, Mapping
from uuid import UUID

from domains.user import queries

_NOBODY = {"system": "the shop itself", "guest": "a guest"}


def names_of(actors: Collection[str]) -> Mapping[str, str]:
    """Who they are, in one look at the accounts; none where nobody has one."""
    ids = {actor: found for actor in actors if (found := _person(actor))}
    people = queries.get_profiles(set(ids.values())) if ids else {}
    by_id = {str(key): person.name for key, person in people.items()}

    def name(actor: str) -> str:
        if actor not in ids:
            return _NOBODY.get(actor, actor)
        return by_id.get(str(ids[actor]), "a closed account")

    return {actor: name(actor) for actor in actors}


def _person(actor: str) -> UUID | None:
    kind, _, key = actor.partition(":")
    try:
        return UUID(key) if kind == "user" else None
    except ValueError:
        return None
