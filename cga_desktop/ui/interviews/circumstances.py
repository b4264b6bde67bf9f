"""Where and when the conversation takes place, and who leads it."""

from datetime import datetime

from PySide6.QtCore import QDateTime, QLocale, QSignalBlocker, QSize, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QDateTimeEdit, QVBoxLayout, QWidget

from cga_desktop.domain.moments import parse
from cga_desktop.i18n import _
from cga_desktop.operations.interviews import InterviewChanges
from cga_desktop.ui.interviews.bindings import Binding
from cga_desktop.ui.interviews.fields import FieldCard
from cga_desktop.ui.interviews.reading import Reading
from cga_desktop.ui.look.theme import Theme
from cga_desktop.ui.widgets.form import Form, labelled
from cga_desktop.ui.widgets.parts import label

_NARROWEST = 220
"""Of two fields side by side, in pixels at 100 % text."""


class _MomentField(QDateTimeEdit):
    """A date in words."""

    def wheelEvent(self, event: QWheelEvent, /) -> None:  # noqa: N802  (Qt's name)
        """The wheel turns the page, not the year."""
        event.ignore()

    def minimumSizeHint(self) -> QSize:  # noqa: N802  (Qt's name)
        """The longest date fits, where that leaves the window room for anything else."""
        words = self.fontMetrics().horizontalAdvance("mercredi 30 septembre 2026, 20:00")
        wanted = words + 3 * self.fontMetrics().height()
        most = self.window().width() // 2
        return QSize(min(wanted, most), super().minimumSizeHint().height())

    def sizeHint(self) -> QSize:  # noqa: N802  (Qt's name)
        """The same: a field of Qt's does not shrink below what it hints at."""
        return QSize(self.minimumSizeHint().width(), super().sizeHint().height())

    def focusNextPrevChild(self, forward: bool, /) -> bool:  # noqa: N802  (Qt's name)
        """Tab leaves the field, which is one stop; arrows go from day to month to hour."""
        return QWidget.focusNextPrevChild(self, forward)


class CircumstancesCard(FieldCard):
    """Place, date, and the one or two people who lead the interview."""

    def __init__(self, reading: Reading, theme: Theme) -> None:
        super().__init__()
        people = [one.name for one in reading.people]
        self.place = self._line("place")
        self.leader = self._person("contributor_id", people)
        self.second = self._person("second_contributor_id", people)
        self.date = self._moment()
        form = Form()
        form.add_beside(
            labelled(_("Lieu"), self.place, help_text=_("Un café, un hall, un square…")),
            labelled(_("Date"), self.date),
            share=theme.px(_NARROWEST),
        )
        form.add_beside(
            labelled(_("Mené par"), self.leader),
            labelled(_("Avec"), self.second, help_text=_("Si vous êtes deux.")),
            share=theme.px(_NARROWEST),
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(label(_("Où, quand, avec qui"), "section"))
        column.addWidget(form)

    def hand_over(self) -> None:
        """A name being typed is taken as it is."""
        self._named("contributor_id", self.leader)
        self._named("second_contributor_id", self.second)

    def _moment(self) -> QDateTimeEdit:
        field = _MomentField()
        field.setLocale(QLocale(QLocale.Language.French, QLocale.Country.France))
        field.setDisplayFormat("dddd d MMMM yyyy, HH:mm")
        field.setCalendarPopup(True)
        field.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        field.dateTimeChanged.connect(self._dated)
        self.bindings.append(Binding(("fields", "date"), field, self._show_date))
        return field

    def _show_date(self, found: Reading) -> None:
        try:
            moment = parse(found.field("date"))
        except ValueError:
            return
        blocker = QSignalBlocker(self.date)
        self.date.setDateTime(QDateTime(moment.replace(tzinfo=None)))  # pyright: ignore[reportCallIssue, reportArgumentType]  (the stubs miss Python's own)
        blocker.unblock()

    def _dated(self, moment: QDateTime) -> None:
        local = moment.toPython()
        if isinstance(local, datetime):
            text = local.astimezone().isoformat(timespec="minutes")
            self.changed.emit(InterviewChanges(fields={"date": text}))
