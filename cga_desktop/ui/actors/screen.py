"""Acteurs: the list at the left, the card and its place on the map at the right."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QMessageBox,
    QSizePolicy,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from cga_desktop.domain.changes import Changes
from cga_desktop.domain.drafts import ActorDraft
from cga_desktop.domain.figures import figure
from cga_desktop.domain.kinds import ActorKind
from cga_desktop.domain.places import Point, Precision
from cga_desktop.domain.records import Actor
from cga_desktop.domain.sheets import ActorSheet
from cga_desktop.i18n import _, ngettext
from cga_desktop.operations.actors import add_actor, delete_actor
from cga_desktop.store.queries.actors import actor_sheet, actors
from cga_desktop.ui.actions import Action
from cga_desktop.ui.actors.form import ActorForm
from cga_desktop.ui.actors.place_map import PlaceMap
from cga_desktop.ui.desk import Desk
from cga_desktop.ui.look.icons import icon
from cga_desktop.ui.look.symbols import symbol_icon
from cga_desktop.ui.screen import Screen
from cga_desktop.ui.widgets.parts import button, label
from cga_desktop.ui.widgets.record_list import Chip, RecordList, Row

TO_CHECK = "to-check"
_CARD_AND_MAP = 620
_UNSURE = frozenset({Precision.STREET.value, Precision.MUNICIPALITY.value})


class ActorsScreen(Screen):
    """Every actor of the study."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.form: ActorForm | None = None
        self._wanted = ""
        self._new = ""
        self.list = RecordList(
            desk.theme,
            [
                Chip("", _("Tous")),
                Chip("association", _("Associations")),
                Chip("other", _("Autres")),
                Chip(TO_CHECK, _("À vérifier")),
            ],
            search_hint=_("Chercher un acteur"),
            count_text=lambda n: ngettext("{n} acteur", "{n} acteurs", n).format(n=figure(n)),
            empty=self._nobody(),
        )
        self.list.chosen.connect(self._chosen)
        self._detail = QStackedWidget()
        self._detail.addWidget(self._nothing_chosen())
        self._card = QWidget()
        self._card_column = QVBoxLayout(self._card)
        self._card_column.setContentsMargins(16, 0, 0, 0)
        self._title = label(role="title", wrap=True)
        self._delete = button(_("Supprimer"), self._ask_to_delete, role="quiet")
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._delete)
        self._card_column.addLayout(head)
        self._body = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._body.setSpacing(16)
        self._card_column.addLayout(self._body, 1)
        self._map: PlaceMap | None = None
        self._detail.addWidget(self._card)
        self._lay_out()
        desk.jobs.changed.connect(self._changed)

    def _lay_out(self) -> None:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 8, 0)
        head = QHBoxLayout()
        head.addWidget(label(_("Acteurs"), "title"))
        head.addStretch(1)
        tokens = self.desk.theme.tokens
        self.new = button(
            _("Nouvel acteur"),
            self._add,
            role="accent",
            icon=icon("plus", tokens.on_accent),
            tip=Action.NEW_ACTOR.tip,
        )
        head.addWidget(self.new)
        column.addLayout(head)
        column.addWidget(self.list, 1)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(left)
        split.addWidget(self._detail)
        split.setStretchFactor(0, 2)
        split.setStretchFactor(1, 5)
        split.setChildrenCollapsible(False)
        split.setSizes([360, 820])
        outer = QVBoxLayout(self)
        outer.setContentsMargins(24, 24, 24, 16)
        outer.addWidget(split)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  (Qt's name)
        """The small map goes under the card where there is no room beside it."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        beside = self._detail.width() >= self.desk.theme.px(_CARD_AND_MAP)
        direction = QBoxLayout.Direction
        self._body.setDirection(direction.LeftToRight if beside else direction.TopToBottom)

    def _nobody(self) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.addStretch(1)
        sentence = _(
            "Aucun acteur pour l’instant. Ajoutez une association, un commerce, un collectif : "
            "son adresse le placera sur la carte."
        )
        column.addWidget(label(sentence, "muted", wrap=True))
        column.addWidget(button(_("Ajouter le premier acteur"), self._add, role="accent"))
        column.addStretch(2)
        return holder

    def _nothing_chosen(self) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        said = label(_("Choisissez un acteur dans la liste pour voir sa fiche."), "muted")
        said.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(said)
        return holder

    def enter(self, record_id: str) -> None:
        """Read the actors; show one, or those to check."""
        if record_id == TO_CHECK:
            self.list.filter_by(TO_CHECK)
        else:
            self._wanted = record_id
        self._reload()

    def leave(self) -> None:
        """Hand over what was typed."""
        if self.form is not None:
            self.form.autosave.flush()

    def perform(self, action: Action) -> bool:
        """New actor, search."""
        match action:
            case Action.NEW_ACTOR:
                self._add()
            case Action.SEARCH:
                self.list.search.setFocus()
            case _:
                return False
        return True

    def _changed(self, what: Changes, initiator: object) -> None:
        if what & (Changes.ACTORS | Changes.INTERVIEWS) and self.isVisible():
            self._reload()
            if self.form is not None and initiator is not self.form.autosave:
                self._read_card(self.form.actor_id)

    def _reload(self) -> None:
        self.desk.jobs.read(actors, owner=self, then=self._show_rows)

    def _show_rows(self, found: Sequence[Actor]) -> None:
        self.list.set_rows([_row(actor) for actor in found])
        if self._wanted:
            wanted, self._wanted = self._wanted, ""
            self.list.choose(wanted)

    def _chosen(self, actor_id: str) -> None:
        if actor_id:
            self._read_card(actor_id)
        else:
            self._close_card()
            self._detail.setCurrentIndex(0)

    def _read_card(self, actor_id: str) -> None:
        self.desk.jobs.read(
            lambda session: actor_sheet(session, actor_id), owner=self, then=self._show_card
        )

    def _show_card(self, sheet: ActorSheet) -> None:
        if self.list.current != sheet.actor.id:
            return
        self._title.setText(sheet.actor.name)
        self._delete.setEnabled(not sheet.interviews)
        self._delete.setToolTip(
            _("Un acteur avec des entretiens est gardé.") if sheet.interviews else ""
        )
        if self.form is not None and self.form.actor_id == sheet.actor.id:
            self.form.show_sheet(sheet)
        else:
            self._open_card(sheet)
        self._show_place(sheet.actor)
        self._detail.setCurrentWidget(self._card)
        if self._new == sheet.actor.id and self.form is not None:
            self._new = ""
            self.form.lines["name"].setFocus()
            self.form.lines["name"].selectAll()

    def _open_card(self, sheet: ActorSheet) -> None:
        self._close_card()
        self.form = ActorForm(self.desk, sheet)
        self.form.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.form.hand_asked.connect(self._put_by_hand)
        self.form.moved.connect(self._move)
        self.form.renamed.connect(self._title.setText)
        self._body.insertWidget(0, self.form, 3)
        if self._map is None:
            self._map = PlaceMap(self.desk)
            self._map.moved.connect(self._dropped)
            self._body.addWidget(self._map, 2)
            self._arrange()

    def _close_card(self) -> None:
        if self.form is not None:
            self.form.finish()
            self._body.removeWidget(self.form)
            self.form.hide()
            self.form.deleteLater()
            self.form = None

    def _show_place(self, actor: Actor) -> None:
        if self._map is not None:
            self._map.show_actor(actor)

    def _move(self, point: Point | None) -> None:
        if self._map is not None:
            self._map.show_point(point)

    def _put_by_hand(self) -> None:
        if self._map is not None:
            self._map.offer_pin()

    def _dropped(self, point: Point) -> None:
        if self.form is not None:
            self.form.put_by_hand(point)
            self.desk.said.emit(_("Épingle posée à la main."))

    def _add(self) -> None:
        draft = ActorDraft.filled({"name": _("Nouvel acteur")})
        self.desk.jobs.write(lambda workspace: add_actor(workspace, draft=draft), then=self._added)

    def _added(self, actor: Actor) -> None:
        self._new = actor.id
        self._wanted = actor.id

    def _ask_to_delete(self) -> None:
        if self.form is None:
            return
        actor_id, name = self.form.actor_id, self._title.text()
        box = QMessageBox(self)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setText(_("Supprimer « {name} » ?").format(name=name))
        box.setInformativeText(_("Sa fiche et ses liens disparaîtront de l’étude."))
        keep = box.addButton(_("Garder"), QMessageBox.ButtonRole.RejectRole)
        remove = box.addButton(_("Supprimer"), QMessageBox.ButtonRole.DestructiveRole)
        box.setDefaultButton(keep)
        box.setEscapeButton(keep)
        remove.clicked.connect(partial(self._delete_now, actor_id))
        box.open()

    def _delete_now(self, actor_id: str) -> None:
        self.desk.jobs.write(
            lambda workspace: delete_actor(workspace, actor_id=actor_id),
            then=lambda name: self.desk.said.emit(_("« {name} » est supprimé.").format(name=name)),
        )


def _row(actor: Actor) -> Row:
    unsure = actor.lat is None or (actor.precision in _UNSURE and not actor.placed_by_hand)
    groups = {"association" if actor.kind == "association" else "other"}
    if unsure:
        groups.add(TO_CHECK)
    kind = ActorKind.label_of(actor.kind)
    return Row(
        id=actor.id,
        title=actor.name,
        subtitle=f"{kind} · {actor.address}" if actor.address else kind,
        mark=_("adresse à vérifier") if unsure else "",
        picture=symbol_icon(actor.kind),
        groups=frozenset(groups),
    )
