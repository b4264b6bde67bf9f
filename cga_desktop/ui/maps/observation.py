"""The card of an observation: what was seen, when and where."""

from PySide6.QtCore import QDateTime, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QDateTimeEdit, QPlainTextEdit, QVBoxLayout, QWidget

from cga_desktop.domain.changes import FieldChanges, Outcome
from cga_desktop.domain.moments import parse
from cga_desktop.domain.records import Observation
from cga_desktop.i18n import _
from cga_desktop.operations.observations import edit_observation
from cga_desktop.operations.workspace import Workspace
from cga_desktop.ui.autosave import Autosave
from cga_desktop.ui.desk import Desk
from cga_desktop.ui.widgets.form import Form
from cga_desktop.ui.widgets.parts import button, card, label

_LINES = 5


class ObservationCard(QWidget):
    """One observation, saved as it is typed.

    Signals:
        closed: its reader is done with it.
    """

    closed = Signal()

    def __init__(self, desk: Desk, observation: Observation) -> None:
        super().__init__()
        self.observation_id = observation.id
        observation_id = observation.id

        def write(workspace: Workspace, changes: FieldChanges) -> Outcome[Observation]:
            return edit_observation(workspace, observation_id=observation_id, changes=changes)

        self.autosave = Autosave(desk, write, FieldChanges(), self)
        frame, column = card()
        column.addWidget(label(_("Observation"), "section"))
        form = Form()
        self.text = QPlainTextEdit()
        self.text.setTabChangesFocus(True)
        self.text.setMinimumHeight(self.text.fontMetrics().lineSpacing() * _LINES)
        self.text.textChanged.connect(self._typed)
        form.add_row(
            _("Ce que vous avez vu ou entendu"),
            self.text,
            help_text=_("Sans nom de personne : seulement ce qui est utile à l’étude."),
        )
        self.date = QDateTimeEdit(displayFormat="dd/MM/yyyy HH:mm", calendarPopup=True)
        self.date.dateTimeChanged.connect(self._dated)
        form.add_row(_("Date et heure"), self.date)
        column.addWidget(form)
        column.addWidget(
            label(_("Faites glisser l’épingle pour corriger sa place."), "small", wrap=True)
        )
        column.addWidget(button(_("Fermer la fiche"), self.closed.emit))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)
        self._show(observation)

    def _show(self, observation: Observation) -> None:
        with QSignalBlocker(self.text), QSignalBlocker(self.date):
            self.text.setPlainText(observation.text)
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
