"""The card of an actor: its name, its fields, and its place on a small map."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from cga_desktop.domain.changes import Changes
from cga_desktop.domain.places import Point
from cga_desktop.domain.records import Actor
from cga_desktop.domain.sheets import ActorSheet
from cga_desktop.i18n import _
from cga_desktop.operations.actors import delete_actor
from cga_desktop.ui.actions import Action
from cga_desktop.ui.actors.form import ActorForm
from cga_desktop.ui.actors.place_map import PlaceMap
from cga_desktop.ui.desk import Desk
from cga_desktop.ui.history.taking_back import Noted, noted
from cga_desktop.ui.widgets.more import MoreButton
from cga_desktop.ui.widgets.only_looking import only_looking
from cga_desktop.ui.widgets.parts import button, label
from cga_desktop.ui.written import when_written

_FORM_AND_MAP = 600
"""The map stands beside the fields from this width on, in pixels at 100 % text."""


class ActorCard(QWidget):
    """One actor at a time; the map is made with the first one and stays.

    Signals:
        doubted: something was refused; what the study holds is to be read again.
    """

    doubted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.form: ActorForm | None = None
        self.map: PlaceMap | None = None
        self._on_map = False
        self._actor: Actor | None = None
        self.title = label(role="section", wrap=True)
        self.show_map = button("", self._turn, role="small")
        self.delete = button(_("Supprimer"), self._delete_soon, role="small")
        self.more = MoreButton(
            desk.theme,
            _("Autres actions sur cet acteur"),
            [
                (_("Historique"), self._show_history),
                (_("Fusionner avec…"), self.merge),
                (_("Effacer définitivement…"), self.erase),
            ],
            role="more",
        )
        self._body = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._body.setSpacing(16)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 0, 0, 0)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.show_map)
        head.addWidget(self.delete)
        head.addWidget(self.more)
        column.addLayout(head)
        column.addLayout(self._body, 1)
        desk.theme.changed.connect(self._arrange)

    # --- which actor -----------------------------------------------------------------------------

    @property
    def actor_id(self) -> str:
        """The actor shown; "" for none."""
        return self.form.actor_id if self.form is not None else ""

    def show_sheet(self, sheet: ActorSheet, *, even_in_use: bool = False) -> None:
        """Show an actor: its fields as they were left, or brought up to date.

        ``even_in_use``: the field in use is brought up to date too, as after an undo.
        """
        if self.form is not None and self.form.actor_id == sheet.actor.id:
            self.form.show_sheet(sheet, even_in_use=even_in_use)
        else:
            self._open(sheet)
        if not self.unsaved("name"):
            self.title.setText(sheet.actor.name)
        self.delete.setEnabled(not (sheet.interviews or self.desk.read_only))
        for words, entry in self.more.offers.items():
            entry.setEnabled(words == _("Historique") or not self.desk.read_only)
        self._actor = sheet.actor
        kept = _("Un acteur avec des entretiens est gardé.") if sheet.interviews else ""
        self.delete.setToolTip(kept)
        self.delete.setAccessibleDescription(kept)
        if self.map is not None and not self.unsaved("lat"):
            self.map.show_actor(sheet.actor)
        self._arrange()

    def unsaved(self, name: str) -> bool:
        """Whether a field holds something that is not on the disk yet."""
        return self.form is not None and name in self.form.autosave.unsaved

    def _open(self, sheet: ActorSheet) -> None:
        self.close_form()
        self.form = ActorForm(self.desk, sheet)
        self.form.hand_asked.connect(self._offer_pin)
        self.form.moved.connect(self._move)
        self.form.renamed.connect(self.title.setText)
        self.form.doubted.connect(self.doubted)
        self._body.insertWidget(0, self.form, 3)
        if self.map is None:
            self.map = PlaceMap(self.desk)
            self.map.moved.connect(self._dropped)
            self._body.addWidget(self.map, 2)

    def close_form(self) -> None:
        """Nobody is shown any more; what was typed is handed over."""
        if self.form is not None:
            self.form.finish()
            self._body.removeWidget(self.form)
            self.form.hide()
            self.form.deleteLater()
            self.form = None

    def take_name(self) -> None:
        """Put the hands on the name, to be written over."""
        if self.form is not None:
            self._show_place(on_map=False)
            self.form.lines["name"].setFocus()
            self.form.lines["name"].selectAll()

    # --- fields and map --------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent, /) -> None:  # noqa: N802  (Qt's name)
        """The map beside the fields where there is room."""
        super().resizeEvent(event)
        self._arrange()

    @property
    def _beside(self) -> bool:
        return self.width() >= self.desk.theme.px(_FORM_AND_MAP)

    def _turn(self) -> None:
        self._show_place(on_map=not self._on_map)

    def _show_place(self, *, on_map: bool) -> None:
        self._on_map = on_map
        self._arrange()

    def _arrange(self) -> None:
        beside = self._beside
        self.show_map.setVisible(not beside)
        self.show_map.setText(_("Voir la fiche") if self._on_map else _("Voir sur la carte"))
        if self.form is not None:
            self.form.setVisible(beside or not self._on_map)
        if self.map is not None:
            self.map.setVisible(beside or self._on_map)

    def _move(self, point: Point | None) -> None:
        if self.map is not None:
            self.map.show_point(point)

    def _offer_pin(self) -> None:
        self._show_place(on_map=True)
        if self.map is not None:
            self.map.offer_pin()

    def _dropped(self, point: Point) -> None:
        if self.desk.read_only:
            self.desk.refused.emit(only_looking())
            self.doubted.emit()  # the pin goes back to where it was
        elif self.form is not None:
            self.form.put_by_hand(point)
            self.desk.said.emit(_("Épingle posée à la main."))

    def territories_changed(self, what: Changes) -> None:
        """Other streets are known than before."""
        if self.map is not None and what & Changes.TERRITORIES:
            self.map.read_plan()

    # --- the end ---------------------------------------------------------------------------------

    def _show_history(self) -> None:
        self.desk.asked_to.emit(Action.HISTORY)

    def merge(self) -> None:
        """Ask which other card is the same actor."""
        from cga_desktop.ui.actors.merge_dialog import MergeDialog

        if self._actor is not None and self.form is not None:
            MergeDialog(self, self.desk, self._actor).open()

    def erase(self) -> None:
        """Ask whether the actor is to be erased for good."""
        from cga_desktop.ui.erasing.dialog import EraseDialog

        if self.form is not None:
            subject = _("Acteur « {name} »").format(name=self.title.text())
            EraseDialog(
                self, self.desk, record_id=self.actor_id, subject=subject, gone=self._erased
            ).open()

    def _erased(self) -> None:
        if self.form is not None:
            self.form.autosave.drop()

    def _delete_soon(self) -> None:
        """What was typed is written first: with the actor, an undo brings back all of it."""
        if self.form is not None:
            when_written(self.desk, partial(self._delete_now, self.form.actor_id), self._kept)

    def _kept(self) -> None:
        self.desk.refused.emit(
            _(
                "Vos derniers mots ne sont pas encore sur le disque : l’acteur n’a pas été "
                "supprimé. Réessayez quand ils seront enregistrés."
            )
        )

    def _delete_now(self, actor_id: str) -> None:
        self.desk.jobs.write(
            noted(lambda workspace: delete_actor(workspace, actor_id=actor_id)),
            then=self._deleted,
        )

    def _deleted(self, done: Noted[str]) -> None:
        self.desk.done.emit(_("« {name} » est supprimé.").format(name=done.value), done.line)
