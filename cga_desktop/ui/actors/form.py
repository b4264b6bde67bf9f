"""The fields of an actor: what it is, where it is, whom to meet there."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from cga_desktop.domain.changes import FieldChanges, Outcome
from cga_desktop.domain.consents import allows
from cga_desktop.domain.errors import UserError
from cga_desktop.domain.kinds import ActorKind, Purpose
from cga_desktop.domain.moments import day_and_time
from cga_desktop.domain.places import Place, Point
from cga_desktop.domain.records import Actor
from cga_desktop.domain.sheets import ActorSheet
from cga_desktop.domain.unsaved import Subject
from cga_desktop.i18n import _
from cga_desktop.operations.actors import (
    by_hand_fields,
    edit_actor_and_place,
    place_fields,
    set_map_consent,
    unplaced_fields,
)
from cga_desktop.operations.workspace import Workspace
from cga_desktop.ui.actors.address import AddressField
from cga_desktop.ui.autosave import Autosave
from cga_desktop.ui.desk import Desk
from cga_desktop.ui.look.symbols import symbol_icon
from cga_desktop.ui.rooms import Room
from cga_desktop.ui.widgets.chooser import Chooser
from cga_desktop.ui.widgets.form import Form
from cga_desktop.ui.widgets.only_looking import let_only_look
from cga_desktop.ui.widgets.parts import button, label
from cga_desktop.ui.widgets.putting import put_line, put_text
from cga_desktop.ui.widgets.scrolling import fill, scrolled

_NOTES_HEIGHT = 104
_LONGEST = 500


class ActorForm(QWidget):
    """Fields of one actor, saved as they are typed.

    Signals:
        moved: where the actor now is (``Point`` or None).
        renamed: its name as it is being typed.
        hand_asked: the user wants to put its pin by hand.
        doubted: something was refused; what the study holds is to be read again.
    """

    moved = Signal(object)
    renamed = Signal(str)
    hand_asked = Signal()
    doubted = Signal()

    def __init__(self, desk: Desk, sheet: ActorSheet) -> None:
        super().__init__()
        self.desk = desk
        self.actor_id = sheet.actor.id
        self._by_hand = sheet.actor.placed_by_hand
        self._name = sheet.actor.name
        actor_id = self.actor_id

        def write(workspace: Workspace, changes: FieldChanges) -> Outcome[Actor]:
            # An address is never kept beside the place of another one, even when the program ends
            # in the middle of a word.
            return edit_actor_and_place(workspace, actor_id=actor_id, changes=changes)

        self.autosave = Autosave(desk, write, FieldChanges(), self, Subject("actor", actor_id))
        self.lines: dict[str, QLineEdit] = {}
        self.texts: dict[str, QPlainTextEdit] = {}
        form = Form()
        form.setContentsMargins(0, 0, 16, 16)
        self._identity(form)
        self._contact(form)
        self._ties_and_interviews(form)
        form.finish()
        fill(self, scrolled(form))
        desk.theme.changed.connect(self._resize_texts)
        self._resize_texts()
        self.show_sheet(sheet)
        if desk.read_only:
            let_only_look(self)

    def _identity(self, form: Form) -> None:
        form.add_row(_("Nom"), self._line("name"))
        self.lines["name"].editingFinished.connect(self._keep_a_name)
        self.kind = Chooser()
        for kind in ActorKind:
            self.kind.offer(symbol_icon(kind.value), kind.label, kind.value)
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
        self.consent = Chooser(
            [
                (_("Pas encore demandé"), None),
                (_("Oui, son contact peut figurer sur la carte"), True),
                (_("Non, son contact reste dans l’étude"), False),
            ]
        )
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

    def _ties_and_interviews(self, form: Form) -> None:
        form.add_section(_("Liens et entretiens"))
        self.ties = label(role="muted", wrap=True)
        form.add_widget(self.ties)
        holder = QWidget()
        self.interviews = QVBoxLayout(holder)
        self.interviews.setContentsMargins(0, 0, 0, 0)
        form.add_widget(holder)

    def _line(self, name: str) -> QLineEdit:
        made = QLineEdit(maxLength=_LONGEST)
        made.textEdited.connect(partial(self._line_changed, name))
        self.lines[name] = made
        return made

    def _text(self, name: str) -> QPlainTextEdit:
        made = QPlainTextEdit()
        made.setTabChangesFocus(True)
        made.textChanged.connect(partial(self._text_changed, name))
        self.texts[name] = made
        return made

    def _resize_texts(self) -> None:
        for text in self.texts.values():
            text.setFixedHeight(self.desk.theme.px(_NOTES_HEIGHT))

    # --- what is typed ---------------------------------------------------------------------------

    def _line_changed(self, name: str, text: str) -> None:
        if name == "name":
            if not text.strip():
                return  # an actor keeps its last name until it has another
            self._name = text
            self.renamed.emit(text)
        self._note({name: text})

    def _text_changed(self, name: str) -> None:
        self._note({name: self.texts[name].toPlainText()})

    def _note(self, changes: Mapping[str, object]) -> None:
        self.autosave.note(FieldChanges(changes))

    def _keep_a_name(self) -> None:
        if not self.lines["name"].text().strip():
            self.lines["name"].setText(self._name)

    def _kind_chosen(self) -> None:
        self._note({"kind": self.kind.currentData()})

    def _consent_chosen(self) -> None:
        granted = self.consent.currentData()
        self.desk.jobs.write(
            lambda workspace: set_map_consent(workspace, actor_id=self.actor_id, granted=granted),
            initiator=self.autosave,
            failed=self._refused,
        )

    def _refused(self, error: UserError) -> None:
        self.desk.refused.emit(str(error))
        self.doubted.emit()

    def _place(self, place: Place) -> None:
        self._by_hand = False
        self._note(place_fields(place))
        self.autosave.flush()
        self.address.show_place(place)
        self.moved.emit(place.point)

    def _unplace(self) -> None:
        if self._by_hand and self.address.text.strip():
            return  # somebody who was there put it: a new wording does not move it
        self._by_hand = False
        self._note(unplaced_fields())
        self.autosave.flush()
        self.moved.emit(None)

    def put_by_hand(self, point: Point) -> None:
        """The pin was dropped at ``point``."""
        self._by_hand = True
        self._note(by_hand_fields(point))
        self.autosave.flush()
        self.address.show_by_hand()

    # --- what the study holds --------------------------------------------------------------------

    def show_sheet(self, sheet: ActorSheet, *, even_in_use: bool = False) -> None:
        """Show what the study holds; what is being typed, or not yet written, is left alone.

        ``even_in_use``: the field in use shows it too, as after an undo.
        """
        actor, unsaved = sheet.actor, self.autosave.unsaved
        if "name" not in unsaved:
            self._name = actor.name
        self._show_words(actor, unsaved, even_in_use=even_in_use)
        if "kind" not in unsaved:
            self.kind.show_value(actor.kind)
        if not unsaved.keys() & {"address", "lat"}:
            self._by_hand = actor.placed_by_hand
            self.address.show_actor(actor, even_in_use=even_in_use)
        self.consent.show_value(_map_consent(sheet))
        self._show_ties(sheet)

    def _show_words(
        self, actor: Actor, unsaved: Mapping[str, object], *, even_in_use: bool
    ) -> None:
        for name, line in self.lines.items():
            if name not in unsaved and (even_in_use or not line.hasFocus()):
                put_line(line, getattr(actor, name))
        for name, text in self.texts.items():
            if name not in unsaved and (even_in_use or not text.hasFocus()):
                put_text(text, getattr(actor, name))

    def _show_ties(self, sheet: ActorSheet) -> None:
        said = [f"{word} {name}" for word, name in sheet.relations]
        self.ties.setText("\n".join(said))
        self.ties.setVisible(bool(said))
        while (item := self.interviews.takeAt(0)) is not None:  # pyright: ignore[reportUnnecessaryComparison]  (Qt answers None)
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        for one in sheet.interviews:
            open_it = partial(self.desk.go, Room.INTERVIEWS, one.interview.id)
            said_when = _("Entretien du {when}").format(when=day_and_time(one.interview.date))
            self.interviews.addWidget(button(said_when, open_it, role="link"))
        if not sheet.interviews:
            nobody = _("Aucun entretien avec cet acteur pour l’instant.")
            self.interviews.addWidget(label(nobody, "muted", wrap=True))

    def finish(self) -> None:
        """The form goes away: what was typed is handed over."""
        self.autosave.finish()


def _map_consent(sheet: ActorSheet) -> bool | None:
    """What was said about the map: yes, no, or None where nobody was asked."""
    asked = [
        one for one in sheet.consents if one.purpose == Purpose.MAP and one.granted is not None
    ]
    return allows(asked, Purpose.MAP) if asked else None
