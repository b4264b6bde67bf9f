"""The head of an interview: the way back, whose it is, what they accept, and how to end it."""

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from cga_desktop.domain.kinds import Purpose
from cga_desktop.i18n import _
from cga_desktop.ui.actions import Action
from cga_desktop.ui.interviews.words import consent_sign, consent_word, purpose_word
from cga_desktop.ui.look.icons import icon
from cga_desktop.ui.look.theme import Theme
from cga_desktop.ui.widgets.flow import FlowLayout
from cga_desktop.ui.widgets.more import MoreButton
from cga_desktop.ui.widgets.parts import button, label, with_role

_NARROW = 900
"""Below this width, in pixels at 100 % text, the way back is an arrow alone."""
_ICON = 20
_ROLES = {True: "success", False: "danger", None: "muted"}


class _OneLine(QLabel):
    """A title that is cut at its end where the room is short; the whole of it is its tooltip."""

    def minimumSizeHint(self) -> QSize:  # noqa: N802  (Qt's name)
        """It can be cut to almost nothing."""
        return QSize(self.fontMetrics().averageCharWidth() * 8, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent, /) -> None:  # noqa: ARG002, N802  (Qt's)
        """Draw what fits."""
        painter = QPainter(self)
        cut = self.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, self.contentsRect().width()
        )
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(self.contentsRect(), flags, cut)


class ConsentLine(QWidget):
    """``Consentement : notes ✓ · enregistrement – · citation ✓``, with words for who hears it."""

    def __init__(self) -> None:
        super().__init__()
        self._flow = FlowLayout(self, gap=12)
        self._flow.addWidget(label(_("Consentement :"), "small"))
        self._after: QWidget | None = None
        self._said: Mapping[Purpose, bool | None] = {}
        self._marks: dict[Purpose, tuple[QLabel, QLabel]] = {}

    def show_said(self, said: Mapping[Purpose, bool | None]) -> None:
        """Show what was said to each purpose that is asked."""
        if said == self._said:
            return
        self._said = dict(said)
        for purpose, (word, _sign) in self._marks.items():
            holder = word.parentWidget()
            if holder is not None:
                holder.setVisible(purpose in said)
        for purpose, granted in said.items():
            word, sign = self._mark(purpose)
            with_role(sign, _ROLES[granted])
            sign.setText(consent_sign(granted))
            sign.setAccessibleName(consent_word(granted))
            word.setAccessibleName(f"{purpose.label} : {consent_word(granted)}")
            sign.setToolTip(f"{purpose.label} : {consent_word(granted)}")
        spoken = (f"{one.label} : {consent_word(granted)}" for one, granted in said.items())
        self.setAccessibleName(_("Consentement : {said}").format(said=", ".join(spoken)))

    @property
    def signs(self) -> str:
        """The signs alone, in order."""
        return "".join(sign.text() for _word, sign in self._marks.values())

    def add_after(self, widget: QWidget) -> None:
        """Something that stays after the marks."""
        self._after = widget
        self._flow.addWidget(widget)

    def _mark(self, purpose: Purpose) -> tuple[QLabel, QLabel]:
        if purpose not in self._marks:
            pair = QWidget()
            row = QHBoxLayout(pair)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(4)
            made = (label(purpose_word(purpose), "small"), label("–", "muted"))
            for one in made:
                row.addWidget(one)
            self._marks[purpose] = made
            self._flow.addWidget(pair)
            if self._after is not None:
                self._flow.removeWidget(self._after)
                self._flow.addWidget(self._after)
        return self._marks[purpose]


class Header(QWidget):
    """One line that stays in sight.

    Signals:
        back: to the list.
        consents: to the consents.
        finish: the interview is over.
        reopen: it is not, after all.
        discard: to be thrown away.
        history: to what was said of it before.
        erase: for good, at somebody's request.
    """

    back = Signal()
    consents = Signal()
    finish = Signal()
    reopen = Signal()
    discard = Signal()
    history = Signal()
    erase = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setObjectName("interview-header")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._back = button("", self.back.emit, role="quiet")
        self._back.setAccessibleName(_("Tous les entretiens"))
        self._back.setToolTip(_("Revenir à la liste (Échap)"))
        self._title = with_role(_OneLine(), "section")
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self.line = ConsentLine()
        self._change = button(_("Modifier"), self.consents.emit, role="inline")
        self._change.setAccessibleName(_("Modifier les accords"))
        self._discard = button("", self.discard.emit, role="quiet")
        self._discard.setAccessibleName(_("Supprimer cet entretien vide"))
        self._discard.setToolTip(_("Supprimer cet entretien vide"))
        self.more = MoreButton(
            theme,
            _("Autres actions sur cet entretien"),
            [
                (_("Historique"), self.history.emit),
                (_("Supprimer"), self.discard.emit),
                (_("Effacer définitivement…"), self.erase.emit),
            ],
            role="more",
        )
        self._finish = button(_("Terminer"), self.finish.emit, tip=Action.FINISH_INTERVIEW.tip)
        self._finish.setAccessibleName(Action.FINISH_INTERVIEW.words.text)
        self._over = label(_("✓ Terminé"), "success")
        self._reopen = button(_("Rouvrir"), self.reopen.emit)
        self._reopen.setAccessibleName(_("Rouvrir l’entretien"))
        self._lay_out()
        theme.changed.connect(self._draw)
        self._draw()

    def _lay_out(self) -> None:
        middle = QVBoxLayout()
        middle.setSpacing(2)
        middle.addWidget(self._title)
        middle.addWidget(self.line)
        self.line.add_after(self._change)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 16, 8)
        row.setSpacing(12)
        row.addWidget(self._back)
        row.addLayout(middle, 1)
        for one in (self._discard, self._over, self._finish, self._reopen):
            row.addWidget(one)
        row.addWidget(self.more)

    @property
    def title(self) -> str:
        """What the head says."""
        return self._title.text()

    def show_title(self, title: str) -> None:
        """Name the interview."""
        self._title.setText(title)
        self._title.setToolTip(title)

    def only_look(self) -> None:
        """The interview is of an earlier day: nothing ends or begins it any more."""
        for one in (self._discard, self._finish, self._reopen):
            one.setEnabled(False)
        for words, entry in self.more.offers.items():
            entry.setEnabled(words == _("Historique"))

    def show_state(self, *, finished: bool, empty: bool) -> None:
        """Show whether the interview is over, and whether it was begun by mistake as it seems."""
        self._discard.setVisible(empty)
        self._finish.setVisible(not finished)
        self._over.setVisible(finished)
        self._reopen.setVisible(finished)

    def resizeEvent(self, event: QResizeEvent, /) -> None:  # noqa: N802  (Qt's name)
        """Words where there is room for them."""
        super().resizeEvent(event)
        narrow = self.width() < self._theme.px(_NARROW)
        self._back.setText("" if narrow else _("Tous les entretiens"))

    def _draw(self) -> None:
        colour = self._theme.tokens.text
        side = self._theme.px(_ICON)
        for made, name in ((self._back, "arrow-left"), (self._discard, "trash")):
            made.setIcon(icon(name, colour))
            made.setIconSize(QSize(side, side))
