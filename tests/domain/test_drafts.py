import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cga_desktop.domain import drafts
from cga_desktop.domain.drafts import ActorDraft, InterviewDraft, ObservationDraft
from cga_desktop.domain.errors import BadValue
from cga_desktop.domain.kinds import ActorKind, AgeBand, InterviewStatus
from cga_desktop.domain.places import Precision
from cga_desktop.domain.records import Actor, Answer, Interview, Observation

ANYTHING = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters())
    | st.binary()
    | st.lists(st.text(), max_size=2)
    | st.dictionaries(st.text(), st.text(), max_size=2)
)
FIELDS = [(draft, name) for draft in drafts.DRAFTS.values() for name in draft.model_fields]
NUMBERS = ["lat", "lon", "radius_m"]
ENGLISH = ("Input", "should", "validation", "error", "valid", "String", "Field", "Value")


def refusal(draft, field, value):
    with pytest.raises(BadValue) as refused:
        draft.checked({field: value})
    return str(refused.value)


def test_a_draft_takes_every_field_that_a_person_writes():
    assert ActorDraft.filled({"name": "Les Jardins de Bondy"}).kind == "association"
    assert InterviewDraft.filled({"date": "2026-05-12"}).status == "in_progress"
    assert ObservationDraft.filled({"text": "Marché", "date": "2026-05-12"}).lat is None


@pytest.mark.parametrize(("record", "draft"), list(drafts.DRAFTS.items()))
def test_every_field_of_a_draft_is_a_field_of_its_record_with_the_same_default(record, draft):
    for name, field in draft.model_fields.items():
        kept = record.model_fields[name]
        assert field.is_required() == kept.is_required() or name == "date"
        if not field.is_required():
            assert field.default == kept.default


def test_a_record_already_in_the_study_makes_its_own_draft():
    actor = Actor(name="Régie de quartier", kind="a_kind_of_tomorrow", lat=48.9, lon=2.48)
    draft = ActorDraft.of(actor)
    assert draft.model_dump() == actor.model_dump(exclude={"id", "created_at", "updated_at"})
    assert draft.kind == "a_kind_of_tomorrow"


def test_unknown_fields_are_named_with_those_that_exist():
    sentence = refusal(ActorDraft, "adresse", "12 rue X")
    assert "« adresse »" in sentence.replace("\u202f", " ").replace("\u00a0", " ")
    assert "address" in sentence
    with pytest.raises(BadValue, match="siret"):
        ActorDraft.filled({"name": "X", "siret": "123"})


def test_a_missing_name_is_said_to_be_missing():
    for values in ({}, {"name": ""}, {"name": " \n\t"}, {"name": "\0"}):
        with pytest.raises(BadValue, match="Il manque le champ"):
            ActorDraft.filled(values)


@pytest.mark.parametrize(
    ("draft", "field", "kind"),
    [
        (ActorDraft, "kind", ActorKind),
        (ActorDraft, "precision", Precision),
        (InterviewDraft, "age_band", AgeBand),
        (InterviewDraft, "status", InterviewStatus),
    ],
)
def test_closed_lists_take_their_values_only(draft, field, kind):
    for member in kind:
        assert draft.checked({field: member.value}) == {field: member.value}
    assert "n’importe quoi" in refusal(draft, field, "n’importe quoi")


@pytest.mark.parametrize(("draft", "field"), [(ActorDraft, "kind"), (InterviewDraft, "status")])
def test_what_everything_has_cannot_be_emptied(draft, field):
    refusal(draft, field, "")


@pytest.mark.parametrize(
    ("draft", "field"), [(ActorDraft, "precision"), (InterviewDraft, "age_band")]
)
def test_what_may_be_unknown_can_be_emptied(draft, field):
    assert draft.checked({field: ""}) == {field: ""}


@pytest.mark.parametrize("draft", [ActorDraft, ObservationDraft])
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("lat", 90.1),
        ("lat", -91),
        ("lon", 180.5),
        ("lat", math.nan),
        ("lon", math.inf),
        ("lon", -math.inf),
        ("lat", "nan"),
        ("lat", "inf"),
        ("lat", "1e999"),
        ("lon", "deux"),
        ("lat", True),
    ],
)
def test_what_is_not_a_position_on_earth_is_refused(draft, field, value):
    refusal(draft, field, value)


@pytest.mark.parametrize("typed", [48.9021, "48.9021", "48,9021", " 48,9021 "])
def test_coordinates_are_taken_as_french_people_type_them(typed):
    assert ActorDraft.checked({"lat": typed}) == {"lat": 48.9021}


@pytest.mark.parametrize("field", NUMBERS)
@pytest.mark.parametrize("empty", ["", "  ", None])
def test_a_number_can_be_emptied(field, empty):
    assert ActorDraft.checked({field: empty}) == {field: None}


@pytest.mark.parametrize("radius", [-1, math.nan, math.inf])
def test_a_radius_is_a_length(radius):
    refusal(ActorDraft, "radius_m", radius)


@pytest.mark.parametrize("draft", [InterviewDraft, ObservationDraft])
def test_dates_are_moments_kept_in_one_spelling(draft):
    assert draft.checked({"date": "20260512"}) == {"date": "2026-05-12"}
    assert draft.checked({"date": " 2026-05-12T17:30+02:00 "}) == {"date": "2026-05-12T17:30+02:00"}
    for wrong in ("", "hier", "2026-02-30", "0001-01-01T00:00+23:59", "12/05/2026"):
        refusal(draft, "date", wrong)


@pytest.mark.parametrize("field", ["actor_id", "contributor_id", "second_contributor_id"])
def test_somebody_may_be_nobody_but_not_an_empty_name(field):
    assert InterviewDraft.checked({field: None}) == {field: None}
    assert InterviewDraft.checked({field: ""}) == {field: None}
    assert InterviewDraft.checked({field: "\0"}) == {field: None}


def test_a_line_is_one_line_and_prose_is_kept_to_the_letter():
    pasted = " 12 avenue de Verdun\r\n93140 Bondy "
    assert ActorDraft.checked({"address": pasted})["address"] == "12 avenue de Verdun 93140 Bondy"
    assert ActorDraft.checked({"notes": pasted})["notes"] == pasted


@pytest.mark.parametrize(
    ("draft", "field"), [(ActorDraft, "notes"), (InterviewDraft, "notes"), (ActorDraft, "name")]
)
def test_what_no_file_can_hold_is_dropped_and_the_words_are_kept(draft, field):
    assert draft.checked({field: "Fatou\0mata \ud83d\ude00\ud800"}) == {field: "Fatoumata 😀"}


@pytest.mark.parametrize(
    ("draft", "field", "most"),
    [(ActorDraft, "name", 500), (ActorDraft, "notes", 1_000_000), (InterviewDraft, "place", 500)],
)
def test_text_has_a_bound_far_above_what_anybody_writes(draft, field, most):
    assert draft.checked({field: "é" * most})
    sentence = refusal(draft, field, "é" * (most + 1))
    assert len(sentence) < 300
    assert str(most) in sentence.replace("\u202f", "")


def test_changes_are_checked_one_by_one_whatever_the_other_fields_hold():
    assert InterviewDraft.checked({"notes": "…"}) == {"notes": "…"}  # no date is asked for
    assert ActorDraft.checked({}) == {}
    changes = {"lat": "48.9", "name": " Régie ", "placed_by_hand": "true"}
    assert ActorDraft.checked(changes) == {"lat": 48.9, "name": "Régie", "placed_by_hand": True}


def test_the_first_value_that_does_not_fit_is_named():
    with pytest.raises(BadValue, match="lat"):
        ActorDraft.checked({"name": "Régie", "lat": 120, "lon": 500})


@given(st.sampled_from(FIELDS), ANYTHING)
def test_any_value_is_taken_or_refused_in_french(draft_and_field, value):
    draft, field = draft_and_field
    try:
        kept = draft.checked({field: value})
    except BadValue as refused:
        sentence = str(refused)
        sentence.encode("utf-8")
        shown = sentence.replace(str(value)[:80], "")
        assert field in sentence
        assert not any(word in shown for word in ENGLISH)
    else:
        assert list(kept) == [field]
        assert draft.checked(kept) == kept


@given(st.dictionaries(st.sampled_from(list(ActorDraft.model_fields)), ANYTHING))
def test_a_filled_actor_can_always_be_written(values):
    try:
        draft = ActorDraft.filled(values)
    except BadValue:
        return
    assert draft.name
    assert draft.lat is None or -90 <= draft.lat <= 90
    assert draft.lon is None or -180 <= draft.lon <= 180
    draft.model_dump_json().encode()


def test_drafts_guard_what_people_write():
    assert set(drafts.DRAFTS) == {Actor, Interview, Answer, Observation}
