"""A history made ready to be shown: what was done in one go, in words, words compared."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from cga_desktop.domain.errors import NotFound
from cga_desktop.domain.history import HistoryLine
from cga_desktop.domain.moments import day_and_time, parse
from cga_desktop.domain.word_changes import Part, Piece, shortened, word_changes
from cga_desktop.operations.history_words import (
    Said,
    action_words,
    fate_words,
    part_words,
    said_in,
)
from cga_desktop.store.queries import Session
from cga_desktop.store.queries.history import history
from cga_desktop.store.queries.history_names import names_in

_IN_ONE_GO_S = 2.0
"""Operations of one person and one kind this close were one thing to do."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One change: its title, and the pieces of what it said and says now."""

    title: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """What somebody did in one go.

    Attributes:
        until: the clock value just after it: what to go back to.
        when: the moment in words.
        who: whose name was in the settings; "" for nobody's.
        what: the action.
        changes: what changed.
        there: whether the record itself was there afterwards.
    """

    until: int
    when: str
    who: str
    what: str
    changes: tuple[Shown, ...]
    there: bool = True


def read_entries(session: Session, record_id: str) -> Sequence[Entry]:
    """The history of a record, the latest first; empty where the log says nothing of it."""
    try:
        lines = history(session, record_id)
    except NotFound:
        return ()
    names = names_in(session, lines)
    groups = (_entry(group, names, record_id) for group in _in_one_go(lines))
    return tuple(one for one in groups if one.changes)


def _in_one_go(lines: Sequence[HistoryLine]) -> Iterator[list[HistoryLine]]:
    group: list[HistoryLine] = list(lines[:1])
    for later, one in pairwise(lines):
        if _together(later, one):
            group.append(one)
        else:
            yield group
            group = [one]
    if group:
        yield group


def _together(later: HistoryLine, one: HistoryLine) -> bool:
    apart = (parse(later.at) - parse(one.at)).total_seconds()
    same = (later.verb, later.author) == (one.verb, one.author)
    return same and apart < _IN_ONE_GO_S


def _entry(group: list[HistoryLine], names: Mapping[str, str], record_id: str) -> Entry:
    last = group[0]
    deleted = any(one.record_id == record_id and fate_words(one) for one in group)
    return Entry(
        until=last.hlc,
        when=day_and_time(last.at),
        who=last.author,
        what=action_words(last),
        changes=tuple(shown for line in group for shown in _shown(line, names)),
        there=not deleted,
    )


def _shown(line: HistoryLine, names: Mapping[str, str]) -> Iterator[Shown]:
    part, fate = part_words(line), fate_words(line)
    if fate:
        yield Shown(part, (Piece(Part.SAME, fate),))
    for one in said_in(line, names):
        yield Shown(_title(part, one), _pieces(one))


def _title(part: str, said: Said) -> str:
    if part and said.prose:
        return part  # the text of an answer is the answer
    return f"{part} · {said.label}" if part else said.label


def _pieces(said: Said) -> tuple[Piece, ...]:
    if said.prose:
        return shortened(word_changes(said.before, said.after))
    found = (Piece(Part.REMOVED, said.before), Piece(Part.ADDED, said.after))
    return tuple(one for one in found if one.text)
