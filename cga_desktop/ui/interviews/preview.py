"""An interview as it reads, beside the list: nothing is written here."""

from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QTextOption
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QTextBrowser, QVBoxLayout, QWidget

from cga_desktop.domain.consents import asked_for
from cga_desktop.domain.kinds import AgeBand, ExcerptKind, InterviewStatus
from cga_desktop.domain.moments import day_and_time
from cga_desktop.domain.records import Excerpt
from cga_desktop.i18n import _
from cga_desktop.ui.interviews.header import ConsentLine
from cga_desktop.ui.interviews.reading import Reading
from cga_desktop.ui.interviews.words import DOT, LETTERS, heading, joined
from cga_desktop.ui.look.theme import Theme
from cga_desktop.ui.widgets.parts import button, label, with_role


class Preview(QStackedWidget):
    """One interview to read.

    Signals:
        wanted: to be opened, with its id.
    """

    wanted = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._reading: Reading | None = None
        self._hint = label(_("Choisissez un entretien pour le lire."), "muted")
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._title = label("", "section", wrap=True)
        self._open = button(_("Ouvrir"), self._opened)
        self._facts = label("", "small", wrap=True)
        self._consents = ConsentLine()
        self.text = with_role(QTextBrowser(), "reading")
        self.text.setOpenLinks(False)
        self.text.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.text.setAccessibleName(_("Lecture de l’entretien"))
        self.addWidget(self._hint)
        self.addWidget(self._sheet())
        theme.changed.connect(self._draw)

    def _sheet(self) -> QWidget:
        title = QHBoxLayout()
        title.setSpacing(16)
        title.addWidget(self._title, 1)
        title.addWidget(self._open, 0, Qt.AlignmentFlag.AlignTop)
        sheet = QWidget()
        column = QVBoxLayout(sheet)
        column.setContentsMargins(24, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(title)
        column.addWidget(self._facts)
        column.addWidget(self._consents)
        column.addSpacing(8)
        column.addWidget(self.text, 1)
        return sheet

    @property
    def interview_id(self) -> str:
        """What is being read; "" for nothing."""
        return self._reading.id if self._reading is not None else ""

    def clear(self) -> None:
        """Show nothing but how to show something."""
        self._reading = None
        self.setCurrentIndex(0)

    def show_reading(self, found: Reading) -> None:
        """Show one interview; another one is shown from its top."""
        place = self.text.verticalScrollBar().value() if found.id == self.interview_id else 0
        self._reading = found
        interview = found.sheet.interview
        finished = interview.status == InterviewStatus.FINISHED
        verb = _("Ouvrir") if finished else _("Continuer")
        self._open.setText(verb)
        self._open.setAccessibleName(_("{verb} l’entretien").format(verb=verb))
        self._title.setText(heading(interview, found.sheet.actor.name if found.sheet.actor else ""))
        self._facts.setText(_facts(found))
        self._consents.show_said({one: found.granted(one) for one in asked_for(interview.kind)})
        self._draw()
        self.setCurrentIndex(1)
        self.text.verticalScrollBar().setValue(place)

    def _opened(self) -> None:
        self.wanted.emit(self.interview_id)

    def _draw(self) -> None:
        if self._reading is not None:
            self.text.setHtml(self._html(self._reading))

    def _html(self, found: Reading) -> str:
        """What was written, escaped: nothing people typed is read as markup."""
        parts: list[str] = []
        for question in found.sheet.questions:
            answer = found.sheet.answers.get(question.id)
            if answer is not None and answer.text.strip():
                parts.append(self._passage(found, answer.wording, answer.text, answer.id))
        notes = found.sheet.interview.notes
        if notes.strip():
            parts.append(self._passage(found, _("Notes libres"), notes, None))
        nothing = (
            f'<p style="color: {self._theme.tokens.muted}">{_("Rien n’est encore écrit.")}</p>'
        )
        return "".join(parts) or nothing

    def _passage(self, found: Reading, title: str, text: str, answer_id: str | None) -> str:
        lines = "<br>".join(escape(line) for line in text.splitlines())
        of_it = (one for one in found.sheet.excerpts if one.answer_id == answer_id)
        marked = "".join(
            self._excerpt(one, found.themes.get(one.theme_id or "", "")) for one in of_it
        )
        return (
            f'<p style="margin: 16px 0 4px 0; font-weight: 600">{escape(title)}</p>'
            f'<p style="margin: 0; line-height: 145%">{lines}</p>{marked}'
        )

    def _excerpt(self, excerpt: Excerpt, theme: str) -> str:
        known = excerpt.kind in set(ExcerptKind)
        colour = getattr(self._theme.tokens, excerpt.kind) if known else self._theme.tokens.muted
        letter = LETTERS[ExcerptKind(excerpt.kind)] if known else ""
        words = DOT.join(one for one in (ExcerptKind.label_of(excerpt.kind), theme) if one)
        small = f"font-size: {self._theme.px(13)}px"
        quoted = _("« {text} »").format(text=excerpt.text)
        return (
            f'<p style="margin: 4px 0 0 16px; {small}">'
            f'<b style="color: {colour}">{letter} {escape(words)}</b><br>'
            f'<span style="color: {self._theme.tokens.muted}">{escape(quoted)}</span></p>'
        )


def _facts(found: Reading) -> str:
    """Age band, date, place and who led it."""
    interview = found.sheet.interview
    leaders = (interview.contributor_id or "", interview.second_contributor_id or "")
    people = [name for one in leaders if (name := found.person(one))]
    parts = (
        AgeBand.label_of(interview.age_band) if interview.age_band else "",
        day_and_time(interview.date),
        interview.place,
        _("par {people}").format(people=joined(people)) if people else "",
    )
    return DOT.join(part for part in parts if part)
