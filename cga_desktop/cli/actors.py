"""``actors``: import, list, add, edit, delete."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cga_desktop.cli.arguments import Identifier, StudyFile, Words
from cga_desktop.cli.codes import DONE, IN_PART
from cga_desktop.cli.fields import pairs, plain_fields, under, yes_or_no
from cga_desktop.cli.french import FrenchCommand, FrenchGroup
from cga_desktop.cli.opening import opened, opened_database
from cga_desktop.cli.terminal import Terminal, columns, plain
from cga_desktop.domain.errors import BadValue
from cga_desktop.i18n import _, ngettext

if TYPE_CHECKING:
    from cga_desktop.domain.records import Actor
    from cga_desktop.operations.actor_imports import ActorImport, ImportedRow
    from cga_desktop.operations.workspace import Workspace
    from cga_desktop.store.database import Session

MAP = "map"
"""The one purpose an actor's contact person is asked about outside an interview."""


def add_to(program: typer.Typer) -> None:
    """Give the program these commands."""
    group = typer.Typer(cls=FrenchGroup, help=_("Les acteurs d’une étude."), no_args_is_help=True)
    for name, command, said in (
        ("import", _import, _("Importe des acteurs d’un tableau CSV.")),
        ("list", _list, _("Liste les acteurs.")),
        ("add", _add, _("Ajoute un acteur.")),
        ("edit", _edit, _("Change un acteur.")),
        ("delete", _delete, _("Retire un acteur.")),
        ("merge", _merge, _("Fait une seule fiche de deux.")),
    ):
        group.command(name, cls=FrenchCommand, help=said)(command)
    program.add_typer(group, name="actors")


def _list(ctx: typer.Context, study: StudyFile) -> int:
    """Every actor, by name."""
    from cga_desktop.domain.kinds import ActorKind
    from cga_desktop.store.queries import actors as queries

    terminal: Terminal = ctx.obj
    with opened_database(terminal, study) as database, database.reading() as session:
        actors = queries.actors(session)
        documents = _documents(session, actors)
    rows = [(one.id, one.name, ActorKind.label_of(one.kind), one.address) for one in actors]
    terminal.answer(documents, columns(rows) or _("Aucun acteur pour l’instant."))
    return DONE


def _add(ctx: typer.Context, study: StudyFile, fields: Words = None) -> int:
    """A new actor; its address is placed where there is no doubt."""
    from cga_desktop.domain.drafts import ActorDraft
    from cga_desktop.operations.actors import add_actor

    terminal: Terminal = ctx.obj
    given = pairs(fields or [])
    draft = ActorDraft.filled(_values(given))
    consent = _consent(given)
    with opened(terminal, study) as workspace:
        actor = add_actor(workspace, draft=draft).value
        _set_consent(workspace, actor, consent)
        return _answer(terminal, workspace, actor)


def _edit(ctx: typer.Context, study: StudyFile, actor_id: Identifier, fields: Words = None) -> int:
    """The fields given change, and only they; a new address is placed again."""
    from cga_desktop.operations.actors import edit_actor_and_place

    terminal: Terminal = ctx.obj
    given = pairs(fields or [])
    if not given:
        raise typer.BadParameter(_("Donnez au moins un CHAMP=VALEUR."))
    consent = _consent(given)
    with opened(terminal, study) as workspace:
        actor = edit_actor_and_place(workspace, actor_id=actor_id, changes=_values(given)).value
        _set_consent(workspace, actor, consent)
        return _answer(terminal, workspace, actor)


def _delete(ctx: typer.Context, study: StudyFile, actor_id: Identifier) -> int:
    """An actor that no interview is about, with its ties."""
    from cga_desktop.operations.actors import delete_actor

    terminal: Terminal = ctx.obj
    with opened(terminal, study) as workspace:
        name = delete_actor(workspace, actor_id=actor_id).value
    terminal.answer(
        {"deleted": actor_id, "name": name},
        _("« {name} » est retiré de l’étude.").format(name=plain(name)),
    )
    return DONE


def _merge(
    ctx: typer.Context,
    study: StudyFile,
    keep_id: Annotated[str, typer.Argument(metavar="GARDÉ", help=_("La fiche qui reste."))],
    absorbed_id: Annotated[
        str, typer.Argument(metavar="FUSIONNÉ", help=_("La fiche qui disparaît."))
    ],
) -> int:
    """The first takes what it lacks, interviews and ties; ``undo`` gives both back."""
    from cga_desktop.operations.merging import merge_actors

    terminal: Terminal = ctx.obj
    with opened(terminal, study) as workspace:
        actor = merge_actors(workspace, keep_id=keep_id, absorbed_id=absorbed_id).value
        return _answer(terminal, workspace, actor)


def _values(given: dict[str, str]) -> dict[str, object]:
    """Fields of an actor, its kind and its vocabulary as people name them too."""
    from cga_desktop.operations.actor_words import actor_kind, vocabulary_keys

    values: dict[str, object] = dict(plain_fields(given))
    if "kind" in given:
        values["kind"] = actor_kind(given["kind"])
    for name in given.keys() & {"themes", "audiences"}:
        values[name] = vocabulary_keys(given[name])
    return values


def _consent(given: dict[str, str]) -> dict[str, bool | None]:
    """What the contact person said to being on the map, where it is given.

    Raises:
        BadValue: another purpose, or a field with a dot that there is not.
    """
    said = under("consent", given)
    unknown = [name for name in given if "." in name and name != f"consent.{MAP}"]
    if unknown:
        raise BadValue(
            _("Le champ « {name} » n’existe pas pour un acteur ; « consent.map » existe.").format(
                name=unknown[0]
            )
        )
    return {purpose: yes_or_no(value) for purpose, value in said.items()}


def _set_consent(workspace: "Workspace", actor: "Actor", consent: dict[str, bool | None]) -> None:
    from cga_desktop.operations.actors import set_map_consent

    if MAP in consent:
        set_map_consent(workspace, actor_id=actor.id, granted=consent[MAP])


def _documents(session: "Session", actors: "Sequence[Actor]") -> list[dict[str, object]]:
    """Actors with what their contact person said to being on the map."""
    from cga_desktop.store.queries import actors as queries

    consents = queries.consents_by_actor(session)
    said = {
        one.actor_id: one.granted
        for actor in actors
        for one in consents.get(actor.id, ())
        if one.actor_id == actor.id and one.purpose == MAP
    }
    return [
        {"id": actor.id, **actor.model_dump(), "map_consent": said.get(actor.id)}
        for actor in actors
    ]


def _answer(terminal: Terminal, workspace: "Workspace", actor: "Actor") -> int:
    with workspace.database.reading() as session:
        (document,) = _documents(session, [actor])
    placed = actor.lat is not None
    said = (
        _("« {name} » est enregistré ({id}).")
        if placed or not actor.address
        else _("« {name} » est enregistré ({id}) ; son adresse est à vérifier.")
    )
    terminal.answer(document, said.format(name=plain(actor.name), id=actor.id))
    return DONE


def _import(
    ctx: typer.Context,
    study: StudyFile,
    file: Annotated[Path, typer.Argument(metavar="FICHIER", help=_("Un tableau CSV."))],
    mapping: Annotated[
        list[str] | None,
        typer.Option(
            "--map", metavar="CHAMP=COLONNE", help=_("La colonne d’un champ, plusieurs fois.")
        ),
    ] = None,
) -> int:
    """One actor for each row; rows with a problem are left out and said."""
    from cga_desktop.operations.actor_imports import import_actors

    terminal: Terminal = ctx.obj
    columns_given = pairs(mapping or [], what="CHAMP=COLONNE")
    with (
        opened(terminal, study) as workspace,
        terminal.progress(_("{count} lignes lues")) as told,
    ):
        found = import_actors(workspace, path=file, columns=columns_given, progress=told).value
    terminal.answer(
        {
            "added": len(found.added),
            "ids": [actor.id for actor in found.added],
            "unplaced": [
                {"id": one.id, "name": one.name, "address": one.address} for one in found.unplaced
            ],
            "duplicates": _rows(found.duplicates),
            "skipped": _rows(found.skipped),
            "columns": found.columns,
            "unread": found.unread,
        },
        _summary(found),
    )
    return IN_PART if found.skipped else DONE


def _rows(rows: "list[ImportedRow]") -> list[dict[str, object]]:
    return [{"line": row.line, "name": row.name, "reason": row.reason} for row in rows]


def _summary(found: "ActorImport") -> str:
    added = len(found.added)
    lines = [
        ngettext("{count} acteur ajouté.", "{count} acteurs ajoutés.", added).format(count=added)
    ]
    if found.unplaced:
        lines.append(_("Adresses à vérifier : {count}.").format(count=len(found.unplaced)))
    if found.unread:
        lines.append(_("Colonnes non lues : {names}.").format(names=plain(", ".join(found.unread))))
    lines += [
        _("Ligne {line}, « {name} » : {reason}").format(
            line=row.line, name=plain(row.name), reason=plain(row.reason)
        )
        for row in (*found.duplicates, *found.skipped)
    ]
    return "\n".join(lines)
