"""The card of an actor: what it is, where it is, whom to meet there."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from cga_desktop.domain.changes import FieldChanges, Outcome
from cga_desktop.domain.consents import allows
from cga_desktop.domain.kinds import ActorKind, Purpose
from cga_desktop.domain.places import Place, Point
from cga_desktop.domain.records import Actor
from cga_desktop.domain.sheets import ActorSheet
from cga_desktop.i18n import _
from cga_desktop.operations.actors import (
    edit_actor,
    place_fields,
    put_actor_by_hand,
    set_map_consent,
    unplaced_fields,
)
from cga_desktop.operations.workspace import Workspace
from cga_desktop.ui.actors.address import AddressField
from cga_desktop.ui.autosave import Autosave
from cga_desktop.ui.desk import Desk
from cga_desktop.ui.look.symbols import symbol_icon
from cga_desktop.ui.rooms import Room
from cga_desktop.ui.widgets.form import Form
from cga_desktop.ui.widgets.parts import button, label

_NOTES_HEIGHT = 104


class ActorForm(QWidget):
    """Fields of one actor, saved as they are typed.

    Signals:
        moved: where the actor now is (``Point`` or None).
        renamed: its name as it is being typed.
        hand_asked: the user wants to put its pin by hand.
    """

    moved = Signal(object)
    renamed = Signal(str)
    hand_asked = Signal()

    def __init__(self, desk: Desk, sheet: ActorSheet) -> None:
        super().__init__()
        self.desk = desk
        self.actor_id = sheet.actor.id
        self._by_hand = sheet.actor.placed_by_hand
        actor_id = self.actor_id

        def write(workspace: Workspace, changes: FieldChanges) -> Outcome[Actor]:
            return edit_actor(workspace, actor_id=actor_id, changes=changes)

        self.autosave = Autosave(desk, write, FieldChanges(), self)
        self.lines: dict[str, QLineEdit] = {}
        self.texts: dict[str, QPlainTextEdit] = {}
        form = Form()
        self._identity(form)
        self._contact(form)
        self.ties = label(role="muted", wrap=True)
        form.add_section(_("Liens et entretiens"))
        form.add_widget(self.ties)
        self._interviews = QVBoxLayout()
        holder = QWidget()
        holder.setLayout(self._interviews)
        form.add_widget(holder)
        form.finish()
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        form.setContentsMargins(0, 0, 16, 16)
        area.setWidget(form)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(area)
        self.show_sheet(sheet)

    def _identity(self, form: Form) -> None:
        form.add_row(_("Nom"), self._line("name"))
        self.kind = QComboBox()
        for kind in ActorKind:
            self.kind.addItem(symbol_icon(kind.value), kind.label, kind.value)
        self.kind.activated.connect(self._kind_chosen)
        form.add_row(_("Type d’acteur"), self.kind)
        self.address = AddressField(self.desk)
        form.add_row(_("Adresse"), self.address)
        self.address.line.setAccessibleName(_("Adresse"))
        self.address.typed.connect(partial(self._line_changed, "address"))
        self.address.placed.connect(self._place)
        self.address.lost.connect(self._unplace)
        self.address.hand_asked.connect(self.hand_asked)
        form.add_row(
            _("Ce que fait cet acteur"),
            self._text("description"),
            help_text=_("Activités, lieux, personnes accueillies : ce qui est utile à l’étude."),
        )
        form.add_row(_("Horaires"), self._line("opening_hours"))
        form.add_row(_("Site"), self._line("website"))

    def _contact(self, form: Form) -> None:
        form.add_section(_("Personne à contacter"))
        form.add_row(_("Nom du contact"), self._line("contact_name"))
        form.add_row(_("Fonction"), self._line("contact_role"))
        form.add_row(_("Téléphone"), self._line("phone"))
        form.add_row(_("Courriel"), self._line("email"))
        self.consent = QComboBox()
        for text, granted in (
            (_("Pas encore demandé"), None),
            (_("Oui, son contact peut figurer sur la carte"), True),
            (_("Non, son contact reste dans l’étude"), False),
        ):
            self.consent.addItem(text, granted)
        self.consent.activated.connect(self._consent_chosen)
        form.add_row(
            _("Accord pour la carte"),
            self.consent,
            help_text=_("Sans accord, le contact ne quitte pas l’étude."),
        )
        form.add_row(
            _("Notes"),
            self._text("notes"),
            help_text=_("Écrivez seulement ce qui est nécessaire. Les notes restent à l’équipe."),
        )

    def _line(self, name: str) -> QLineEdit:
        made = QLineEdit(maxLength=500)
        made.textEdited.connect(partial(self._line_changed, name))
        self.lines[name] = made
        return made

    def _text(self, name: str) -> QPlainTextEdit:
        made = QPlainTextEdit()
        made.setTabChangesFocus(True)
        made.setFixedHeight(self.desk.theme.px(_NOTES_HEIGHT))
        made.textChanged.connect(partial(self._text_changed, name))
        self.texts[name] = made
        return made

    def _line_changed(self, name: str, text: str) -> None:
        self._note({name: text})

    def _text_changed(self, name: str) -> None:
        self._note({name: self.texts[name].toPlainText()})

    def _note(self, changes: Mapping[str, object]) -> None:
        if changes.get("name") == "":
            return  # an actor keeps its last name until it has another
        if "name" in changes:
            self.renamed.emit(str(changes["name"]))
        self.autosave.note(FieldChanges(changes))

    def _kind_chosen(self) -> None:
        self._note({"kind": self.kind.currentData()})

    def _consent_chosen(self) -> None:
        granted = self.consent.currentData()
        self.desk.jobs.write(
            lambda workspace: set_map_consent(workspace, actor_id=self.actor_id, granted=granted),
            initiator=self.autosave,
        )

    def _place(self, place: Place) -> None:
        self._by_hand = False
        self._note(place_fields(place))
        self.autosave.flush()
        self.address.show_place(place)
        self.moved.emit(place.point)

    def _unplace(self) -> None:
        if self._by_hand:
            return  # somebody who was there put it: a new wording does not move it
        self._note(unplaced_fields())
        self.autosave.flush()
        self.moved.emit(None)

    def put_by_hand(self, point: Point) -> None:
        """The pin was dropped at ``point``."""
        self._by_hand = True
        self.autosave.flush()
        self.desk.jobs.write(
            lambda workspace: put_actor_by_hand(workspace, actor_id=self.actor_id, point=point),
            initiator=None,
        )

    def show_sheet(self, sheet: ActorSheet) -> None:
        """Show what the study holds; a field with unsaved text or the keyboard is left alone."""
        actor = sheet.actor
        self._by_hand = actor.placed_by_hand
        if not self.autosave.pending:
            self._fill(actor)
            self.address.show_actor(actor)
        granted = _map_consent(sheet)
        self.consent.setCurrentIndex(self.consent.findData(granted))
        self._show_ties(sheet)

    def _fill(self, actor: Actor) -> None:
        for name, line in self.lines.items():
            if not line.hasFocus():
                line.setText(getattr(actor, name))
        for name, text in self.texts.items():
            value = getattr(actor, name)
            if not text.hasFocus() and text.toPlainText() != value:
                with QSignalBlocker(text):
                    text.setPlainText(value)
        at = self.kind.findData(actor.kind)
        self.kind.setCurrentIndex(at)

    def _show_ties(self, sheet: ActorSheet) -> None:
        said = [f"{word} {name}" for word, name in sheet.relations]
        self.ties.setText("\n".join(said))
        self.ties.setVisible(bool(said))
        while (item := self._interviews.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        for one in sheet.interviews:
            open_it = partial(self.desk.go, Room.INTERVIEWS, one.interview.id)
            self._interviews.addWidget(
                button(_("Voir l’entretien"), open_it, role="quiet", tip=one.interview.date)
            )
        if not sheet.interviews:
            self._interviews.addWidget(
                label(_("Aucun entretien avec cet acteur pour l’instant."), "muted", wrap=True)
            )

    def finish(self) -> None:
        """The form goes away: what was typed is handed over."""
        self.autosave.finish()


def _map_consent(sheet: ActorSheet) -> bool | None:
    """What was said about the map: yes, no, or None where nobody was asked."""
    asked = [
        one for one in sheet.consents if one.purpose == Purpose.MAP and one.granted is not None
    ]
    return allows(asked, Purpose.MAP) if asked else None
