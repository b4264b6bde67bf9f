"""« L’étude telle qu’elle était »: a day and an hour are chosen, the study opens as of then."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import QDateTime, QLocale, Qt, QTime, Signal
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from cga_desktop.domain.errors import UserError
from cga_desktop.i18n import _
from cga_desktop.operations.history import open_study_as_of
from cga_desktop.operations.workspace import Workspace
from cga_desktop.ui.desk import Desk
from cga_desktop.ui.widgets.chooser import MomentField
from cga_desktop.ui.widgets.flow import FlowLayout
from cga_desktop.ui.widgets.form import Form
from cga_desktop.ui.widgets.parts import button, label

_WIDTH = 480


class MomentDialog(QDialog):
    """Asks for a moment.

    Signals:
        opened: the study as it was then (``Workspace``), and the moment (ISO 8601).
    """

    opened = Signal(object, str)

    def __init__(self, parent: QWidget, desk: Desk, present: Workspace) -> None:
        super().__init__(parent)
        self._desk, self._present = desk, present
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("L’étude telle qu’elle était"))
        self.field = MomentField(
            displayFormat="dddd d MMMM yyyy, HH:mm",
            calendarPopup=True,
            maximumDateTime=QDateTime.currentDateTime(),
        )
        self.field.setLocale(QLocale(QLocale.Language.French, QLocale.Country.France))
        self.field.setDateTime(_yesterday_evening())
        self.problem = label(role="danger", wrap=True)
        self.problem.hide()
        self.look = button(_("Voir l’étude"), self._open, role="accent")
        self.look.setDefault(True)
        self._lay_out()
        self.setMinimumWidth(min(desk.theme.px(_WIDTH), parent.window().width()))
        self.field.setFocus()

    def _lay_out(self) -> None:
        form = Form()
        form.add_row(_("Jour et heure"), self.field)
        explanation = _(
            "L’étude s’ouvre comme elle était à ce moment, pour être lue ou exportée. Rien n’y "
            "est changé, et l’étude d’aujourd’hui reste comme elle est."
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(16)
        column.addWidget(label(_("L’étude telle qu’elle était"), "title", wrap=True))
        column.addWidget(label(explanation, "muted", wrap=True))
        column.addWidget(form)
        column.addWidget(self.problem)
        buttons = QWidget()
        flow = FlowLayout(buttons, gap=8)
        flow.addWidget(self.look)
        flow.addWidget(button(_("Annuler"), self.reject))
        column.addWidget(buttons)

    @property
    def moment(self) -> str:
        """The moment chosen, with the offset of this computer."""
        chosen = self.field.dateTime().toPython()
        assert isinstance(chosen, datetime)  # noqa: S101  (Qt's answer to that question)
        return chosen.astimezone().isoformat(timespec="minutes")

    def _open(self) -> None:
        moment, present = self.moment, self._present
        self.look.setEnabled(False)
        self.look.setText(_("L’étude s’ouvre…"))
        self.problem.hide()
        closed = self._closed()

        def open_then(_workspace: Workspace) -> Workspace:
            return replace(present, database=open_study_as_of(present.database, moment=moment))

        def show(past: Workspace) -> None:
            if closed():
                past.database.close()
                return
            self.opened.emit(past, moment)
            self.accept()

        self._desk.jobs.run(
            open_then,
            owner=self._desk,
            then=show,
            failed=lambda error: None if closed() else self._refuse(error),
        )

    def _closed(self) -> Callable[[], bool]:
        """Whether the dialog was closed meanwhile."""
        results: list[int] = []
        self.finished.connect(results.append)
        return lambda: bool(results)

    def _refuse(self, error: UserError) -> None:
        self.look.setEnabled(True)
        self.look.setText(_("Voir l’étude"))
        self.problem.setText(str(error))
        self.problem.show()
        self.field.setFocus()


def _yesterday_evening() -> QDateTime:
    return QDateTime(QDateTime.currentDateTime().addDays(-1).date(), QTime(17, 0))
