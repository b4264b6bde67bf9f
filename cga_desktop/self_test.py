"""The program tries itself: a study, its history and copies, an address, the map, the exports.

Run by ``--self-test``, above all in the frozen program, where a missing file shows only then.
"""

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from cga_desktop.domain.drafts import ActorDraft
from cga_desktop.domain.kinds import Purpose
from cga_desktop.domain.ports import PlaceFinder
from cga_desktop.i18n import _
from cga_desktop.operations.actors import add_actor
from cga_desktop.operations.backups import copy_study, restore
from cga_desktop.operations.care import check_study
from cga_desktop.operations.exports import freeze_report, write_report
from cga_desktop.operations.history import redo, undo
from cga_desktop.operations.interviews import InterviewChanges, save_interview, start_interview
from cga_desktop.operations.studies import create_study, open_study
from cga_desktop.operations.workspace import Workspace
from cga_desktop.store.database import Database
from cga_desktop.store.no_vault import NoVault
from cga_desktop.store.queries.interviews import interview_sheet
from cga_desktop.store.queries.search import search

Check = tuple[str, bool, str]
"""What was tried, whether it works, a word about it."""
_PASSPHRASE = "essai du programme"  # noqa: S105  (of a study that lives for a second)
_ADDRESS = "12 avenue de Verdun, Bondy"
_FORMATS = ("html", "geojson", "csv", "pdf")
_SENTENCE = "Ma voisine garde les petits le mercredi."


@dataclass(slots=True)
class _Trial:
    """One run, in a folder that is removed afterwards."""

    folder: Path
    open_workspace: Callable[[Database], Workspace]
    finder: PlaceFinder

    def run(self) -> Iterator[Check]:
        study = self.folder / "essai.cgaetude"
        workspace = self.open_workspace(
            create_study(
                study, name="Essai", codes=["93010"], passphrase=_PASSPHRASE, vault=NoVault()
            )
        )
        yield _("étude"), True, study.name
        interview = self._record(workspace)
        workspace.database.close()
        workspace = self.open_workspace(open_study(study, vault=NoVault(), passphrase=_PASSPHRASE))
        try:
            yield self._found_again(workspace, interview)
            yield self._searched(workspace, interview)
            yield self._taken_back(workspace)
            yield self._copied(workspace)
            yield self._address()
            yield self._map(workspace)
            yield from self._exports(workspace)
        finally:
            workspace.database.close()

    def _record(self, workspace: Workspace) -> str:
        add_actor(
            workspace,
            draft=ActorDraft.filled({"name": "La Passerelle (essai)", "address": _ADDRESS}),
        )
        interview = start_interview(workspace, kind="resident").value
        changes = InterviewChanges(
            fields={"notes": _SENTENCE}, consents={Purpose.NOTES.value: True}
        )
        save_interview(workspace, interview_id=interview.id, changes=changes)
        return interview.id

    def _found_again(self, workspace: Workspace, interview_id: str) -> Check:
        with workspace.database.reading() as session:
            kept = interview_sheet(session, interview_id).interview.notes
        sealed = _SENTENCE.encode() not in workspace.database.path.read_bytes()
        return _("entretien enregistré et chiffré"), kept == _SENTENCE and sealed, ""

    def _searched(self, workspace: Workspace, interview_id: str) -> Check:
        with workspace.database.reading() as session:
            found = search(session, "voisine mercre")
        return _("recherche"), [hit.id for hit in found] == [interview_id], ""

    def _taken_back(self, workspace: Workspace) -> Check:
        edited = undo(workspace).value
        again = redo(workspace).value
        sound = check_study(workspace.database)
        well = edited is not None and again is not None and not sound
        return _("historique et étude vérifiés"), well, " ".join(sound)

    def _copied(self, workspace: Workspace) -> Check:
        copy = copy_study(workspace.database, self.folder / "essai.cgacopie")
        restored = restore(copy.path, self.folder / "essai restauré.cgaetude")
        return _("copie de sauvegarde restaurée"), restored.study.is_file(), copy.path.name

    def _address(self) -> Check:
        found = self.finder.search(_ADDRESS, limit=1)
        return _("adresse trouvée sans réseau"), bool(found), found[0].label if found else ""

    def _map(self, workspace: Workspace) -> Check:
        from cga_desktop.ui.map_trial import points_drawn

        drawn, refused = points_drawn(workspace)
        return _("carte"), drawn > 0 and refused == 0, _("{n} acteur dessiné").format(n=drawn)

    def _exports(self, workspace: Workspace) -> Iterator[Check]:
        report = freeze_report(workspace, audience="team").value
        written = write_report(
            workspace, report=report, formats=_FORMATS, folder=self.folder / "exports"
        )
        for file in written:
            yield _("export {format}").format(format=file.format), file.bytes > 0, file.path.name


def try_everything(
    open_workspace: Callable[[Database], Workspace], finder: PlaceFinder
) -> list[Check]:
    """Try each part once; stops at the first that fails, with what it said."""
    checks: list[Check] = []
    with tempfile.TemporaryDirectory(prefix="cga-", ignore_cleanup_errors=True) as folder:
        try:
            checks.extend(_Trial(Path(folder), open_workspace, finder).run())
        except Exception as error:  # noqa: BLE001  (whatever fails is what the trial is for)
            checks.append((_("essai interrompu"), False, f"{type(error).__name__}: {error}"))
    return checks
