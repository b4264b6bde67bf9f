import pytest
from hypothesis import given
from hypothesis import strategies as st

from cga_desktop.domain.exports import ReportAudience
from cga_desktop.exporting import consent_rules as rules
from tests.exporting.studies import actor, consent

OUTSIDE = (ReportAudience.PUBLIC, ReportAudience.PARTNERS)
INSIDE = (ReportAudience.TEAM, ReportAudience.NAMED)
PERSON = actor("p", kind="resource_person")
SHOP = actor("s", kind="shop")


@pytest.mark.parametrize("audience", OUTSIDE)
def test_outside_readers_get_a_contact_only_with_map_consent(audience):
    assert rules.may_give_contact([consent("map", True)], audience)
    assert not rules.may_give_contact([], audience)
    assert not rules.may_give_contact([consent("map", None)], audience)
    assert not rules.may_give_contact([consent("map", False)], audience)
    assert not rules.may_give_contact([consent("map", True, withdrawn=True)], audience)
    assert not rules.may_give_contact([consent("recontact", True)], audience)
    assert not rules.may_give_contact([consent("map", True), consent("map", False)], audience)


@pytest.mark.parametrize("audience", INSIDE)
def test_the_team_has_every_contact(audience):
    assert rules.may_give_contact([], audience)
    assert rules.may_give_contact([consent("map", False)], audience)


@pytest.mark.parametrize("audience", OUTSIDE)
def test_a_person_is_named_outside_only_with_map_consent_an_organisation_always(audience):
    assert rules.may_be_named(SHOP, [], audience)
    assert not rules.may_be_named(PERSON, [], audience)
    assert rules.may_be_named(PERSON, [consent("map", True)], audience)


def test_nobody_is_shown_where_a_person_lives_without_map_consent():
    assert rules.may_be_placed(SHOP, [])
    assert not rules.may_be_placed(PERSON, [])
    assert rules.may_be_placed(PERSON, [consent("map", True)])


def test_words_are_quoted_with_consent_only():
    assert rules.may_quote([consent("quoting", True), consent("map", False)])
    assert not rules.may_quote([consent("notes", True), consent("recording", True)])


def test_answers_need_a_reader_inside_and_consent_to_notes():
    agreed = [consent("notes", True)]
    assert [one for one in ReportAudience if rules.may_give_answers(agreed, one)] == list(INSIDE)
    assert not any(rules.may_give_answers([], one) for one in ReportAudience)


def test_small_counts_are_hidden_outside_and_seen_inside():
    assert rules.hidden_cells([12, 3, 9, 2], ReportAudience.PUBLIC) == {1, 3}
    assert rules.hidden_cells([12, 3, 9, 2], ReportAudience.TEAM) == frozenset()
    assert rules.hidden_cells([12, 9], ReportAudience.PARTNERS) == frozenset()


def test_a_single_small_count_takes_the_next_one_with_it():
    assert rules.hidden_cells([12, 3, 9], ReportAudience.PUBLIC) == {1, 2}


def test_two_tiny_counts_that_add_up_to_a_small_one_take_a_third():
    assert rules.hidden_cells([12, 1, 9, 1], ReportAudience.PUBLIC) == {1, 2, 3}


@given(st.lists(st.integers(1, 40), min_size=1, max_size=8))
def test_no_small_count_can_be_worked_out_from_the_total(counts):
    hidden = rules.hidden_cells(counts, ReportAudience.PUBLIC)
    assert all(position in hidden for position, count in enumerate(counts) if count < 5)
    if hidden and len(counts) > 1:
        assert len(hidden) > 1
        unsaid = sum(counts) - sum(c for i, c in enumerate(counts) if i not in hidden)
        assert unsaid >= 5 or len(hidden) == len(counts)
