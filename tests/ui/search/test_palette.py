"""The palette: everything from one field, without a mouse."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from sqlmodel import select

from cga_desktop.domain.drafts import ActorDraft, ObservationDraft
from cga_desktop.domain.hits import Hit
from cga_desktop.domain.records import Answer, Excerpt, Theme
from cga_desktop.operations.actors import add_actor
from cga_desktop.operations.interviews import InterviewChanges, save_interview, start_interview
from cga_desktop.operations.observations import add_observation
from cga_desktop.store.queries import interviews as queries
from cga_desktop.ui.actions import Action
from cga_desktop.ui.interviews.answer_field import AnswerField
from cga_desktop.ui.rooms import Room
from cga_desktop.ui.search.palette import Palette
from tests.ui.interviews.hands import write


@pytest.fixture
def actor(workspace):
    draft = ActorDraft(name="La Ruche", description="Un atelier de vélos, ouvert à tous.")
    return add_actor(workspace, draft=draft).value


@pytest.fixture
def interview(workspace):
    one = start_interview(workspace, kind="resident").value
    with workspace.database.reading() as session:
        questions = queries.interview_sheet(session, one.id).questions
    changes = InterviewChanges(
        answers={questions[3].id: "Réparer les vélos à la Ruche."}, consents={"notes": True}
    )
    save_interview(workspace, interview_id=one.id, changes=changes)
    return one


@pytest.fixture
def shell(qtbot, window, workspace, actor, interview):
    window.resize(1366, 768)
    window.show()
    window.show_study(workspace)
    window.activateWindow()
    qtbot.waitUntil(lambda: window.shell.desk.jobs.idle, timeout=10_000)
    return window.shell


@pytest.fixture
def palette(qtbot, window, shell):
    window.perform(Action.FIND)
    (one,) = palettes(shell)
    qtbot.waitUntil(lambda: bool(one.lines.lines))
    return one


def palettes(shell):
    return [one for one in shell.findChildren(Palette) if one.isVisible()]


def asked(qtbot, palette, text):
    """Type ``text``, and wait for what answers to it."""
    palette.field.selectAll()
    write(text)
    qtbot.waitUntil(lambda: palette._shown_for == text, timeout=5_000)


def press(palette, key):
    QTest.keyClick(palette.field, key)


def listed(palette):
    return [line.text for line in palette.lines.lines]


def test_it_opens_by_key_from_wherever_the_hands_are(qtbot, window, shell):
    QTest.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    (one,) = palettes(shell)
    assert QApplication.focusWidget() is one.field


def test_it_opens_while_an_answer_is_typed_and_gives_the_hands_back(
    qtbot, window, shell, interview
):
    shell.enter(Room.INTERVIEWS, interview.id)
    screen = shell.screen_of(Room.INTERVIEWS)
    qtbot.waitUntil(lambda: screen.form is not None and screen.form.built, timeout=10_000)
    field = screen.form.findChildren(AnswerField)[0]
    field.setFocus()
    QTest.keyClicks(field, "Oui")
    QTest.keyClick(field, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    (one,) = palettes(shell)
    press(one, Qt.Key.Key_Escape)
    assert palettes(shell) == []
    assert QApplication.focusWidget() is field
    assert field.toPlainText() == "Oui"
    assert screen.form is not None


def test_it_opens_while_a_search_is_typed_and_what_was_typed_stays(window, shell):
    shell.enter(Room.ACTORS)
    field = shell.screen_of(Room.ACTORS).list.search
    field.setText("ruche")
    field.home(False)
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert len(palettes(shell)) == 1
    assert field.text() == "ruche"


def test_before_anything_is_typed_it_shows_what_changed_last_and_what_can_be_done(palette):
    assert listed(palette)[0] == "Modifiés récemment"
    assert {"La Ruche", "H-001", "Actions", "Verrouiller maintenant"} <= set(listed(palette))
    words = {line.text: line.word for line in palette.lines.lines}
    assert (words["La Ruche"], words["H-001"]) == ("association", "entretien")


def test_what_is_typed_is_found_by_kind_and_the_first_of_it_is_chosen(qtbot, palette, actor):
    asked(qtbot, palette, "velos")
    assert listed(palette) == ["Acteurs", "La Ruche", "Entretiens", "H-001"]
    assert palette.choice.id == actor.id


def test_arrows_lead_past_the_headings_and_round_the_end(qtbot, palette, actor, interview):
    asked(qtbot, palette, "velos")
    seen = [palette.choice.id]
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Tab):
        press(palette, key)
        seen.append(palette.choice.id)
    first, second = actor.id, interview.id
    assert seen == [first, second, first, second, first]


def test_enter_opens_an_actor_in_its_room(qtbot, shell, palette, actor):
    asked(qtbot, palette, "ruche")
    press(palette, Qt.Key.Key_Return)
    assert palettes(shell) == []
    assert shell.room is Room.ACTORS
    screen = shell.screen_of(Room.ACTORS)
    qtbot.waitUntil(lambda: screen.list.current == actor.id, timeout=10_000)


def test_enter_opens_an_interview_at_the_question_that_was_found(
    qtbot, shell, palette, workspace, interview
):
    asked(qtbot, palette, "reparer")
    press(palette, Qt.Key.Key_Return)
    screen = shell.screen_of(Room.INTERVIEWS)
    qtbot.waitUntil(lambda: screen.form is not None and screen.form.built, timeout=10_000)
    with workspace.database.reading() as session:
        answer = session.exec(select(Answer)).one()
    assert screen.form.interview_id == interview.id
    assert screen.form.page.current == answer.question_id


def test_an_interview_that_is_open_already_goes_to_the_question(qtbot, window, shell, interview):
    shell.enter(Room.INTERVIEWS, interview.id)
    screen = shell.screen_of(Room.INTERVIEWS)
    qtbot.waitUntil(lambda: screen.form is not None and screen.form.built, timeout=10_000)
    form = screen.form
    window.perform(Action.FIND)
    (one,) = palettes(shell)
    asked(qtbot, one, "reparer")
    press(one, Qt.Key.Key_Return)
    assert screen.form is form
    assert form.page.blocks[form.page.current].field.toPlainText().startswith("Réparer")


def test_an_excerpt_opens_its_interview(qtbot, shell, palette, workspace, interview):
    with workspace.database.writing() as session:
        session.add(Excerpt(interview_id=interview.id, kind="idea", text="Une fête des cadres."))
    asked(qtbot, palette, "idée cadres")
    assert listed(palette) == ["Verbatims et idées", "idée · H-001"]
    press(palette, Qt.Key.Key_Return)
    screen = shell.screen_of(Room.INTERVIEWS)
    qtbot.waitUntil(lambda: screen.form is not None, timeout=10_000)
    assert screen.form.interview_id == interview.id


def test_an_observation_opens_on_the_map(qtbot, shell, palette, workspace, monkeypatch):
    draft = ObservationDraft(text="Peu de bancs.", date="2026-05-12")
    seen = add_observation(workspace, draft=draft, contributor="Awa").value
    asked(qtbot, palette, "bancs")
    gone = []
    shell.desk.asked.disconnect(shell.enter)
    shell.desk.asked.connect(lambda room, record: gone.append((room, record)))
    press(palette, Qt.Key.Key_Return)
    assert gone == [(Room.MAP, seen.id)]


def test_a_theme_shows_what_is_coded_with_it(qtbot, shell, palette, workspace, interview):
    with workspace.database.writing() as session:
        theme = session.exec(select(Theme).where(Theme.key == "mobilite")).one()
        session.add(
            Excerpt(interview_id=interview.id, kind="need", text="Des garages.", theme_id=theme.id)
        )
    asked(qtbot, palette, theme.name.lower()[:6])
    while not (isinstance(palette.choice, Hit) and palette.choice.type == "theme"):
        press(palette, Qt.Key.Key_Down)
    press(palette, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: palette._shown_for == theme.name)
    assert listed(palette) == ["Verbatims et idées", "besoin · H-001"]
    assert palettes(shell) == [palette]


def test_a_room_and_an_action_are_done_by_name(qtbot, window, shell, palette):
    asked(qtbot, palette, "exports")
    press(palette, Qt.Key.Key_Return)
    assert shell.room is Room.EXPORTS
    window.perform(Action.FIND)
    (one,) = palettes(shell)
    asked(qtbot, one, "passer du clair")
    assert isinstance(one.choice, Action)
    press(one, Qt.Key.Key_Return)
    assert window.theme.dark


def test_what_belongs_to_an_interview_is_offered_only_in_one(qtbot, window, shell, interview):
    window.perform(Action.FIND)
    (one,) = palettes(shell)
    asked(qtbot, one, "terminer")
    assert listed(one) == []
    press(one, Qt.Key.Key_Escape)
    shell.enter(Room.INTERVIEWS, interview.id)
    screen = shell.screen_of(Room.INTERVIEWS)
    qtbot.waitUntil(lambda: screen.form is not None and screen.form.built, timeout=10_000)
    window.perform(Action.FIND)
    (one,) = palettes(shell)
    asked(qtbot, one, "terminer")
    assert one.choice is Action.FINISH_INTERVIEW
    press(one, Qt.Key.Key_Return)
    assert screen.form.finished


def test_enter_before_the_answer_has_come_opens_what_was_typed(qtbot, shell, palette, actor):
    palette.field.selectAll()
    QTest.keyClicks(palette.field, "ruche")
    press(palette, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: shell.room is Room.ACTORS, timeout=5_000)
    assert palettes(shell) == []


def test_an_older_answer_never_takes_the_place_of_a_newer_one(qtbot, palette, monkeypatch):
    """Three are asked for at once, and readers overtake each other."""
    for text in ("x", "velos", "ruche"):
        palette.field.setText(text)
        palette._ask()
    qtbot.waitUntil(lambda: palette._desk.jobs.idle, timeout=5_000)
    assert palette._shown_for == "ruche"
    assert "La Ruche" in listed(palette)


def test_nothing_found_is_said_and_enter_does_nothing(qtbot, shell, palette):
    asked(qtbot, palette, "piscine")
    assert listed(palette) == []
    assert palette._nothing.isVisible()
    press(palette, Qt.Key.Key_Return)
    assert palettes(shell) == [palette]


def test_marks_and_markup_that_somebody_wrote_are_only_text(qtbot, palette, workspace):
    draft = ActorDraft(name="<b>Gras</b>", description="<img src=x> \ue000faux\ue001 gras")
    add_actor(workspace, draft=draft)
    asked(qtbot, palette, "gras")
    line = palette.lines.lines[1]
    assert line.text == "<b>Gras</b>"
    assert line.spoken == "<b>Gras</b> – association – <img src=x> faux gras"
    palette.grab()


def test_asked_for_again_it_is_there_to_begin_again(window, shell, palette):
    palette.field.setText("abc")
    window.perform(Action.FIND)
    assert palettes(shell) == [palette]
    assert palette.field.selectedText() == "abc"


def test_a_click_beside_it_closes_it_and_a_click_on_a_line_opens_it(qtbot, window, shell, palette):
    QTest.mouseClick(palette, Qt.MouseButton.LeftButton, pos=QPoint(4, palette.height() - 4))
    assert palettes(shell) == []
    window.perform(Action.FIND)
    (one,) = palettes(shell)
    asked(qtbot, one, "ruche")
    heading, line = (one.view.visualRect(one.lines.index(row)).center() for row in (0, 1))
    QTest.mouseClick(one.view.viewport(), Qt.MouseButton.LeftButton, pos=heading)
    assert palettes(shell) == [one]
    QTest.mouseClick(one.view.viewport(), Qt.MouseButton.LeftButton, pos=line)
    assert shell.room is Room.ACTORS


def test_it_makes_way_where_a_room_is_entered_by_key(qtbot, window, shell, palette):
    QTest.keyClick(palette.field, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert shell.room is Room.INTERVIEWS
    assert palettes(shell) == []


def test_escape_closes_it_before_a_sentence_over_the_window(window, shell, palette):
    window.toasts.refuse("Le disque est plein.")
    press(palette, Qt.Key.Key_Escape)
    assert palettes(shell) == []
    assert window.toasts.sentence == "Le disque est plein."


def test_everything_in_it_has_a_name(palette):
    assert palette.accessibleName()
    assert palette.field.accessibleName()
    assert palette.view.accessibleName()


@pytest.mark.parametrize("percent", [100, 200])
@pytest.mark.parametrize("look", ["light", "dark"])
def test_it_fits_the_window_at_any_size_of_text_in_any_look(
    qtbot, window, shell, palette, percent, look
):
    window.resize(800, 560)
    shell.desk.change_settings(text_percent=percent, theme=look)
    asked(qtbot, palette, "velos")
    frame = palette._frame.geometry()
    assert palette.rect().contains(frame)
    assert palette.geometry() == shell.rect()
    assert palette.view.height() >= palette.view.sizeHintForRow(1)
    picture = palette.grab().toImage()
    middle = picture.pixelColor(frame.center().x(), frame.top() + 4).name()
    assert middle == shell.desk.theme.tokens.surface.lower()
