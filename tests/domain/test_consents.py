import pytest
from hypothesis import given
from hypothesis import strategies as st

from cga_desktop.domain.consents import allows, asked_for
from cga_desktop.domain.kinds import InterviewKind, Purpose
from cga_desktop.domain.records import Consent

WHEN = "2026-05-12T15:30:00.000+00:00"


def said(granted, purpose=Purpose.QUOTING, withdrawn_at=None):
    return Consent(purpose=purpose.value, granted=granted, withdrawn_at=withdrawn_at)


def test_silence_is_a_no():
    assert not allows([], Purpose.QUOTING)
    assert not allows([said(None)], Purpose.QUOTING)


def test_a_yes_is_a_yes_to_its_own_purpose_only():
    assert allows([said(True)], Purpose.QUOTING)
    assert not allows([said(True)], Purpose.RECORDING)


def test_not_having_been_asked_again_takes_nothing_back():
    assert allows([said(True), said(None)], Purpose.QUOTING)


def test_a_single_no_wins():
    assert not allows([said(True), said(False), said(True)], Purpose.QUOTING)


def test_a_yes_taken_back_is_a_no():
    assert not allows([said(True, withdrawn_at=WHEN)], Purpose.QUOTING)
    assert not allows([said(True), said(True, withdrawn_at=WHEN)], Purpose.QUOTING)


CONSENTS = st.lists(
    st.builds(
        said,
        st.sampled_from([True, False, None]),
        st.sampled_from(list(Purpose)),
        st.sampled_from([None, WHEN]),
    )
)


@given(CONSENTS, st.sampled_from(list(Purpose)), st.randoms())
def test_the_order_in_which_things_were_said_does_not_matter(consents, purpose, chance):
    shuffled = list(consents)
    chance.shuffle(shuffled)
    assert allows(consents, purpose) == allows(shuffled, purpose)


@given(CONSENTS, st.sampled_from(list(Purpose)))
def test_one_more_no_never_opens_a_door(consents, purpose):
    assert not allows([*consents, said(False, purpose)], purpose)


@pytest.mark.parametrize("kind", list(InterviewKind))
def test_everyone_is_asked_for_notes_recording_quoting_and_being_met_again(kind):
    everyone = {Purpose.NOTES, Purpose.RECORDING, Purpose.QUOTING, Purpose.RECONTACT}
    assert everyone <= set(asked_for(kind))
    assert len(asked_for(kind)) == len(set(asked_for(kind)))


def test_only_actors_are_asked_to_be_on_the_map():
    assert Purpose.MAP in asked_for("actor")
    assert Purpose.MAP not in asked_for("resident")
