import pytest
from pydantic import ValidationError

from cga_desktop.domain import drafts
from cga_desktop.domain.unsaved import LONGEST_TEXT, Recovered, Rescued, Unsaved

ONE = {"kind": "interview", "record_id": "1", "typed_at": "2026-11-23T14:02:33.000+00:00"}


def test_what_fits_a_field_can_be_kept():
    assert LONGEST_TEXT == drafts.LONGEST_PROSE
    Unsaved.model_validate({**ONE, "answers": {"q": "x" * LONGEST_TEXT}})


def test_what_is_kept_is_found_as_it_was():
    entry = Unsaved.model_validate(
        {
            **ONE,
            "fields": {"place": "l’été 😀", "lat": 48.9, "placed_by_hand": True, "radius_m": None},
            "consents": {"notes": True, "quoting": None},
        }
    )
    rescued = Rescued(study="/études/Bondy.cgaetude", entries=[entry])
    assert Rescued.model_validate_json(rescued.model_dump_json()) == rescued


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "study"},
        {"record_id": 1},
        {"fields": {"x" * 101: ""}},
        {"fields": {"notes": ["a", "list"]}},
        {"answers": {"q": 3}},
        {"answers": {"q": "x" * (LONGEST_TEXT + 1)}},
        {"consents": {"notes": "oui"}},
        {"people": {str(number): "" for number in range(1001)}},
        {"command": "rm"},
    ],
)
def test_anything_else_is_refused(wrong):
    with pytest.raises(ValidationError):
        Unsaved.model_validate({**ONE, **wrong})


def test_what_was_found_is_counted():
    assert Recovered(answers=1, notes=2, observations=3, others=4).found == 10
