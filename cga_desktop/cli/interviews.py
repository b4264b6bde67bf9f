"""``interviews``: list, add, edit."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated

import typer

from cga_desktop.cli.arguments import Identifier, StudyFile, Words
from cga_desktop.cli.codes import DONE
from cga_desktop.cli.fields import pairs, plain_fields, under, yes_or_no
from cga_desktop.cli.french import FrenchCommand, FrenchGroup
from cga_desktop.cli.opening import opened, opened_database
from cga_desktop.cli.terminal import Terminal, columns
from cga_desktop.domain.errors import BadValue
from cga_desktop.domain.kinds import InterviewKind, InterviewStatus
from cga_desktop.i18n import _

if TYPE_CHECKING:
    from cga_desktop.domain.records import InterviewGuide
    from cga_desktop.domain.sheets import InterviewLine
    from cga_desktop.operations.interviews import InterviewChanges
    from cga_desktop.operations.workspace import Workspace
    from cga_desktop.store.database import Session

_DOTTED = ("answer", "consent")


def add_to(program: typer.Typer) -> None:
    """Give the program these commands."""
    group = typer.Typer(
        cls=FrenchGroup, help=_("Les entretiens d’une étude."), no_args_is_help=True
    )
    for name, command, said in (
        ("list", _list, _("Liste les entretiens.")),
        ("add", _add, _("Ajoute un entretien ; notes=… et answer.QUESTION=… en sont des champs.")),
        ("edit", _edit, _("Change un entretien.")),
    ):
        group.command(name, cls=FrenchCommand, help=said)(command)
    program.add_typer(group, name="interviews")


def _list(ctx: typer.Context, study: StudyFile) -> int:
    """Every interview, the latest first."""
    from cga_desktop.domain.moments import day_and_time
    from cga_desktop.store.queries import interviews as queries

    terminal: Terminal = ctx.obj
    with opened_database(terminal, study) as database, database.reading() as session:
        lines = queries.interviews(session)
    rows = [
        (
            line.interview.id,
            line.title,
            InterviewKind.label_of(line.interview.kind),
            day_and_time(line.interview.date),
            InterviewStatus.label_of(line.interview.status),
            f"{line.answered}/{line.questions}",
        )
        for line in lines
    ]
    terminal.answer(
        [_document(line) for line in lines], columns(rows) or _("Aucun entretien pour l’instant.")
    )
    return DONE


def _add(
    ctx: typer.Context,
    study: StudyFile,
    kind: Annotated[
        InterviewKind, typer.Option("--kind", help=_("Habitant·e (resident) ou acteur (actor)."))
    ],
    guide: Annotated[
        str | None, typer.Option("--guide", metavar="CLÉ", help=_("La clé du guide."))
    ] = None,
    fields: Words = None,
) -> int:
    """An interview with all that is given of it; an inhabitant gets the next pseudonym."""
    from cga_desktop.operations.interviews import guide_for, start_interview
    from cga_desktop.settings import load_settings

    terminal: Terminal = ctx.obj
    given = _given(fields)
    people = _people(given)
    with opened(terminal, study) as workspace:
        with workspace.database.reading() as session:
            chosen = guide_for(session, kind.value, guide)
            changes = _changes(session, chosen, given)
        actor_id = changes.fields.get("actor_id")
        contributor = people.pop("contributor", load_settings().contributor)
        interview = start_interview(
            workspace,
            kind=kind.value,
            contributor=contributor,
            actor_id=str(actor_id) if actor_id else None,
            guide_key=chosen.key,
            changes=_with_people(workspace, changes, people),
        ).value
        return _answer(terminal, workspace, interview.id)


def _edit(
    ctx: typer.Context, study: StudyFile, interview_id: Identifier, fields: Words = None
) -> int:
    """The fields given change, and only they."""
    from cga_desktop.operations.interviews import save_interview
    from cga_desktop.store.queries import interviews as queries

    terminal: Terminal = ctx.obj
    given = _given(fields)
    if not given:
        raise typer.BadParameter(_("Donnez au moins un CHAMP=VALEUR."))
    with opened(terminal, study) as workspace:
        with workspace.database.reading() as session:
            sheet = queries.interview_sheet(session, interview_id)
            changes = _changes(session, sheet.guide, given)
        changes = _with_people(workspace, changes, _people(given))
        save_interview(workspace, interview_id=interview_id, changes=changes)
        return _answer(terminal, workspace, interview_id)


def _given(fields: list[str] | None) -> dict[str, str]:
    """The fields of the command line.

    Raises:
        BadValue: a field with a dot that there is not.
    """
    given = pairs(fields or [])
    for name in given:
        first, dot, _rest = name.partition(".")
        if dot and first not in _DOTTED:
            raise BadValue(
                _("Le champ « {name} » n’existe pas ; « answer.QUESTION » et « consent.BUT » "
                  "existent.").format(name=name)
            )  # fmt: skip
    return given


def _people(given: Mapping[str, str]) -> dict[str, str]:
    from cga_desktop.operations.interview_words import PEOPLE

    return {name: given[name] for name in PEOPLE if name in given}


def _changes(
    session: "Session", guide: "InterviewGuide", given: Mapping[str, str]
) -> "InterviewChanges":
    from cga_desktop.operations.interview_words import PEOPLE, interview_changes

    own = {name: value for name, value in plain_fields(given).items() if name not in PEOPLE}
    return interview_changes(
        session,
        guide,
        fields=own,
        answers=under("answer", given),
        consents={name: yes_or_no(value) for name, value in under("consent", given).items()},
    )


def _with_people(
    workspace: "Workspace", changes: "InterviewChanges", people: Mapping[str, str]
) -> "InterviewChanges":
    from cga_desktop.operations.interview_words import people_changes
    from cga_desktop.operations.interviews import InterviewChanges

    if not people:
        return changes
    return changes.then(InterviewChanges(people_changes(workspace, people=people)))


def _document(line: "InterviewLine") -> dict[str, object]:
    return {
        "id": line.interview.id,
        **line.interview.model_dump(),
        "actor": line.actor_name or None,
        "contributor": line.contributor_name or None,
        "answers": line.answered,
        "questions": line.questions,
    }


def _answer(terminal: Terminal, workspace: "Workspace", interview_id: str) -> int:
    from cga_desktop.store.queries import interviews as queries

    with workspace.database.reading() as session:
        lines = queries.interviews(session)
    line = next(one for one in lines if one.interview.id == interview_id)
    terminal.answer(
        _document(line),
        _("L’entretien « {title} » est enregistré ({id}).").format(
            title=line.title, id=interview_id
        ),
    )
    return DONE
