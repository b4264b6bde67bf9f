"""A shown screen of interviews on a real study, and ways to open an interview in it."""

from collections.abc import Callable, Iterator, Mapping

import pytest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from cga_desktop.domain.records import Interview
from cga_desktop.operations.interviews import InterviewChanges, save_interview, start_interview
from cga_desktop.operations.workspace import Workspace
from cga_desktop.store.queries.interviews import interview_sheet
from cga_desktop.ui.desk import Desk
from cga_desktop.ui.interviews.form import InterviewForm
from cga_desktop.ui.interviews.screen import InterviewsScreen

AGREED = {"notes": True}


@pytest.fixture
def screen(qtbot: QtBot, desk: Desk) -> Iterator[InterviewsScreen]:
    """The room of interviews in a window of the common laptop, with the keyboard."""
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    column.setContentsMargins(0, 0, 0, 0)
    made = InterviewsScreen(desk)
    column.addWidget(made)
    window.resize(1214, 720)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    qtbot.waitUntil(lambda: desk.jobs.idle)
    made.enter("")
    yield made
    made.leave()
    qtbot.waitUntil(lambda: desk.jobs.idle)


Begin = Callable[..., Interview]


@pytest.fixture
def begin(workspace: Workspace) -> Begin:
    """Writes an interview into the study: agreed to notes unless said otherwise."""

    def one(
        kind: str = "resident",
        *,
        consents: Mapping[str, bool | None] = AGREED,
        answers: Mapping[int, str] | None = None,
        **fields: object,
    ) -> Interview:
        made = start_interview(workspace, kind=kind).value
        with workspace.database.reading() as session:
            questions = interview_sheet(session, made.id).questions
        texts = {questions[number].id: text for number, text in (answers or {}).items()}
        changes = InterviewChanges(fields=fields, answers=texts, consents=consents)
        return save_interview(workspace, interview_id=made.id, changes=changes).value

    return one


Open = Callable[[Interview], InterviewForm]


@pytest.fixture
def opened(qtbot: QtBot, screen: InterviewsScreen) -> Open:
    """Opens an interview and waits until its form is built."""

    def one(interview: Interview) -> InterviewForm:
        screen.enter(interview.id)
        qtbot.waitUntil(
            lambda: (
                screen.form is not None
                and screen.form.interview_id == interview.id
                and screen.form.built
            )
        )
        assert screen.form is not None
        return screen.form

    return one


Sheet = Callable[[Interview], object]


@pytest.fixture
def on_disk(workspace: Workspace):
    """Reads an interview back from the study."""

    def one(interview: Interview):
        with workspace.database.reading() as session:
            return interview_sheet(session, interview.id)

    return one
