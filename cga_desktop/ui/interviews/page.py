"""The page of an interview: what comes before, every question in order, the free notes, the end."""

from collections.abc import Collection, Iterator

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from cga_desktop.domain.records import Excerpt
from cga_desktop.i18n import _
from cga_desktop.operations.interviews import InterviewChanges
from cga_desktop.ui.desk import Desk
from cga_desktop.ui.interviews.before import Before
from cga_desktop.ui.interviews.bindings import Binding, Key, show_all
from cga_desktop.ui.interviews.ending import Ending
from cga_desktop.ui.interviews.question_block import Block, question_name
from cga_desktop.ui.interviews.reading import Reading
from cga_desktop.ui.interviews.spoken import Spoken
from cga_desktop.ui.widgets.parts import label

BEFORE, NOTES, END = "before", "notes", "end"
"""Keys of the path apart from the ids of the questions."""
_MARGIN = 24
_AROUND_TEXT = 48
"""What the page is wider than a line of 68 characters: frames and the mark at the left."""
_AIR = 64
"""How much of what follows is kept in sight below the hands, in pixels."""
_NOTES_LINES = 4
_STEP = 2
"""Questions built at a time."""


class Page(QScrollArea):
    """One scrolled page and the one path through it.

    Signals:
        changed: an ``InterviewChanges`` with what was typed or said.
        here: the key of the part in which the hands are.
        left: a field lost the hands: a good moment to write.
    """

    changed = Signal(object)
    here = Signal(str)
    left = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._here = ""
        self.blocks: dict[str, Block] = {}
        self._bindings: list[Binding] = []
        self._outside = QWidget()
        self._ground = QWidget()
        self._lay_out()
        self.before = Before(desk)
        self.ending = Ending()
        self._column = QVBoxLayout(self._ground)
        self._column.setContentsMargins(0, 0, 0, _MARGIN)
        self._column.setSpacing(8)
        self._column.addWidget(self.before)
        self._column.addStretch(1)
        self._follow = QTimer(self, singleShot=True, interval=0)
        self._follow.timeout.connect(self._keep_in_sight)
        self.before.changed.connect(self.changed)
        self.before.grew.connect(self._caret_moved)
        desk.theme.changed.connect(self._fit)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._focus_moved)
        self._fit()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self._outside)
        row.setContentsMargins(_MARGIN, 8, _MARGIN, 0)
        row.addWidget(self._ground, 1000)
        row.addStretch(1)
        self.setWidget(self._outside)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(_("Réponses"))

    def fill(self, reading: Reading) -> Iterator[None]:
        """Build the page of an interview in steps, each short enough not to be felt."""
        for _step in self.before.fill(reading):
            yield
        self._bindings = self.before.bindings()
        show_all(self._bindings, reading)
        yield
        yield from self._add_questions(reading)
        self._add_end(reading)
        self.show_excerpts(reading)
        self.allow(allowed=False)  # until what the person said is known
        yield  # the last parts are shown once the window had its turn: only then can Tab reach them

    def _add(self, widget: QWidget, *, space: int = 0) -> None:
        """One more part, above the stretch at the end."""
        if space:
            self._column.insertSpacing(self._column.count() - 1, space)
        self._column.insertWidget(self._column.count() - 1, widget)

    def _add_questions(self, reading: Reading) -> Iterator[None]:
        self._add(
            label(
                _("Écrivez seulement ce qui est nécessaire : ni nom, ni adresse, ni téléphone."),
                "small",
                wrap=True,
            ),
            space=8,
        )
        section = ""
        count = len(reading.sheet.questions)
        for number, question in enumerate(reading.sheet.questions, start=1):
            if question.section != section:
                section = question.section
                self._add(label(section, "section", wrap=True), space=16)
            block = Block(
                f"{number}. {question.wording}",
                name=question_name(number, count, question.wording),
                help_text=question.help,
            )
            self._add_block(question.id, block, ("answers", question.id)).show(reading)
            if number % _STEP == 0:
                yield

    def _add_end(self, reading: Reading) -> None:
        self._add(label(_("Notes libres"), "section"), space=16)
        notes = Block(
            _("Ce qui ne répond à aucune question"),
            name=_("Notes libres"),
            help_text=_("Une ambiance, une idée, une suite à donner. Pas de nom."),
            lines=_NOTES_LINES,
        )
        self._add_block(NOTES, notes, ("fields", "notes")).show(reading)
        self.closing = Spoken(_("À dire pour finir"), reading.sheet.guide.closing, self._desk.theme)
        self._add(self.closing, space=8)
        self._add(self.ending)

    def _add_block(self, key: str, block: Block, writes: Key) -> Binding:
        self.blocks[key] = block
        self._add(block)
        part, name = writes

        def edited(text: str) -> None:
            typed = {name: text}
            answer = InterviewChanges(answers=typed)
            self.changed.emit(answer if part == "answers" else InterviewChanges(fields=typed))

        def show(found: Reading) -> None:
            text = found.answer(name) if part == "answers" else found.field(name)
            block.field.show_text(text)

        block.edited.connect(edited)
        block.field.left.connect(self.left)
        block.field.moved.connect(self._caret_moved)
        block.field.refused.connect(self._too_long)
        block.field.next_wanted.connect(self.next)
        block.field.previous_wanted.connect(self.previous)
        binding = Binding(writes, block.field, show)
        self._bindings.append(binding)
        return binding

    def bindings(self) -> list[Binding]:
        """Every field of the page, and what it shows."""
        return self._bindings

    def show_excerpts(self, reading: Reading) -> None:
        """Show what was marked, below the answer it is from."""
        by_answer = {one.id: key for key, one in reading.sheet.answers.items()}
        of: dict[str, list[Excerpt]] = {key: [] for key in self.blocks}
        for one in reading.sheet.excerpts:
            key = by_answer.get(one.answer_id, NOTES) if one.answer_id else NOTES
            of[key].append(one)
        for key, found in of.items():
            self.blocks[key].excerpts.show_excerpts(found, reading.themes)

    def allow(self, *, allowed: bool) -> None:
        """Let answers be written, or not: nothing is written about who did not agree."""
        self.before.allow(allowed=allowed)
        for block in self.blocks.values():
            block.field.setEnabled(allowed)

    @property
    def allowed(self) -> bool:
        """Whether answers may be written."""
        return NOTES in self.blocks and self.blocks[NOTES].field.isEnabled()

    @property
    def answered(self) -> frozenset[str]:
        """Keys of the questions (and of the notes) in which something is written."""
        return frozenset(key for key, block in self.blocks.items() if block.answered)

    @property
    def unanswered(self) -> Collection[str]:
        """Ids of the questions without an answer, in order."""
        return [key for key, block in self.blocks.items() if key != NOTES and not block.answered]

    @property
    def current(self) -> str:
        """The key of the part in which the hands are or were last."""
        return self._here

    def next(self) -> None:
        """From question to question, to the notes, to the end."""
        self._step(1)

    def previous(self) -> None:
        """Back from question to question."""
        self._step(-1)

    def _step(self, by: int) -> None:
        path = [BEFORE, *self.blocks, END]
        at = path.index(self._here) if self._here in path else 0
        self.go_to(path[min(max(at + by, 0), len(path) - 1)])

    def go_to(self, key: str) -> None:
        """Put the hands on one part of the page; where they may not be, on what it needs."""
        if key == BEFORE:
            self.before.begin()
        elif key == END:
            self.ending.take_hands()
        elif not self.allowed:
            self.before.consents.ask_for_notes()
        else:
            self.blocks[key].field.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_part(self, key: str) -> None:
        """Bring one part into sight without taking the hands there."""
        part = self._part(key)
        if part is not None:
            self.ensureWidgetVisible(part, 0, _AIR)

    def _part(self, key: str) -> QWidget | None:
        return {BEFORE: self.before, END: self.ending, **self.blocks}.get(key)

    def _focus_moved(self, _before: QWidget | None, now: QWidget | None) -> None:
        key = self._key_of(now)
        if not key:
            return
        if key != self._here:
            self._mark(key)
        self._follow.start()

    def _key_of(self, widget: QWidget | None) -> str:
        parts = {part: key for key in (BEFORE, *self.blocks, END) if (part := self._part(key))}
        while widget is not None and widget is not self:
            if widget in parts:
                return parts[widget]
            widget = widget.parentWidget()
        return ""

    def _mark(self, key: str) -> None:
        if self._here in self.blocks:
            self.blocks[self._here].set_current(False)
        if key in self.blocks:
            self.blocks[key].set_current(True)
        self._here = key
        self.here.emit(key)

    def _caret_moved(self) -> None:
        self._follow.start()

    def _keep_in_sight(self) -> None:
        """The whole question where it fits, else the line in which the caret is."""
        focus = QApplication.focusWidget()
        block = self.blocks.get(self._here)
        if block is None or focus is not block.field:
            if focus is not None and self._key_of(focus):  # pyright: ignore[reportUnnecessaryComparison]  (Qt answers None)
                self._reveal(focus, 2 * _AIR)
            return
        room = self.viewport().height() - block.height()
        if room >= 0:
            self._reveal(block, min(_AIR, room // 2))
            return
        caret = block.field.cursorRect()
        at = block.field.viewport().mapTo(self._outside, caret.center())
        self.ensureVisible(at.x(), at.y(), 0, _AIR)

    def _reveal(self, part: QWidget, air: int) -> None:
        """Scroll no further than it takes to see ``part`` and ``air`` pixels around it.

        Qt's own ``ensureWidgetVisible`` forgets the air where the part alone is in sight.
        """
        top = part.mapTo(self._outside, QPoint(0, 0)).y()
        self.ensureVisible(0, top + part.height(), 0, air)
        self.ensureVisible(0, top, 0, air)

    def _fit(self) -> None:
        theme = self._desk.theme
        self._ground.setMaximumWidth(theme.readable_width() + theme.px(_AROUND_TEXT))

    def _too_long(self) -> None:
        self._desk.refused.emit(
            _("Ce texte est trop long pour une réponse : il n’a pas été collé.")
        )
