"""Bringing in the actors that somebody listed in a spreadsheet."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cga_desktop.domain.changes import Changes, Outcome
from cga_desktop.domain.drafts import ActorDraft
from cga_desktop.domain.errors import BadValue, NotFound, UnreadableFile, UserError
from cga_desktop.domain.places import Place, Precision
from cga_desktop.domain.records import Actor
from cga_desktop.domain.verbs import Verb
from cga_desktop.i18n import _
from cga_desktop.operations.actor_words import CITY, FIELD_WORDS, actor_kind, vocabulary_keys
from cga_desktop.operations.actors import place_fields
from cga_desktop.operations.places import refuse_half_a_point, sure_place
from cga_desktop.operations.tables import Table, cell, opened_table, simplified
from cga_desktop.operations.workspace import Workspace
from cga_desktop.store.queries import actors as queries

MOST_BYTES = 20 * 1024 * 1024
MOST_ROWS = 20_000
"""Far beyond any directory of a territory; a study of that size still opens at once."""
_BETWEEN_PROGRESS = 50


@dataclass(frozen=True, slots=True)
class ImportedRow:
    """A row that made no actor.

    Attributes:
        line: its line in the file.
        name: the actor's name in it.
        reason: in French, why it was left out.
    """

    line: int
    name: str
    reason: str


@dataclass(slots=True)
class ActorImport:
    """What an import brought in.

    Attributes:
        added: the actors made.
        duplicates: rows whose actor (name and address) was there already, or earlier in the file.
        skipped: rows with a problem.
        columns: which column each field was read from.
        unread: columns that no field was read from.
    """

    added: list[Actor] = field(default_factory=list[Actor])
    duplicates: list[ImportedRow] = field(default_factory=list[ImportedRow])
    skipped: list[ImportedRow] = field(default_factory=list[ImportedRow])
    columns: dict[str, str] = field(default_factory=dict[str, str])
    unread: list[str] = field(default_factory=list[str])

    @property
    def unplaced(self) -> list[Actor]:
        """Actors made whose place is not known: their address is to be checked."""
        return [actor for actor in self.added if actor.lat is None]


def import_actors(
    workspace: Workspace,
    *,
    path: Path,
    columns: Mapping[str, str] | None = None,
    progress: Callable[[int], None] | None = None,
) -> Outcome[ActorImport]:
    """Make an actor of each row of a CSV file, in one transaction.

    Columns are recognised by their French or English name (``actor_words.FIELD_WORDS``), unless
    ``columns`` says otherwise. Addresses are placed where there is no doubt. An actor of the same
    name and address is not made twice; a row with a problem is left out, and said.

    Args:
        workspace: the open study.
        path: the CSV file, with a header.
        columns: names of fields (those of ``ActorDraft``, and ``city``) and their columns.
        progress: told the rows read so far, every 50.

    Raises:
        UnreadableFile: not a CSV file, or too long a one.
        BadValue: no column holds names, or ``columns`` names a field or column there is not.
        NotWritten: the disk refuses; nothing was brought in.
    """
    found = ActorImport()
    with workspace.database.reading() as session:
        seen = {_identity(actor.name, actor.address) for actor in queries.actors(session)}
    with opened_table(path, most_bytes=MOST_BYTES) as table:
        places = _places_of(table, columns or {})
        found.columns = {name: table.columns[at] for name, at in places.items()}
        found.unread = [
            name for at, name in enumerate(table.columns) if at not in places.values() and name
        ]
        for count, (line, cells) in enumerate(table.rows, start=1):
            _check_length(path, count)
            _take(workspace, found, seen, _Row(line, cells, places))
            if progress and count % _BETWEEN_PROGRESS == 0:
                progress(count)
    with workspace.database.writing(Verb.IMPORT_ACTORS) as session:
        session.add_all(found.added)
    return Outcome(found, Changes.ACTORS if found.added else Changes.NONE)


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    cells: list[str]
    places: Mapping[str, int]

    def text(self, name: str) -> str:
        return cell(self.cells, self.places.get(name))

    def left_out(self, reason: str) -> ImportedRow:
        return ImportedRow(self.line, self.text("name"), reason)

    def address(self) -> str:
        """The address with its town, which has no field of its own."""
        address, city = self.text("address"), self.text(CITY)
        if not city or f" {simplified(city)} " in f" {simplified(address)} ":
            return address
        return f"{address}, {city}" if address else city


def _places_of(table: Table, given: Mapping[str, str]) -> dict[str, int]:
    """Where each field's column is: as given, else by its usual names."""
    for name in given:
        if name not in FIELD_WORDS:
            raise BadValue(
                _("Le champ « {name} » n’existe pas. Champs possibles : {fields}.").format(
                    name=name, fields=", ".join(FIELD_WORDS)
                )
            )
    places = {name: table.place_of(column) for name, column in given.items()}
    there = {simplified(name): at for at, name in reversed(list(enumerate(table.columns)))}
    for name, words in FIELD_WORDS.items():
        usual = (there[simplified(word)] for word in words if simplified(word) in there)
        free = next((at for at in usual if at not in places.values()), None)
        if name not in places and free is not None:
            places[name] = free
    if "name" not in places:
        raise BadValue(
            _(
                "Aucune colonne ne donne le nom des acteurs. Colonnes du fichier : {columns}. "
                "Dites laquelle avec « --map name=COLONNE ». Rien n’a été importé."
            ).format(columns=", ".join(table.columns))
        )
    return places


def _check_length(path: Path, count: int) -> None:
    if count > MOST_ROWS:
        raise UnreadableFile(
            _("« {name} » dépasse {most} lignes : partagez-le en plusieurs fichiers. Rien n’a été "
              "importé.").format(name=path.name, most=MOST_ROWS)
        )  # fmt: skip


def _take(workspace: Workspace, found: ActorImport, seen: set[tuple[str, str]], row: _Row) -> None:
    """Make an actor of one row, or note why not."""
    try:
        draft = _draft(row)
        if _identity(draft.name, draft.address) in seen:
            found.duplicates.append(row.left_out(_("cet acteur est déjà dans l’étude")))
            return
        draft = draft.model_copy(update=_point(workspace, row, draft))
    except UserError as problem:
        found.skipped.append(row.left_out(str(problem)))
        return
    seen.add(_identity(draft.name, draft.address))
    found.added.append(Actor(**draft.model_dump()))


def _identity(name: str, address: str) -> tuple[str, str]:
    return simplified(name), simplified(address)


def _draft(row: _Row) -> ActorDraft:
    """The row's fields, checked.

    Raises:
        BadValue: a value does not fit its field.
    """
    if not row.text("name"):
        raise BadValue(_("Le nom manque."))
    values: dict[str, object] = {
        name: text for name in row.places if name != CITY and (text := row.text(name))
    }
    values["address"] = row.address()
    if "kind" in values:
        values["kind"] = actor_kind(row.text("kind"))
    for name in values.keys() & {"themes", "audiences"}:
        values[name] = vocabulary_keys(row.text(name))
    return ActorDraft.filled(values)


def _point(workspace: Workspace, row: _Row, draft: ActorDraft) -> dict[str, object]:
    """What is known of where the actor is, beyond its draft.

    Raises:
        BadValue: half a point.
    """
    refuse_half_a_point(draft.lat, draft.lon)
    if draft.lat is not None:
        return {"precision": Precision.NUMBER.value}
    # A town alone says where to look, not where the actor is.
    if not row.text("address"):
        return {}
    place = _sure_place(workspace, f"{draft.address} {draft.postcode}".strip(), draft.citycode)
    return place_fields(place) if place else {}


def _sure_place(workspace: Workspace, text: str, citycode: str) -> Place | None:
    try:
        return sure_place(workspace, text=text, code=citycode or None)
    except NotFound:  # a commune of which no address is known
        return None
