"""The card of an observation: what was seen, when and where."""

from contextlib import suppress

from PySide6.QtCore import QDateTime, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from cga_desktop.domain.changes import FieldChanges, Outcome
from cga_desktop.domain.moments import parse
from cga_desktop.domain.records import Observation
from cga_desktop.domain.unsaved import Subject
from cga_desktop.i18n import _
from cga_desktop.operations.observations import delete_observation, edit_observation
from cga_desktop.operations.workspace import Workspace
from cga_desktop.ui.actions import Action
from cga_desktop.ui.autosave import Autosave
from cga_desktop.ui.desk import Desk
from cga_desktop.ui.history.taking_back import Noted, noted
from cga_desktop.ui.look.icons import keep_icon
from cga_desktop.ui.maps.photos import Photos
from cga_desktop.ui.widgets.chooser import MomentField
from cga_desktop.ui.widgets.flow import FlowLayout
from cga_desktop.ui.widgets.form import Form
from cga_desktop.ui.widgets.only_looking import let_only_look
from cga_desktop.ui.widgets.parts import button, label
from cga_desktop.ui.widgets.putting import put_text
from cga_desktop.ui.widgets.scrolling import fill, scrolled
from cga_desktop.ui.written import when_written

_TEXT_HEIGHT = 160


class ObservationCard(QWidget):
    """One observation, saved as it is typed.

    Signals:
        closed: its reader is done with it.
    """

    closed = Signal()

    def __init__(self, desk: Desk, observation: Observation) -> None:
        super().__init__()
        self.desk = desk
        self.observation_id = observation.id
        observation_id = observation.id

        def write(workspace: Workspace, changes: FieldChanges) -> Outcome[Observation]:
            return edit_observation(workspace, observation_id=observation_id, changes=changes)

        self.autosave = Autosave(
            desk, write, FieldChanges(), self, Subject("observation", observation_id)
        )
        ground = QWidget()
        column = QVBoxLayout(ground)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(12)
        self.back = button(_("Toutes les fiches"), self.closed.emit, role="link")
        column.addWidget(keep_icon(self.back, desk.theme, "arrow-left"))
        column.addWidget(label(_("Observation"), "section"))
        column.addWidget(self._fields())
        self.photos = Photos(desk, observation_id)
        column.addWidget(self.photos)
        place = _("Sa place se corrige sur la carte : faites glisser l’épingle.")
        column.addWidget(label(place, "small", wrap=True))
        column.addWidget(self._buttons())
        column.addStretch(1)
        fill(self, scrolled(ground))
        desk.theme.changed.connect(self._resize_text)
        self._resize_text()
        self.show_observation(observation)
        if desk.read_only:
            let_only_look(self)
            self.delete.setEnabled(False)
            self.erase.setEnabled(False)

    def _buttons(self) -> QWidget:
        buttons = QWidget()
        flow = FlowLayout(buttons, gap=8)
        flow.addWidget(button(_("Fermer"), self.closed.emit))
        self.history = button(_("Historique"), self._show_history, role="quiet")
        self.history.setToolTip(Action.HISTORY.tip)
        flow.addWidget(self.history)
        self.delete = button(_("Supprimer"), self._delete_soon, role="quiet")
        flow.addWidget(self.delete)
        self.erase = button(_("Effacer définitivement…"), self._erase, role="quiet")
        flow.addWidget(self.erase)
        return buttons

    def _fields(self) -> QWidget:
        form = Form()
        self.text = QPlainTextEdit()
        self.text.setTabChangesFocus(True)
        self.text.textChanged.connect(self._typed)
        form.add_row(
            _("Ce que vous avez vu ou entendu"),
            self.text,
            help_text=_("Sans nom de personne : seulement ce qui est utile à l’étude."),
        )
        self.date = MomentField(displayFormat="dd/MM/yyyy HH:mm", calendarPopup=True)
        self.date.dateTimeChanged.connect(self._dated)
        form.add_row(_("Date et heure"), self.date)
        return form

    def _resize_text(self) -> None:
        self.text.setFixedHeight(self.desk.theme.px(_TEXT_HEIGHT))

    def show_observation(self, observation: Observation, *, even_in_use: bool = False) -> None:
        """Show what the study holds; what is being typed, or not yet written, is left alone.

        ``even_in_use``: the field in use shows it too, as after an undo.
        """
        unsaved = self.autosave.unsaved
        if "text" not in unsaved and (even_in_use or not self.text.hasFocus()):
            put_text(self.text, observation.text)
        with QSignalBlocker(self.date):
            if "date" not in unsaved and (even_in_use or not self.date.hasFocus()):
                with suppress(ValueError):  # what no calendar holds is shown by nothing
                    seconds = int(parse(observation.date).timestamp())
                    self.date.setDateTime(QDateTime.fromSecsSinceEpoch(seconds))

    def _typed(self) -> None:
        self.autosave.note(FieldChanges(text=self.text.toPlainText()))

    def _dated(self, moment: QDateTime) -> None:
        said = moment.toOffsetFromUtc(moment.offsetFromUtc()).toString(Qt.DateFormat.ISODate)
        self.autosave.note(FieldChanges(date=said))

    def put_at(self, lat: float, lon: float) -> None:
        """Its pin was dropped somewhere else."""
        self.autosave.note(FieldChanges(lat=lat, lon=lon))
        self.autosave.flush()

    def _show_history(self) -> None:
        self.desk.asked_to.emit(Action.HISTORY)

    def _erase(self) -> None:
        from cga_desktop.ui.erasing.dialog import EraseDialog

        EraseDialog(
            self,
            self.desk,
            record_id=self.observation_id,
            subject=_("Observation du {when}").format(when=self.date.text()),
            gone=self.autosave.drop,
        ).open()

    def _delete_soon(self) -> None:
        """What was typed is written first: an undo brings back all of it."""
        when_written(self.desk, self._delete_now, self._kept)

    def _kept(self) -> None:
        self.desk.refused.emit(
            _(
                "Vos derniers mots ne sont pas encore sur le disque : l’observation n’a pas été "
                "supprimée. Réessayez quand ils seront enregistrés."
            )
        )

    def _delete_now(self) -> None:
        observation_id = self.observation_id
        self.desk.jobs.write(
            noted(lambda workspace: delete_observation(workspace, observation_id=observation_id)),
            then=self._deleted,
        )

    def _deleted(self, done: Noted[None]) -> None:
        self.desk.done.emit(_("L’observation est supprimée."), done.line)
