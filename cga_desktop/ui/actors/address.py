"""An address: completed while it is typed, found without a network, with how sure we are."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QStringListModel, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QCompleter,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QVBoxLayout,
    QWidget,
)

from cga_desktop.domain.errors import UserError
from cga_desktop.domain.places import FOUND_SCORE, Place, Precision
from cga_desktop.domain.records import Actor
from cga_desktop.i18n import _
from cga_desktop.operations.places import complete_address, find_places, find_places_online
from cga_desktop.ui.desk import Desk
from cga_desktop.ui.look.icons import icon
from cga_desktop.ui.widgets.flow import FlowLayout
from cga_desktop.ui.widgets.parts import button, label, with_role
from cga_desktop.ui.widgets.putting import put_line

_COMPLETION_MS = 120
_PROPOSALS = 3
_LONGEST = 500


class AddressField(QWidget):
    """One line, what it was found to be, and what can be done where it was not.

    Signals:
        typed: the text as it stands.
        placed: the ``Place`` taken for it, without doubt or by choice.
        lost: no place answers the text.
        hand_asked: the user wants to put the pin by hand.
    """

    typed = Signal(str)
    placed = Signal(object)
    lost = Signal()
    hand_asked = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._to_find = False
        self._unsure = False
        hint = _("12 avenue de Verdun, Bondy")
        self.line = QLineEdit(placeholderText=hint, maxLength=_LONGEST)
        self.setFocusProxy(self.line)
        self._words = QStringListModel(self)
        self._places: list[Place] = []
        self._complete_with(QCompleter(self._words, self))
        self._pause = QTimer(self, singleShot=True, interval=_COMPLETION_MS)
        self._pause.timeout.connect(self._complete)
        self.line.textEdited.connect(self._edited)
        self.line.editingFinished.connect(self._finished)
        self._mark = QLabel()
        self.state = label(role="small", wrap=True)
        self.proposals = QVBoxLayout()
        self._lay_out()
        desk.theme.changed.connect(self._draw_mark)

    def _complete_with(self, completer: QCompleter) -> None:
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.setMaxVisibleItems(8)
        popup = with_role(QListView(), "completion")
        popup.setAccessibleName(_("Adresses proposées"))
        completer.setPopup(popup)
        completer.activated.connect(self._chosen)
        self._completer = completer
        self.line.setCompleter(completer)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.line)
        said = QHBoxLayout()
        said.setSpacing(8)
        said.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        said.addWidget(self.state, 1)
        column.addLayout(said)
        column.addLayout(self.proposals)
        self.by_hand = button(
            _("Poser l’épingle à la main"),
            self.hand_asked.emit,
            role="small",
            tip=_("Montre la carte : faites glisser l’épingle, ou déplacez-la avec les flèches."),
        )
        self.online = button(
            _("Chercher en ligne"),
            self._search_online,
            role="small",
            tip=_("Envoie cette adresse au service national des adresses, et rien d’autre."),
        )
        row = QWidget()
        flow = FlowLayout(row, gap=8)
        flow.addWidget(self.by_hand)
        flow.addWidget(self.online)
        column.addWidget(row)

    @property
    def text(self) -> str:
        """What is typed."""
        return self.line.text()

    def show_actor(self, actor: Actor, *, even_in_use: bool = False) -> None:
        """Show an actor's address and how it is known; a field being typed in is left alone.

        ``even_in_use``: it shows it too, as after an undo.
        """
        if self._to_find and not even_in_use:
            return
        self._to_find = False
        put_line(self.line, actor.address)
        self._clear_proposals()
        sentence, unsure = _state_of(actor)
        self._say(sentence, unsure=unsure)

    def show_place(self, place: Place) -> None:
        """Say how the place just taken is known."""
        self._clear_proposals()
        sentence, unsure = _placed(place.precision, place.radius_m)
        self._say(sentence, unsure=unsure)

    def show_by_hand(self) -> None:
        """Say that somebody who was there knows the place."""
        self._clear_proposals()
        self._say(_("Épingle posée à la main."), unsure=False)

    def _edited(self, text: str) -> None:
        self._to_find = True
        self.typed.emit(text)
        self._pause.start()

    def _complete(self) -> None:
        text = self.line.text()
        if text.strip():
            self._desk.jobs.run(
                lambda workspace: complete_address(workspace, text=text),
                owner=self,
                then=partial(self._propose_while_typing, text),
            )

    def _propose_while_typing(self, text: str, places: Sequence[Place]) -> None:
        if text != self.line.text() or not self.line.hasFocus() or not self._to_find:
            return
        self._places = list(places)
        self._words.setStringList([place.label for place in places])
        if places:
            self._completer.complete()

    def _chosen(self, words: str) -> None:
        for place in self._places:
            if place.label == words:
                self._to_find = False
                self.typed.emit(words)
                self.placed.emit(place)
                return

    def _finished(self) -> None:
        if not self._to_find:
            return
        self._to_find = False
        text = self.line.text()
        if not text.strip():
            self._clear_proposals()
            self._say(_("Pas encore située sur la carte."), unsure=False)
            self.lost.emit()
            return
        self._desk.jobs.run(
            lambda workspace: find_places(workspace, text=text, limit=_PROPOSALS),
            owner=self,
            then=partial(self._answered, text),
        )

    def _answered(self, text: str, places: list[Place]) -> None:
        if text != self.line.text():
            return
        if places and places[0].score >= FOUND_SCORE:
            self.placed.emit(places[0])
            return
        self.lost.emit()
        known = _("Cette adresse n’est pas connue sans réseau.")
        unsure = _("Cette adresse n’est pas connue sans réseau. Est-ce l’une de celles-ci ?")
        self._say(unsure if places else known, unsure=True)
        self._offer(places)

    def _offer(self, places: Sequence[Place]) -> None:
        self._clear_proposals()
        for place in places[:_PROPOSALS]:
            text = _("{label} ({precision})").format(
                label=place.label, precision=place.precision.label
            )
            self.proposals.addWidget(button(text, partial(self._take, place), role="small"))

    def _take(self, place: Place) -> None:
        self.line.setFocus()  # not lost with the button that was pressed
        self._clear_proposals()
        self.placed.emit(place)

    def _clear_proposals(self) -> None:
        while (item := self.proposals.takeAt(0)) is not None:  # pyright: ignore[reportUnnecessaryComparison]  (Qt answers None)
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()

    def _search_online(self) -> None:
        text = self.line.text()
        if not text.strip():
            self.line.setFocus()
            return
        self.online.setEnabled(False)
        self._say(_("Recherche en ligne…"), unsure=False)
        self._desk.jobs.run(
            lambda workspace: find_places_online(workspace, text=text),
            owner=self,
            then=self._found_online,
            failed=self._not_found_online,
        )

    def _found_online(self, places: list[Place]) -> None:
        self.online.setEnabled(True)
        if places:
            self._say(_("Trouvée en ligne. Choisissez l’adresse :"), unsure=True)
        else:
            self._say(_("Le service ne connaît pas cette adresse non plus."), unsure=True)
        self._offer(places)

    def _not_found_online(self, error: UserError) -> None:
        self.online.setEnabled(True)
        self._say(str(error), unsure=True)

    def _say(self, sentence: str, *, unsure: bool) -> None:
        self._unsure = unsure
        self.state.setText(sentence)
        self.line.setAccessibleDescription(sentence)
        with_role(self.state, "warning" if unsure else "small")
        self._draw_mark()

    def _draw_mark(self) -> None:
        tokens, side = self._desk.theme.tokens, self._desk.theme.px(16)
        name, colour = ("warning", tokens.warning) if self._unsure else ("map-pin", tokens.accent)
        self._mark.setPixmap(icon(name, colour).pixmap(side, side))
        self._mark.setVisible(bool(self.state.text()))


def _state_of(actor: Actor) -> tuple[str, bool]:
    """What is said of how an actor's place is known, and whether it should be checked."""
    if actor.lat is None:
        return _("Pas encore située sur la carte."), bool(actor.address)
    if actor.placed_by_hand:
        return _("Épingle posée à la main."), False
    try:
        precision = Precision(actor.precision)
    except ValueError:
        return _("Située sur la carte."), False
    return _placed(precision, actor.radius_m or 0)


def _placed(precision: Precision, radius_m: float) -> tuple[str, bool]:
    if precision not in (Precision.STREET, Precision.MUNICIPALITY):
        return _("Située {precision}.").format(precision=precision.label), False
    said = _("Située {precision} seulement").format(precision=precision.label)
    if radius_m:
        said += _(", à {radius} m près").format(radius=round(radius_m))
    return said + _(" : à vérifier."), True
