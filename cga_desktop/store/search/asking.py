"""What somebody types, made into a question to the index.

What is typed never reaches the index's own language: words are taken out of it, folded, and each
is given in quotation marks. All of them must be found; the last one may be only begun.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from cga_desktop.domain.kinds import ActorKind, ExcerptKind, InterviewKind, Kind
from cga_desktop.domain.texts import cleaned, folded
from cga_desktop.store.search.documents import kind_sign

MOST_TERMS = 16
_LONGEST_TEXT = 1_000
_SHORTEST_KIND = 3
"""A word of fewer letters, « et », says nothing of a kind."""
_APOSTROPHES = "'’ʼ‘"
_CHUNK = re.compile(rf"[^\W_]+(?:[{_APOSTROPHES}\-‐‑.][^\W_]+)*")
_ELIDED = re.compile(rf"^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)[{_APOSTROPHES}]")
_WORD = re.compile(r"[^\W_]+")
_KINDS: tuple[tuple[str, type[Kind]], ...] = (
    ("interview", InterviewKind),
    ("actor", ActorKind),
    ("excerpt", ExcerptKind),
)


@dataclass(frozen=True, slots=True)
class Term:
    """One thing to be found: a word, or the parts of ``Saint-Denis`` side by side.

    Attributes:
        words: folded.
        begun: whether the last of them may go on.
        kinds: signs of the kinds of records (see ``documents.kind_sign``) whose name it is.
    """

    words: tuple[str, ...]
    begun: bool = False
    kinds: tuple[str, ...] = ()

    def pattern(self) -> re.Pattern[str]:
        """Finds the term in folded text."""
        between = r"[\W_]+".join(map(re.escape, self.words))
        return re.compile(rf"(?<![^\W_]){between}" + (r"[^\W_]*" if self.begun else r"(?![^\W_])"))

    def expression(self) -> str:
        """The term in the index's language."""
        words = " ".join(self.words)
        written = f'"{words}"' + (" *" if self.begun else "")
        signs = "".join(f' OR context : "{sign}"' for sign in self.kinds)
        return f"({written}{signs})" if signs else written


def terms(text: str) -> tuple[Term, ...]:
    """What is to be found for what somebody typed; empty where there is no word in it.

    ``l’école`` asks for ``école``, wherever another article stands before it.
    """
    small = folded(cleaned(text[:_LONGEST_TEXT]))
    chunks = [_ELIDED.sub("", chunk) for chunk in _CHUNK.findall(small)]
    groups = [tuple(_WORD.findall(chunk)) for chunk in chunks][:MOST_TERMS]
    last = len(groups) - 1
    return tuple(_term(words, begun=at == last) for at, words in enumerate(groups) if words)


def _term(words: tuple[str, ...], *, begun: bool) -> Term:
    first, *more = words
    if more or len(first) < _SHORTEST_KIND:
        return Term(words, begun)
    return Term(words, begun, tuple(_kinds_named(first, begun=begun)))


def _kinds_named(word: str, *, begun: bool) -> Iterable[str]:
    for table, kind in _KINDS:
        for one in kind:
            named = _WORD.findall(folded(one.label))
            if word in named or (begun and any(name.startswith(word) for name in named)):
                yield kind_sign(table, one.value)


def expression(wanted: Iterable[Term]) -> str:
    """All the terms, in the index's language."""
    return " AND ".join(one.expression() for one in wanted)
