"""What is seldom done, behind three dots."""

import shiboken6

from cga_desktop.ui.widgets.more import MoreButton


def test_it_has_a_name_and_does_what_is_chosen(qtbot, theme):
    done = []
    made = MoreButton(
        theme, "Autres actions", [("Fusionner", lambda: done.append(1)), ("Effacer", done.clear)]
    )
    assert made.accessibleName() == made.toolTip() == "Autres actions"
    assert not made.icon().isNull()
    assert [one.text() for one in made.menu().actions()] == list(made.offers)
    made.offers["Fusionner"].trigger()
    made.offers["Fusionner"].trigger()
    assert done == [1, 1]
    made.offers["Effacer"].trigger()
    assert done == []
    shiboken6.delete(made)
