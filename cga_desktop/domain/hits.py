"""What a search finds."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Hit:
    """One record that was found.

    Attributes:
        id: of the record.
        type: ``interview``, ``actor``, ``excerpt``, ``observation`` or ``theme``.
        title: what it is called.
        passage: what was found in it, marked (see ``domain.passages``).
        owner: the id of the record to open: an excerpt's interview; "" for a theme.
        kind: the value of its own kind (of actors, of excerpts…), or "".
        heading: what the passage is from: the question, the notes; "" where that says nothing.
        question: the id of the question that the passage answers, or "".
        rank: how well it answers; less is better.
    """

    id: str
    type: str
    title: str
    passage: str
    owner: str
    kind: str = ""
    heading: str = ""
    question: str = ""
    rank: float = 0.0
