"""``history``, ``undo``, ``redo``, ``as-of``, ``rebuild``: what was done, and going back."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cga_desktop.cli.arguments import Identifier, StudyFile
from cga_desktop.cli.codes import DONE
from cga_desktop.cli.french import FrenchCommand
from cga_desktop.cli.opening import opened, opened_database, study_path
from cga_desktop.cli.terminal import Terminal, plain, shortened
from cga_desktop.domain.errors import NotFound
from cga_desktop.domain.moments import day_and_time
from cga_desktop.i18n import _, ngettext

if TYPE_CHECKING:
    from cga_desktop.domain.history import HistoryLine
    from cga_desktop.operations.history_words import Said

_LONGEST = 200
"""Characters of a value shown to people; ``--json`` has the whole."""


def add_to(program: typer.Typer) -> None:
    """Give the program these commands."""
    for name, command, said in (
        ("history", _history, _("Dit qui a changé quoi, et quand, dans une fiche.")),
        ("undo", _undo, _("Annule ce qui a été fait en dernier dans une étude.")),
        ("redo", _redo, _("Rétablit ce qui a été annulé en dernier.")),
        ("as-of", _as_of, _("Écrit une étude telle qu’elle était à un moment.")),
        ("rebuild", _rebuild, _("Reconstruit une étude depuis son historique.")),
    ):
        program.command(name, cls=FrenchCommand, help=said)(command)


def _history(ctx: typer.Context, study: StudyFile, record: Identifier) -> int:
    """Of an actor, an interview or an observation, with what belongs to it; the latest first."""
    from cga_desktop.store.queries.history import history
    from cga_desktop.store.queries.history_names import names_in

    terminal: Terminal = ctx.obj
    with opened_database(terminal, study) as database, database.reading() as session:
        lines = history(session, record)
        names = names_in(session, lines)
    terminal.answer(
        [_operation(one) for one in lines], "\n".join(_told(one, names) for one in lines)
    )
    return DONE


def _operation(line: "HistoryLine") -> dict[str, object]:
    return {
        "at": line.at,
        "by": line.author,
        "verb": line.verb,
        "operation": line.kind,
        "record": {"kind": line.record_kind, "id": line.record_id, "title": line.title},
        "clock": str(line.hlc),
        "changes": [
            {"field": one.field, "before": one.before, "after": one.after} for one in line.changes
        ],
    }


def _told(line: "HistoryLine", names: Mapping[str, str]) -> str:
    from cga_desktop.operations.history_words import action_words, fate_words, part_words, said_in

    head = " · ".join(
        one for one in (day_and_time(line.at), line.author, action_words(line)) if one
    )
    said = [part_words(line), fate_words(line), *map(_value, said_in(line, names))]
    return "\n".join([plain(head), *(f"    {plain(one)}" for one in said if one)])


def _value(said: "Said") -> str:
    before, after = (shortened(one, _LONGEST) or "–" for one in (said.before, said.after))
    return _("{label} : {before} → {after}").format(label=said.label, before=before, after=after)


def _undo(ctx: typer.Context, study: StudyFile) -> int:
    """By a new operation: what was undone stays in the history, and can be redone."""
    from cga_desktop.operations.history import undo

    terminal: Terminal = ctx.obj
    with opened(terminal, study) as workspace:
        done = undo(workspace).value
    if done is None:
        raise NotFound(_("Il n’y a rien à annuler dans cette étude."))
    said = _("Annulé : {words}.").format(words=plain(done.words))
    terminal.answer({"undone": done.words, "records": _records(done.records)}, said)
    return DONE


def _redo(ctx: typer.Context, study: StudyFile) -> int:
    """As long as nothing else was done since."""
    from cga_desktop.operations.history import redo

    terminal: Terminal = ctx.obj
    with opened(terminal, study) as workspace:
        done = redo(workspace).value
    if done is None:
        raise NotFound(_("Il n’y a rien à rétablir dans cette étude."))
    said = _("Rétabli : {words}.").format(words=plain(done.words))
    terminal.answer({"redone": done.words, "records": _records(done.records)}, said)
    return DONE


def _records(pairs: Iterable[Sequence[str]]) -> list[dict[str, str]]:
    return [{"kind": kind, "id": record_id} for kind, record_id in pairs]


def _as_of(
    ctx: typer.Context,
    study: StudyFile,
    moment: Annotated[
        str,
        typer.Argument(
            metavar="MOMENT",
            help=_("Un jour ou un moment, par exemple 2026-11-03 ou 2026-11-03T17:00."),
        ),
    ],
    out: Annotated[
        Path, typer.Option("--out", metavar="ÉTUDE", help=_("Le fichier à créer (.cgaetude)."))
    ],
) -> int:
    """A new study file with the same passphrase; the study itself is not touched."""
    from cga_desktop.operations.history import write_study_as_of

    terminal: Terminal = ctx.obj
    path = study_path(out)
    with opened_database(terminal, study) as database:
        write_study_as_of(database, moment=moment, path=path)
    terminal.answer(
        {"study": str(path), "at": moment},
        _("L’étude telle qu’elle était est écrite : {path}").format(path=plain(str(path))),
    )
    return DONE


def _rebuild(ctx: typer.Context, study: StudyFile) -> int:
    """Every table is drawn from the history again, and compared with what it was."""
    from cga_desktop.operations.history import rebuild

    terminal: Terminal = ctx.obj
    with opened(terminal, study) as workspace:
        found = rebuild(workspace).value
    terminal.answer(
        {
            "equal": found.equal,
            "records": found.records,
            "differences": found.differences,
            "differing": _records(found.differing),
            "adopted": _records(found.adopted),
        },
        _rebuilt(found.records, found.differences),
    )
    return DONE


def _rebuilt(records: int, differences: int) -> str:
    counted = ngettext("{n} fiche reconstruite", "{n} fiches reconstruites", records)
    if not differences:
        said = _("{counted} : l’étude est exactement ce que dit son historique.")
        return said.format(counted=counted.format(n=records))
    mended = ngettext(
        "{counted} ; {n} était différente et a été remise en ordre.",
        "{counted} ; {n} étaient différentes et ont été remises en ordre.",
        differences,
    )
    return mended.format(counted=counted.format(n=records), n=differences)
