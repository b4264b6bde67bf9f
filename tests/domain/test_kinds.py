import pytest

from cga_desktop.domain import kinds
from cga_desktop.domain.places import Place, Point, Precision

LISTS = [
    kinds.ActorKind,
    kinds.InterviewKind,
    kinds.InterviewStatus,
    kinds.AgeBand,
    kinds.ExcerptKind,
    kinds.RelationKind,
    kinds.Purpose,
    kinds.ConsentForm,
    kinds.Role,
]


@pytest.mark.parametrize("closed_list", LISTS)
def test_every_member_has_a_word_of_its_own(closed_list):
    words = [member.label for member in closed_list]
    assert all(words)
    assert len(set(words)) == len(words)
    assert words == [closed_list.label_of(member.value) for member in closed_list]


@pytest.mark.parametrize("closed_list", LISTS)
def test_a_value_from_a_newer_program_is_shown_as_it_is(closed_list):
    assert closed_list.label_of("of_tomorrow") == "of_tomorrow"
    assert closed_list.label_of("") == ""


def test_every_list_of_the_field_is_described_here():
    assert {one for one in vars(kinds).values() if _is_closed_list(one)} == set(LISTS)


def _is_closed_list(one):
    return isinstance(one, type) and issubclass(one, kinds.Kind) and one is not kinds.Kind


@pytest.mark.parametrize("purpose", list(kinds.Purpose))
def test_every_consent_is_asked_aloud_as_a_question(purpose):
    assert purpose.question.endswith("\u202f?") or purpose.question.endswith("\u00a0?")


@pytest.mark.parametrize("precision", list(Precision))
def test_every_precision_has_a_word_beside_an_address(precision):
    assert precision.label.startswith(("au ", "à la ", "entre "))


def test_ages_are_bands_never_years():
    assert kinds.AgeBand.FROM_18.label == "18–24 ans"


def test_a_place_knows_its_position_alone():
    place = Place("Mairie", 48.9, 2.48, Precision.PLACE, 0.9, 50.0, "93010")
    assert place.point == Point(lat=48.9, lon=2.48)
