from hypothesis import given
from hypothesis import strategies as st

from cga_desktop.domain.changes import Changes, FieldChanges, Outcome

FIELDS = st.dictionaries(st.sampled_from(["name", "phone", "notes"]), st.text()).map(FieldChanges)


@given(FIELDS, FIELDS, FIELDS)
def test_what_was_typed_later_stands_however_it_is_gathered(one, two, three):
    assert one.then(two).then(three) == one.then(two.then(three))
    assert {**one.then(two), **two} == one.then(two)
    assert one.then(FieldChanges()) == FieldChanges().then(one) == one


@given(FIELDS)
def test_changes_taken_apart_are_the_same_changes(changes):
    together = FieldChanges()
    for one in changes.apart():
        assert len(one) == 1
        together = together.then(one)
    assert together == changes


def test_an_operation_that_changed_nothing_says_so():
    assert not Outcome("value").changes
    assert Changes.ACTORS in Changes.EVERYTHING
    assert not Changes.ACTORS & Changes.INTERVIEWS
