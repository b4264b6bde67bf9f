"""One path through an interview, from the consents to the end, for the keyboard alone."""

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest

from cga_desktop.ui.actions import Action
from tests.ui.interviews.hands import hands, press, write

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALL_ASKED = {"notes": True, "recording": False, "quoting": True, "recontact": False}


def fields(form):
    return [block.field for block in form.page.blocks.values()]


def test_tab_goes_from_question_to_question_to_the_notes(opened, begin):
    form = opened(begin())
    form.page.next()
    path = fields(form)
    assert len(path) == 15
    for field in path[:-1]:
        assert hands() is field
        press(Qt.Key.Key_Tab)
    assert hands() is path[-1]
    for field in reversed(path[:-1]):
        press(Qt.Key.Key_Backtab, SHIFT)
        assert hands() is field


def test_ctrl_enter_goes_the_same_way_and_ends_on_the_last_button(opened, begin):
    form = opened(begin())
    for field in fields(form):
        form.perform(Action.NEXT_QUESTION) if form.page.current == "before" else press(
            Qt.Key.Key_Return, CTRL
        )
        assert hands() is field
    press(Qt.Key.Key_Enter, CTRL)
    assert hands().text() == "Terminer l’entretien"
    form.perform(Action.PREVIOUS_QUESTION)
    assert hands() is fields(form)[-1]
    press(Qt.Key.Key_Return, CTRL | SHIFT)
    assert hands() is fields(form)[-2]


def test_ctrl_enter_writes_no_line_break(opened, begin):
    form = opened(begin())
    form.page.next()
    write("Oui")
    press(Qt.Key.Key_Return, CTRL)
    press(Qt.Key.Key_Return)
    assert fields(form)[0].text == "Oui"
    write("Non")
    press(Qt.Key.Key_Return, times=2)
    write("et puis")
    assert fields(form)[1].text == "\nNon\n\net puis"


def test_before_the_first_question_every_card_is_one_stop_of_tab_a_field(opened, begin):
    opened(begin(consents=ALL_ASKED))
    assert hands().accessibleName() == "Tranche d’âge\u00a0: Non précisée"
    names = []
    for _step in range(7):
        press(Qt.Key.Key_Tab)
        names.append(hands().accessibleName())
    assert names[:6] == ["Quartier", "Pseudonyme", "Lieu", "Date", "Mené par", "Avec"]
    assert names[6].startswith("Question 1 sur 14")


def test_the_question_asked_is_in_sight_and_marked(qtbot, opened, begin):
    form = opened(begin())
    page = form.page
    for key, block in page.blocks.items():
        page.go_to(key)
        assert block.property("current") is True
        assert [one for one in page.blocks.values() if one.property("current")] == [block]
        qtbot.waitUntil(lambda block=block: block.visibleRegion().boundingRect() == block.rect())


def test_a_long_answer_is_followed_by_the_page_as_it_is_written(qtbot, opened, begin):
    form = opened(begin(answers={0: "Une ligne.\n" * 60}))
    page = form.page
    block = next(iter(page.blocks.values()))
    page.go_to(next(iter(page.blocks)))
    press(Qt.Key.Key_End, CTRL)
    write("La fin.")

    def caret_in_sight():
        caret = block.field.cursorRect()
        at = block.field.viewport().mapTo(page.viewport(), caret.center())
        return page.viewport().rect().contains(at)

    assert block.height() > page.viewport().height()
    qtbot.waitUntil(caret_in_sight)


def test_the_guide_ticks_what_is_answered_and_marks_where_the_hands_are(opened, begin):
    form = opened(begin(consents=ALL_ASKED, answers={0: "Depuis 1998."}))
    keys = list(form.page.blocks)
    guide = form.guide
    spoken = [guide.model().index(row).data() for row in range(guide.model().rowCount())]
    assert spoken[0] == "Avant de commencer"
    assert spoken[1] == "Le quartier"
    assert spoken[2].startswith("Question 1 sur 14, répondue\u00a0: Depuis quand")
    assert spoken[3].startswith("Question 2 sur 14, sans réponse\u00a0: ")
    assert form.page.current == keys[1]
    assert guide.currentIndex().data() == spoken[3]
    write("On s’y sent bien.")
    assert guide.currentIndex().data().startswith("Question 2 sur 14, répondue")


def test_a_click_in_the_guide_takes_the_hands_to_the_question(opened, begin):
    form = opened(begin())
    guide = form.guide
    row = next(
        index
        for row in range(guide.model().rowCount())
        if (index := guide.model().index(row)).data().startswith("Question 4 ")
    )
    QTest.mouseClick(
        guide.viewport(),
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
        guide.visualRect(row).center(),
    )
    assert hands() is fields(form)[3]


def test_arrows_in_the_guide_show_a_question_and_enter_takes_the_hands_there(qtbot, opened, begin):
    form = opened(begin())
    form.guide.setFocus()
    form.guide.show_current("before")
    press(Qt.Key.Key_Down, times=10)
    assert hands() is form.guide
    tenth = fields(form)[9]
    qtbot.waitUntil(lambda: not tenth.visibleRegion().isEmpty())
    press(Qt.Key.Key_Return)
    assert hands() is tenth


def test_headings_of_the_guide_are_no_stop(opened, begin):
    form = opened(begin())
    form.guide.setFocus()
    form.guide.show_current("before")
    press(Qt.Key.Key_Down)
    assert form.guide.currentIndex().data().startswith("Question 1 ")


def test_an_open_interview_goes_on_at_its_first_unanswered_question(opened, begin):
    form = opened(begin(answers={0: "Oui.", 1: "Oui."}))
    assert hands() is fields(form)[2]


def test_a_finished_interview_opens_at_its_beginning_to_be_read(opened, begin):
    form = opened(begin(answers={0: "Oui."}, status="finished"))
    assert hands() is form.guide
    (marked,) = form.guide.selectedIndexes()
    assert marked.data() == "Avant de commencer"
    assert form.page.verticalScrollBar().value() == 0


def test_an_answer_never_scrolls_within_itself_and_leaves_the_wheel_to_the_page(opened, begin):
    form = opened(begin(answers={0: "Une ligne.\n" * 8}))
    field = fields(form)[0]
    assert field.verticalScrollBar().maximum() == 0
    middle = QPointF(field.viewport().rect().center())
    event = QWheelEvent(
        middle,
        field.viewport().mapToGlobal(middle),
        QPoint(0, 0),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    field.wheelEvent(event)
    assert not event.isAccepted()
