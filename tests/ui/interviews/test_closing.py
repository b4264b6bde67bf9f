"""Forms come and go; none stays behind."""

import gc
import weakref

from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from cga_desktop.ui.autosave import Autosave
from cga_desktop.ui.interviews.form import InterviewForm


def alive(kind):
    # A wrapper whose object Qt has deleted may linger, held by another test's report: that is none.
    return [one for one in gc.get_objects() if isinstance(one, kind) and isValid(one)]


def test_twenty_forms_opened_and_closed_leave_none_alive(qtbot, desk, screen, opened, begin):
    interviews = [begin(), begin("actor")]
    forms = []
    for number in range(20):
        form = opened(interviews[number % 2])
        forms.append(weakref.ref(form))
        del form
        screen.close_form()
        qtbot.waitUntil(lambda: desk.jobs.idle)

    def gone():
        gc.collect()
        return [one() for one in forms if one() is not None] == []

    qtbot.waitUntil(gone)
    assert not [one for one in QApplication.allWidgets() if isinstance(one, InterviewForm)]
    assert alive(Autosave) == []
    assert desk.unwritten == set()
