"""Réglages, « Copies de sauvegarde »: where they lie, the last one, one more, one to take away."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QFrame, QProgressBar, QPushButton, QWidget

from cga_desktop.domain.backups import COPY_SUFFIX, Backup, Restored
from cga_desktop.domain.moments import day_and_time
from cga_desktop.domain.study_files import SUFFIX
from cga_desktop.i18n import _
from cga_desktop.settings import Settings, studies_folder
from cga_desktop.ui.desk import Desk
from cga_desktop.ui.jobs import Cancelled, Task
from cga_desktop.ui.restored import restored_name, restored_words
from cga_desktop.ui.widgets.chooser import Chooser
from cga_desktop.ui.widgets.flow import FlowLayout
from cga_desktop.ui.widgets.form import Form
from cga_desktop.ui.widgets.parts import button, card, label
from cga_desktop.ui.widgets.paths import breakable, free_path

if TYPE_CHECKING:  # loaded with the study, not before the window is there
    from cga_desktop.domain.errors import UserError
    from cga_desktop.operations.backups import Kept
    from cga_desktop.operations.workspace import Workspace

    Work = Callable[[Workspace, Callable[[int], None]], object]


class Backups:
    """The card of the copies of the open study.

    Attributes:
        frame: the card, to be put on the screen of settings.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._task: Task | None = None
        self.frame: QFrame
        self.frame, column = card(spacing=12)
        field = Settings.model_fields["backup_folder"]
        column.addWidget(label(_("Copies de sauvegarde"), "section", wrap=True))
        column.addWidget(
            label(
                _(
                    "Chaque jour, une copie chiffrée de l’étude est faite et relue sans que vous "
                    "ayez à y penser. Il en reste une par jour pendant sept jours, puis une par "
                    "semaine et une par mois."
                ),
                "muted",
                wrap=True,
            )
        )
        self.folder = label(wrap=True)
        self.folder.setAccessibleName(str(field.title))
        column.addWidget(self.folder)
        column.addWidget(label(str(field.description), "small", wrap=True))
        self.change_button = button(_("Changer de dossier…"), self._choose_folder)
        self.own_button = button(_("Revenir au dossier du programme"), partial(self.keep_in, ""))
        column.addWidget(_row(self.change_button, self.own_button))
        self.last = label(wrap=True)
        self.last.setAccessibleName(_("Dernière copie"))
        column.addWidget(self.last)
        self.now_button = button(_("Faire une copie maintenant"), self.copy_now)
        self.take_button = button(
            _("Copie de l’étude…"),
            self._choose_copy,
            tip=_("Un seul fichier, avec les photos et les enregistrements, à garder ailleurs."),
        )
        column.addWidget(_row(self.now_button, self.take_button))
        self.progress = QProgressBar(maximum=0)
        self.progress.setAccessibleName(_("Copie en cours"))
        self.stop_button = button(_("Arrêter"), self._stop)
        column.addWidget(self.progress)
        column.addWidget(self.stop_button)
        column.addWidget(self._list())
        self._show_work(under_way=False)

    def _list(self) -> QWidget:
        self.copies = Chooser()
        self.restore_button = button(_("Restaurer cette copie…"), self._choose_study)
        form = Form()
        form.add_row(
            _("Copies gardées"),
            self.copies,
            help_text=_("Une copie restaurée devient une autre étude : celle-ci ne change pas."),
        )
        form.add_widget(self.restore_button)
        self._kept: QWidget = form
        return form

    def enter(self) -> None:
        """Show what is kept now."""
        self._desk.jobs.run(_kept, owner=self.frame, then=self._show)

    def _show(self, kept: Kept) -> None:
        self.folder.setText(
            _("Les copies sont gardées dans « {folder} ».").format(folder=breakable(kept.folder))
        )
        self.own_button.setVisible(bool(self._desk.settings.backup_folder))
        self.copies.clear()
        for one in kept.copies:
            self.copies.addItem(_line(one), one.path)
        self._kept.setVisible(bool(kept.copies))
        self.last.setText(
            _("Dernière copie : {moment}, relue et vérifiée.").format(
                moment=day_and_time(kept.copies[0].made_at.isoformat())
            )
            if kept.copies
            else _("Aucune copie pour l’instant.")
        )

    def _choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(
            self.frame, _("Dossier des copies de sauvegarde"), self._desk.settings.backup_folder
        )
        if chosen:
            self.keep_in(chosen)

    def keep_in(self, folder: str) -> None:
        """Keep copies in ``folder`` from now on ("": the program's own), and make one there."""
        self._desk.change_settings(backup_folder=folder)
        self.enter()
        self.copy_now()

    def copy_now(self) -> None:
        """Make one more copy."""
        self._work(_back_up, self._copied)

    def _copied(self, made: Backup) -> None:
        self._over()
        self._desk.said.emit(
            _("La copie est faite et vérifiée : « {name} ».").format(name=made.path.name)
        )

    def _choose_copy(self) -> None:
        study = self._desk.jobs.workspace.database.path
        chosen, _filter = QFileDialog.getSaveFileName(
            self.frame,
            _("Copie de l’étude"),
            str(Path.home() / f"{study.stem}{COPY_SUFFIX}"),
            _("Copies de sauvegarde (*{suffix})").format(suffix=COPY_SUFFIX),
        )
        if chosen:
            self.copy_to(Path(chosen))

    def copy_to(self, path: Path) -> None:
        """Write a copy to take away."""
        self._work(partial(_copy_to, path), self._copied)

    def _choose_study(self) -> None:
        copy = self.copies.currentData()
        if copy is None:
            return
        study = self._desk.jobs.workspace.database.path
        chosen, _filter = QFileDialog.getSaveFileName(
            self.frame,
            _("Restaurer la copie dans une nouvelle étude"),
            str(free_path(studies_folder(), restored_name(study.stem), SUFFIX, otherwise="")),
            _("Études de CGA Terrain (*{suffix})").format(suffix=SUFFIX),
        )
        if chosen:
            self.restore(copy, Path(chosen))

    def restore(self, copy: Path, target: Path) -> None:
        """Make ``copy`` a new study and open it instead of this one."""
        self._work(partial(_restore, copy, target), self._restored)

    def _restored(self, made: Restored) -> None:
        self._over()
        self._desk.said.emit(restored_words(made))
        self._desk.asked_for_study.emit(made.study)

    def _work(self, work: Work, then: Callable[..., None]) -> None:
        self._show_work(under_way=True)
        self._task = self._desk.jobs.run_steps(
            work, owner=self.frame, then=then, progress=_nothing, failed=self._failed
        )

    def _stop(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def _failed(self, error: UserError) -> None:
        self._over()
        if isinstance(error, Cancelled):
            self._desk.said.emit(_("Arrêté : rien n’en a été gardé, les copies d’avant restent."))
        else:
            self._desk.refused.emit(str(error))

    def _over(self) -> None:
        self._show_work(under_way=False)
        self.enter()

    def _show_work(self, *, under_way: bool) -> None:
        for shown in (self.progress, self.stop_button):
            shown.setVisible(under_way)
        for done in (self.now_button, self.take_button, self.restore_button, self.change_button):
            done.setEnabled(not under_way)


def _row(*buttons: QPushButton) -> QWidget:
    holder = QWidget()
    flow = FlowLayout(holder, gap=8)
    for one in buttons:
        flow.addWidget(one)
    return holder


def _nothing(_figure: int) -> None:
    """How far a copy is cannot be told: SQLite does not say."""


def _line(copy: Backup) -> str:
    return f"{day_and_time(copy.made_at.isoformat())} · {copy.why.label}"


def _kept(workspace: Workspace) -> Kept:
    from cga_desktop.operations.backups import kept_backups

    return kept_backups(workspace.database)


def _back_up(workspace: Workspace, report: Callable[[int], None]) -> Backup:
    from cga_desktop.operations.backups import back_up_now

    return back_up_now(workspace.database, lambda: report(0))


def _copy_to(path: Path, workspace: Workspace, report: Callable[[int], None]) -> Backup:
    from cga_desktop.operations.backups import copy_study

    return copy_study(workspace.database, path, lambda: report(0))


def _restore(
    copy: Path, target: Path, _workspace: Workspace, report: Callable[[int], None]
) -> Restored:
    from cga_desktop.operations.backups import restore

    return restore(copy, target, lambda: report(0))
