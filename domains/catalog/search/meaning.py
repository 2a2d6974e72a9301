"""What the words of a search mean: alternatives of terms, each with the readings that fit it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from domains.catalog.search.wording import words_of

MOST_WORDS = 4
_PART = re.compile(r'(-?)"([^"]*)"|(\S+)')

# The stems of an expression's words in their order.
Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """A word, or what stands in quotes; any one of `readings` fits it, what was typed before others."""

    typed: str
    readings: tuple[str, ...]
    quoted: bool = False
    negated: bool = False

    @property
    def others(self) -> tuple[str, ...]:
        """What fits a little less than what was typed; none where that is not looked for at all."""
        return self.readings[1:] if self.readings[0] == self.typed else ()

    @property
    def is_expression(self) -> bool:
        """Whether the shop says what it means, so that it is no word that somebody is still typing."""
        return self.readings != (self.typed,)


Alternative = tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Meaning:
    """What an expression is searched as: these as well, or these `instead`."""

    words: tuple[str, ...]
    instead: bool = False


@dataclass(frozen=True, slots=True)
class Synonyms:
    """What the shop says about words, by their stems."""

    meanings: Mapping[Key, Meaning] = field(default_factory=dict)

    def understood(self, text: str) -> tuple[Alternative, ...]:
        """The text as web searches read it, with the meanings of its words; what stands in quotes has one."""
        return tuple(tuple(self._with_meanings(terms)) for terms in alternatives(text))

    def apply_to(self, text: str) -> bool:
        """Whether any word of the text means more than itself."""
        return bool(self.meanings) and self.understood(text) != alternatives(text)

    def know(self, word: str) -> bool:
        """Whether the word stands in one of the expressions."""
        return bool(self.meanings) and any(stem(word) in key for key in self.meanings)

    def _with_meanings(self, terms: Alternative) -> Iterator[Term]:
        place = 0
        while place < len(terms):
            longest = min(len(terms), place + MOST_WORDS) if self.meanings else place
            for end in range(longest, place, -1):
                if (term := self._read(terms[place:end])) is not None:
                    yield term
                    place = end
                    break
            else:
                yield terms[place]
                place += 1

    def _read(self, terms: Alternative) -> Term | None:
        """The terms as one expression of the shop, if they are one."""
        if any(term.quoted or (term.negated and len(terms) > 1) for term in terms):
            return None
        typed = " ".join(term.typed for term in terms)
        meaning = self.meanings.get(key_of(typed))
        if meaning is None:
            return None
        # What was typed in another writing, "frying-pans", is looked for in the shop's writing as well.
        readings = meaning.words if meaning.instead else tuple(dict.fromkeys((typed, *meaning.words)))
        return Term(typed, readings, negated=terms[0].negated)


def alternatives(text: str) -> tuple[Alternative, ...]:
    """The terms that stand between the `or`s; words without letters and digits are left out."""
    found: list[list[Term]] = [[]]
    for minus, quoted, bare in _PART.findall(text):
        if bare.casefold() == "or":
            found.append([])
        elif words_of(quoted or bare):
            typed = quoted or bare.lstrip("-")
            negated = bool(minus) or (bare.startswith("-") and len(bare) > 1)
            found[-1].append(Term(typed, (typed,), bool(quoted), negated))
    return tuple(tuple(terms) for terms in found if terms)


def key_of(expression: str) -> Key:
    """What two writings of one expression have in common: endings, capitals and hyphens do not matter."""
    return tuple(stem(word) for word in words_of(expression))


@lru_cache(maxsize=4_096)
def stem(word: str) -> str:
    """The word without its ending, as PostgreSQL's English has it."""
    # Every language of the library is loaded with it: only a shop that has synonyms loads it.
    from snowballstemmer import stemmer

    return str(stemmer("english").stemWord(word))
