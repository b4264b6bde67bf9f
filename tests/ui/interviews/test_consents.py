"""What the person accepts decides what can be written, and is asked before the first question."""

import pytest
from PySide6.QtCore import Qt

from cga_desktop.domain.kinds import Purpose
from tests.ui.interviews.hands import hands, letter, press, write

NOTHING: dict[str, bool | None] = {}


def enabled(form):
    return [block.field.isEnabled() for block in form.page.blocks.values()]


def test_nothing_is_written_before_the_person_agreed_to_notes(opened, begin):
    form = opened(begin(consents=NOTHING))
    assert not any(enabled(form))
    assert not form.page.before.person.neighbourhood.isEnabled()
    assert "Demandez d’abord l’accord" in form.gate.sentence
    form.page.next()
    assert hands().accessibleName() == "Prise de notes\u00a0: Pas encore demandé"


def test_one_key_a_purpose_then_the_hands_are_on_the_person(
    qtbot, desk, calm, opened, begin, on_disk
):
    interview = begin(consents=NOTHING)
    form = opened(interview)
    for key in "oOnp":
        letter(key)
    assert hands().accessibleName() == "Tranche d’âge\u00a0: Non précisée"
    assert all(enabled(form))
    assert form.gate.sentence == ""
    calm(desk)
    said = {purpose: one.granted for purpose, one in on_disk(interview).consents.items()}
    assert said["notes"] is True
    assert said["recording"] is True
    assert said["quoting"] is False
    assert said.get("recontact") is None
    assert on_disk(interview).consents["notes"].given_at is not None


def test_the_moment_of_an_answer_is_said_in_words(opened, begin):
    form = opened(begin(consents=NOTHING))
    row = form.page.before.consents.rows[Purpose.NOTES]
    assert not row.moment
    letter("o")
    assert " h" in row.moment.replace("\u202f", " ")


def test_a_refusal_says_that_nothing_may_be_written_and_leads_to_what_changes_it(opened, begin):
    form = opened(begin(consents=NOTHING))
    letter("n")
    assert not any(enabled(form))
    assert "n’écrivez rien sur elle" in form.gate.sentence
    form.gate.consents.emit()
    assert hands().accessibleName() == "Prise de notes\u00a0: Non"
    letter("o")
    assert all(enabled(form))


def test_what_was_written_before_a_change_of_mind_is_kept_and_said(
    desk, calm, opened, begin, on_disk
):
    interview = begin(answers={0: "Depuis 1998."})
    form = opened(interview)
    form.page.before.consents.ask_for_notes()
    letter("n")
    assert "ne veut plus de notes" in form.gate.sentence
    assert not any(enabled(form))
    calm(desk)
    assert [one.text for one in on_disk(interview).answers.values()] == ["Depuis 1998."]
    assert on_disk(interview).consents["notes"].withdrawn_at is not None


def test_arrows_choose_within_a_purpose_and_tab_leaves_it(opened, begin):
    form = opened(begin(consents=NOTHING))
    rows = form.page.before.consents.rows
    press(Qt.Key.Key_Left)
    assert rows[Purpose.NOTES].granted is False
    press(Qt.Key.Key_Left)
    assert rows[Purpose.NOTES].granted is True
    press(Qt.Key.Key_Tab)
    assert hands() is rows[Purpose.RECORDING].choices.button("unasked")


def test_letters_are_only_keys_while_the_hands_are_on_a_purpose(opened, begin):
    form = opened(begin())
    form.page.next()
    write("non, ou presque")
    first = next(iter(form.page.blocks.values()))
    assert first.field.text == "non, ou presque"
    assert form.page.before.consents.rows[Purpose.RECORDING].granted is None


@pytest.mark.parametrize(
    ("kind", "asked"),
    [
        ("resident", ["notes", "recording", "quoting", "recontact"]),
        ("actor", ["notes", "recording", "quoting", "map", "recontact"]),
    ],
)
def test_each_kind_is_asked_its_purposes(opened, begin, kind, asked):
    assert list(opened(begin(kind)).page.before.consents.rows) == asked


def test_the_summary_says_in_words_what_its_signs_show(opened, begin):
    form = opened(begin(consents={"notes": True, "quoting": False}))
    assert form.header.line.accessibleName() == (
        "Consentement\u00a0: prise de notes\u00a0: oui, enregistrement\u00a0: pas encore demandé, "
        "citation\u00a0: non, être recontacté·e\u00a0: pas encore demandé"
    )
    assert form.header.line.signs == "✓–✗–"
