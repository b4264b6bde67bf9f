"""What consent lets out of a study: every rule of the exports, in one place to read and to test.

Public and partners are outside readers, team and named inside ones. Never, for anybody: the notes
of an interview. Everything else is answered here, question by question.
"""

from collections.abc import Iterable, Sequence

from cga_desktop.domain.consents import allows
from cga_desktop.domain.exports import ReportAudience
from cga_desktop.domain.kinds import ActorKind, Purpose
from cga_desktop.domain.records import Actor, Consent

SMALL_CELL = 5
"""Outside readers do not see counts of inhabitants under this figure."""


def is_person(actor: Actor) -> bool:
    """Whether the actor is a human being rather than an organisation or a place."""
    return actor.kind == ActorKind.RESOURCE_PERSON


def may_be_named(actor: Actor, consents: Iterable[Consent], audience: ReportAudience) -> bool:
    """Whether the actor is in the report at all: a person only with consent to be on the map."""
    return audience.internal or not is_person(actor) or allows(consents, Purpose.MAP)


def may_be_placed(actor: Actor, consents: Iterable[Consent]) -> bool:
    """Whether the actor's point is given: an organisation's always, a person's with its consent."""
    return not is_person(actor) or allows(consents, Purpose.MAP)


def may_give_contact(consents: Iterable[Consent], audience: ReportAudience) -> bool:
    """Whether name, role, telephone and e-mail of the contact person are given."""
    return audience.internal or allows(consents, Purpose.MAP)


def may_quote(consents: Iterable[Consent]) -> bool:
    """Whether words said in an interview are quoted: with consent, whoever reads."""
    return allows(consents, Purpose.QUOTING)


def may_give_answers(consents: Iterable[Consent], audience: ReportAudience) -> bool:
    """Whether the text of answers is given: inside, and where taking notes was agreed to."""
    return audience.internal and allows(consents, Purpose.NOTES)


def may_give_working_notes(audience: ReportAudience) -> bool:
    """Whether pseudonyms, authors' names and what the team notes about an actor are given."""
    return audience.internal


def hidden_cells(counts: Sequence[int], audience: ReportAudience) -> frozenset[int]:
    """Which counts (their positions) are hidden so that nobody stands out.

    Beside each count under ``SMALL_CELL``, the next larger ones are hidden too, as far as the
    hidden ones could otherwise be worked out from their total: at least two are hidden, and
    together they are no small cell themselves.
    """
    if audience.internal:
        return frozenset()
    order = sorted(range(len(counts)), key=lambda position: counts[position])
    hidden = [position for position in order if counts[position] < SMALL_CELL]
    for position in order[len(hidden) :]:
        alone = len(hidden) == 1
        if hidden and (alone or sum(counts[one] for one in hidden) < SMALL_CELL):
            hidden.append(position)
    return frozenset(hidden)
