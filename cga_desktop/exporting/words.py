"""Texts that people typed, made fit for one line of paper or of a table."""

import re
import unicodedata

from cga_desktop.domain import moments

_BREAKING = re.compile(r"[ \t\n\r\f\v\x1c-\x1f\x85\u2028\u2029]+")
"""Spaces between words; those that French puts before a colon hold and are kept."""
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn"}
_JOINERS = "\u200c\u200d"
"""Invisible, but Arabic, Indic scripts and emoji are misspelt without them."""


def one_line(text: str) -> str:
    """``text`` on one line, without control characters or changes of writing direction.

    Those could draw a name over another, or show it backwards.
    """
    spaced = _BREAKING.sub(" ", text).strip()
    return "".join(
        sign for sign in spaced if sign in _JOINERS or unicodedata.category(sign) not in _UNSEEN
    )


def first_words(text: str, length: int) -> str:
    """The beginning of ``text``, at most ``length`` characters, cut between words where it may."""
    line = one_line(text)
    if len(line) <= length:
        return line
    cut = line[: length - 1]
    head, space, _rest = cut.rpartition(" ")
    return f"{head if space else cut}…"


def day_of(moment: str) -> str:
    """``22 novembre 2026`` for an ISO 8601 moment; the text itself where it is none."""
    try:
        return moments.day(moments.parse(moment))
    except ValueError:
        return moment


def iso_day(moment: str) -> str:
    """``2026-11-22`` for an ISO 8601 moment, in local time; the text itself where it is none."""
    try:
        return moments.parse(moment).date().isoformat()
    except ValueError:
        return moment
