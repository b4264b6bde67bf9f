"""Acteurs: the list at the left, the card and its place on the map at the right."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from cga_desktop.domain.changes import Changes
from cga_desktop.domain.drafts import ActorDraft
from cga_desktop.domain.figures import figure
from cga_desktop.domain.kinds import ActorKind
from cga_desktop.domain.records import Actor
from cga_desktop.domain.sheets import ActorSheet
from cga_desktop.i18n import _, ngettext
from cga_desktop.operations.actors import add_actor
from cga_desktop.store.queries.actors import actor, actor_sheet, actors
from cga_desktop.ui.actions import Action
from cga_desktop.ui.actors.card import ActorCard
from cga_desktop.ui.actors.form import ActorForm
from cga_desktop.ui.actors.rows import TO_CHECK, Order, actor_row, in_order
from cga_desktop.ui.desk import Desk
from cga_desktop.ui.history.restored import RESTORED
from cga_desktop.ui.look.icons import keep_icon
from cga_desktop.ui.look.symbols import symbol_icon
from cga_desktop.ui.screen import Screen
from cga_desktop.ui.widgets.chooser import Chooser
from cga_desktop.ui.widgets.flow import FlowLayout
from cga_desktop.ui.widgets.panes import TwoPanes
from cga_desktop.ui.widgets.parts import button, label
from cga_desktop.ui.widgets.record_list import Chip, RecordList, Row

_LIST_AND_CARD = 640
_CHOOSER = 130


class ActorsScreen(Screen):
    """Every actor of the study."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._found: Sequence[Actor] = ()
        self._rows: dict[str, tuple[str, Row]] = {}
        self._wanted = ""
        self._new = ""
        self._restored = False
        self.list = RecordList(
            desk.theme,
            [Chip("", _("Tous")), Chip(TO_CHECK, _("À vérifier"))],
            search_hint=_("Chercher un acteur"),
            count_text=lambda n: ngettext("{n} acteur", "{n} acteurs", n).format(n=figure(n)),
            empty=self._nobody(),
        )
        self.list.view.setAccessibleName(_("Acteurs"))
        self.list.chosen.connect(self._chosen)
        self.list.opened.connect(self._open)
        self.list.widened.connect(self._widened)
        self.kinds, self.order = self._choosers()
        self.card = ActorCard(desk)
        self.card.doubted.connect(self._read_card)
        self._detail = QStackedWidget()
        self._detail.addWidget(self._nothing_chosen())
        self._detail.addWidget(self.card)
        self.panes = TwoPanes(
            desk.theme,
            self._left(),
            self._detail,
            both_from=_LIST_AND_CARD,
            words=(_("Tous les acteurs"), ""),
        )
        self.panes.split.setSizes([360, 820])
        self.panes.split.setStretchFactor(0, 2)
        self.panes.split.setStretchFactor(1, 5)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(24, 24, 24, 16)
        outer.addWidget(self.panes)
        desk.jobs.changed.connect(self._changed)

    @property
    def form(self) -> ActorForm | None:
        """The fields of the actor shown, if one is."""
        return self.card.form

    @property
    def record(self) -> str:
        """The actor that is shown."""
        return self.card.actor_id

    def _choosers(self) -> tuple[Chooser, Chooser]:
        kinds = Chooser([(_("Tous les types"), "")])
        for kind in ActorKind:
            kinds.offer(symbol_icon(kind.value), kind.label, kind.value)
        kinds.setAccessibleName(_("Type d’acteur"))
        kinds.activated.connect(self._filter_kind)
        order = Chooser((one.label, one) for one in Order)
        order.setAccessibleName(_("Ordre de la liste"))
        order.activated.connect(self._show_rows)
        return kinds, order

    def _left(self) -> QWidget:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 8, 0)
        head = QWidget()
        flow = FlowLayout(head, gap=12)
        flow.addWidget(label(_("Acteurs"), "title"))
        self.new = button(_("Nouvel acteur"), self._add, role="accent", tip=Action.NEW_ACTOR.tip)
        flow.addWidget(keep_icon(self.new, self.desk.theme, "plus", "on_accent"))
        column.addWidget(head)
        choosers = QWidget()
        beside = FlowLayout(choosers, gap=8, share=_CHOOSER)
        beside.addWidget(self.kinds)
        beside.addWidget(self.order)
        column.addWidget(choosers)
        column.addWidget(self.list, 1)
        return left

    def _nobody(self) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(8, 24, 24, 24)
        column.setSpacing(12)
        sentence = _(
            "Aucun acteur pour l’instant. Ajoutez une association, un commerce, un collectif : "
            "son adresse le placera sur la carte."
        )
        column.addWidget(label(sentence, "muted", wrap=True))
        column.addWidget(button(_("Ajouter le premier acteur"), self._add))
        column.addStretch(1)
        return holder

    def _nothing_chosen(self) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        sentence = _("Choisissez un acteur dans la liste pour voir sa fiche.")
        said = label(sentence, "muted", wrap=True)
        said.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(said)
        return holder

    # --- coming and going ------------------------------------------------------------------------

    def enter(self, record_id: str) -> None:
        """Read the actors; show one, or those to check."""
        if record_id == TO_CHECK:
            self.list.show_everything()
            self.list.filter_by(TO_CHECK)
            self.panes.show_first()
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
                self.panes.show_first()
                self.list.search.setFocus()
                self.list.search.selectAll()
            case _:
                return False
        return True

    def _changed(self, what: Changes, initiator: object) -> None:
        self.card.territories_changed(what)
        if what & (Changes.ACTORS | Changes.INTERVIEWS) and self.isVisible():
            self._restored |= initiator is RESTORED
            if self.form is not None and initiator is self.form.autosave:
                self._reread(self.form.actor_id)
            else:
                self._reload()

    # --- the list --------------------------------------------------------------------------------

    def _reload(self) -> None:
        def show(found: Sequence[Actor]) -> None:
            self._want_what_came_back(found)
            self._found = found
            self._show_rows()
            self._read_card()

        self.desk.jobs.read(actors, owner=self, then=show, topic="rows")

    def _want_what_came_back(self, found: Sequence[Actor]) -> None:
        """The one actor that an undo brought back is shown, where none is."""
        before = {one.id for one in self._found}
        came = [one.id for one in found if one.id not in before]
        if self._restored and not self.list.current and len(came) == 1:
            self._wanted = came[0]
        self._restored = self._restored and bool(self._wanted or self.list.current)

    def _reread(self, actor_id: str) -> None:
        """One's own save changes one row; the others need not be read again for every word."""

        def show(saved: Actor) -> None:
            before = {one.id: one for one in self._found}
            if saved.id not in before or before[saved.id].name != saved.name:
                self._reload()  # its place in the list may be another
                return
            self._found = [saved if one.id == saved.id else one for one in self._found]
            self._show_rows()

        self.desk.jobs.read(
            lambda session: actor(session, actor_id), owner=self, then=show, topic="own"
        )

    def _row(self, one: Actor) -> Row:
        """A row is made once for each state of its actor."""
        kept = self._rows.get(one.id)
        if kept is None or kept[0] != one.updated_at:
            kept = self._rows[one.id] = (one.updated_at, actor_row(one))
        return kept[1]

    def _show_rows(self) -> None:
        order = Order(self.order.currentData())
        self.list.set_rows([self._row(one) for one in in_order(self._found, order)])
        if self._wanted:
            wanted, self._wanted = self._wanted, ""
            self.list.choose(wanted)
            self.panes.show_second()

    def _filter_kind(self) -> None:
        self.list.filter_also_by(self.kinds.currentData())

    def _widened(self) -> None:
        self.kinds.show_value("")

    def _chosen(self, actor_id: str) -> None:
        if actor_id:
            self._read_card()
        else:
            self.card.close_form()
            self._detail.setCurrentIndex(0)
            self.panes.show_first()

    def _open(self, _actor_id: str) -> None:
        self.panes.show_second()

    # --- the card --------------------------------------------------------------------------------

    def _read_card(self) -> None:
        actor_id = self.list.current
        if actor_id:
            self.desk.jobs.read(
                lambda session: actor_sheet(session, actor_id),
                owner=self,
                then=self._show_card,
                topic="card",
            )

    def _show_card(self, sheet: ActorSheet) -> None:
        if self.list.current != sheet.actor.id:
            return
        self.card.show_sheet(sheet, even_in_use=self._restored)
        self._restored = False
        self._detail.setCurrentWidget(self.card)
        if self._new == sheet.actor.id:
            self._new = ""
            self.card.take_name()

    def _add(self) -> None:
        draft = ActorDraft.filled({"name": _("Nouvel acteur")})
        self.desk.jobs.write(lambda workspace: add_actor(workspace, draft=draft), then=self._added)

    def _added(self, actor: Actor) -> None:
        self._new = actor.id
        self._wanted = actor.id
