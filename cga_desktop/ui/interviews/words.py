"""What the screen of interviews says: titles, second lines, counts and what is still missing."""

from collections.abc import Collection, Sequence

from cga_desktop.domain.kinds import ExcerptKind, InterviewKind, InterviewStatus, Purpose
from cga_desktop.domain.moments import day_and_time
from cga_desktop.domain.records import Interview
from cga_desktop.domain.sheets import InterviewLine
from cga_desktop.i18n import _, ngettext

DOT = " · "
LETTERS = {
    ExcerptKind.NEED: "B",
    ExcerptKind.RESOURCE: "R",
    ExcerptKind.IDEA: "I",
    ExcerptKind.OBSTACLE: "F",
    ExcerptKind.PERCEPTION: "P",
}
"""The letter of each kind of excerpt, of its French word."""


def who(interview: Interview, actor_name: str) -> str:
    """Whom the interview is with: a pseudonym, an actor, or that it is still to be said."""
    if interview.kind == InterviewKind.ACTOR:
        return actor_name or _("Acteur à choisir")
    return interview.pseudonym or _("Sans pseudonyme")


def kind_word(kind: str) -> str:
    """``habitant·e`` or ``acteur``."""
    return {"resident": _("habitant·e"), "actor": _("acteur")}.get(kind, kind)


def heading(interview: Interview, actor_name: str) -> str:
    """``Entretien H-023 · habitant·e · La Blanqui``."""
    if interview.kind == InterviewKind.ACTOR:
        return DOT.join((_("Entretien acteur"), who(interview, actor_name)))
    first = _("Entretien {who}").format(who=who(interview, actor_name))
    parts = (first, kind_word(interview.kind), interview.neighbourhood)
    return DOT.join(part for part in parts if part)


def answered(done: int, asked: int) -> str:
    """``7 réponses sur 13``."""
    text = ngettext("{done} réponse sur {asked}", "{done} réponses sur {asked}", done)
    return text.format(done=done, asked=asked)


def second_line(line: InterviewLine) -> str:
    """Kind, date in words, neighbourhood, contributor, how many answers."""
    parts = (
        kind_word(line.interview.kind),
        day_and_time(line.interview.date),
        line.interview.neighbourhood,
        line.contributor_name,
        answered(line.answered, line.questions),
    )
    return DOT.join(part for part in parts if part)


def status_mark(status: str) -> str:
    """What a list says at the right: only what is left to finish."""
    return "" if status == InterviewStatus.FINISHED else InterviewStatus.label_of(status)


def counted(shown: int, lines: Sequence[InterviewLine]) -> str:
    """``25 entretiens, 2 à finir``; ``3 sur 25 entretiens`` where search or filter hide some."""
    total = len(lines)
    entretiens = ngettext("{n} entretien", "{n} entretiens", total).format(n=total)
    if shown != total:
        return _("{shown} sur {total}").format(shown=shown, total=entretiens)
    unfinished = sum(one.interview.status != InterviewStatus.FINISHED for one in lines)
    if not unfinished:
        return entretiens
    return _("{total}, {n} à finir").format(total=entretiens, n=unfinished)


def purpose_word(purpose: Purpose) -> str:
    """One word for a purpose, where the room is short."""
    return {
        Purpose.NOTES: _("notes"),
        Purpose.RECORDING: _("enregistrement"),
        Purpose.QUOTING: _("citation"),
        Purpose.MAP: _("carte"),
        Purpose.RECONTACT: _("recontact"),
    }[purpose]


def consent_sign(granted: bool | None) -> str:
    """✓, ✗ or –."""
    return {True: "✓", False: "✗", None: "–"}[granted]


def consent_word(granted: bool | None) -> str:
    """What a screen reader says for the sign."""
    return {True: _("oui"), False: _("non"), None: _("pas encore demandé")}[granted]


def joined(parts: Sequence[str]) -> str:
    """``un, deux et trois``."""
    if len(parts) < 2:  # noqa: PLR2004  (nothing to join)
        return "".join(parts)
    return _("{first} et {last}").format(first=", ".join(parts[:-1]), last=parts[-1])


def missing(*, blanks: Collection[str], unanswered: int, unasked: Collection[Purpose]) -> str:
    """One sentence about what an interview still lacks: it informs, and forbids nothing."""
    parts = list(blanks)
    if unanswered:
        text = ngettext("{n} réponse", "{n} réponses", unanswered)
        parts.append(text.format(n=unanswered))
    if unasked:
        words = joined([purpose_word(one) for one in unasked])
        parts.append(_("la demande d’accord ({purposes})").format(purposes=words))
    if not parts:
        return _("Rien ne manque à cet entretien.")
    return _("Il manque encore : {parts}.").format(parts=joined(parts))
