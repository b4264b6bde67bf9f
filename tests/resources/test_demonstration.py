"""The demonstration study: credible, complete, and about nobody."""

import csv
import json
import math
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from cga_desktop.domain.drafts import ActorDraft, InterviewDraft, ObservationDraft
from cga_desktop.domain.kinds import (
    ActorKind,
    AgeBand,
    ExcerptKind,
    InterviewStatus,
    Purpose,
    RelationKind,
    Role,
)
from cga_desktop.domain.places import Precision
from cga_desktop.domain.territories import territory_facts
from cga_desktop.operations.guides import default_guides

RESOURCES = Path(__file__).parents[2] / "resources"
FICTIVE_PHONE = re.compile(r"01 99 00 \d\d \d\d|06 39 98 \d\d \d\d")  # ARCEP, for fiction
ROOM_FOR_A_LANDMARK_M = 5


@cache
def demonstration() -> dict[str, Any]:
    """The files of the folder, merged: same keys, longer lists."""
    merged: dict[str, Any] = {}
    for path in sorted((RESOURCES / "demonstration").glob("*.json")):
        for key, value in json.loads(path.read_text(encoding="utf-8")).items():
            merged[key] = [*merged.get(key, []), *value] if isinstance(value, list) else value
    return merged


@cache
def questions() -> dict[str, set[str]]:
    """The question keys of the guide for each kind of interview."""
    return {
        guide.kind: {one.key for section in guide.sections for one in section.questions}
        for guide in default_guides()
    }


def terms(name: str) -> set[str]:
    vocabulary = json.loads((RESOURCES / "vocabulary/default.json").read_text(encoding="utf-8"))
    return {one["key"] for one in vocabulary[name]}


def keys(name: str) -> set[str]:
    return {one["key"] for one in demonstration()[name]}


def metres(one: tuple[float, float], other: tuple[float, float]) -> float:
    east = (one[1] - other[1]) * math.cos(math.radians(one[0]))
    return math.hypot(one[0] - other[0], east) * 111_195


def test_it_says_that_everything_is_invented() -> None:
    study = demonstration()
    assert "inventée" in study["note"]
    assert study["name"] == "Étude de démonstration – Bondy, Romainville, Épinay"
    assert study["territories"] == ["93010", "93031", "93063"]


def test_there_is_enough_to_see_what_the_program_does() -> None:
    study = demonstration()
    assert len(study["actors"]) == 40
    assert Counter(one["citycode"] for one in study["actors"]) == {
        "93010": 25,
        "93063": 8,
        "93031": 7,
    }
    assert Counter(one["kind"] for one in study["interviews"]) == {"resident": 15, "actor": 10}
    assert len(study["observations"]) >= 12
    assert len(study["relations"]) >= 20
    assert {one["kind"] for one in study["actors"]} == set(ActorKind)
    assert {one["kind"] for one in study["relations"]} == set(RelationKind)
    excerpts = [quoted for one in study["interviews"] for quoted in one["excerpts"]]
    assert len(excerpts) >= 40
    assert {one["kind"] for one in excerpts} == set(ExcerptKind)


def test_files_stay_readable() -> None:
    for path in (RESOURCES / "demonstration").glob("*.json"):
        assert path.read_text(encoding="utf-8").count("\n") <= 500, path.name


@pytest.mark.parametrize("name", ["contributors", "actors", "interviews"])
def test_keys_are_short_and_unique(name: str) -> None:
    found = [one["key"] for one in demonstration()[name]]
    assert len(set(found)) == len(found)
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", key) for key in found)


def test_every_reference_leads_somewhere() -> None:
    study = demonstration()
    people, actors = keys("contributors"), keys("actors")
    for one in study["interviews"]:
        assert one["contributor"] in people
        assert one["second_contributor"] in {None, *people}
        assert one["second_contributor"] != one["contributor"]
        assert one["actor"] in (actors if one["kind"] == "actor" else {None})
        assert set(one["answers"]) <= questions()[one["kind"]], one["key"]
    for one in study["relations"]:
        assert {one["source"], one["target"]} <= actors
        assert one["source"] != one["target"]
        assert one["strength"] in {1, 2, 3}
    assert {one["contributor"] for one in study["observations"]} <= people
    for one in study["actors"]:
        assert set(one["themes"]) <= terms("themes"), one["key"]
        assert set(one["audiences"]) <= terms("audiences"), one["key"]


def test_values_are_of_the_lists_the_program_knows() -> None:
    study = demonstration()
    assert {one["role"] for one in study["contributors"]} == set(Role)
    for one in study["interviews"]:
        assert one["status"] in set(InterviewStatus)
        assert set(one["consents"]) == set(Purpose)
        assert one["age_band"] in (set(AgeBand) if one["kind"] == "resident" else {""})
    pseudonyms = [one["pseudonym"] for one in study["interviews"] if one["kind"] == "resident"]
    assert pseudonyms == [f"H-{number:03}" for number in range(1, 16)]


def test_every_record_would_pass_as_typed_in_the_program() -> None:
    study = demonstration()
    for one in study["actors"]:
        values = {name: one[name] for name in ActorDraft.model_fields if name in one}
        ActorDraft.filled(values | {name: ", ".join(one[name]) for name in ("audiences", "themes")})
    for one in study["interviews"]:
        written = set(InterviewDraft.model_fields) - {"date"}
        values = {name: one[name] for name in written if name in one}
        InterviewDraft.filled(values | {"date": f"{one['date']}:00+02:00"})
    for one in study["observations"]:
        values = {name: one[name] for name in ("text", "lat", "lon", "address")}
        ObservationDraft.filled(values | {"date": f"{one['date']}:00+02:00"})


def test_excerpts_are_the_very_words_of_an_answer_or_of_the_notes() -> None:
    for one in demonstration()["interviews"]:
        for quoted in one["excerpts"]:
            where = quoted["question"]
            said = one["notes"] if where is None else one["answers"][where]
            assert quoted["text"] in said, one["key"]
            assert quoted["text"] == quoted["text"].strip()
            assert quoted["theme"] in terms("themes")


def test_answers_are_prose_of_one_to_five_sentences() -> None:
    answers = [text for one in demonstration()["interviews"] for text in one["answers"].values()]
    assert len(set(answers)) == len(answers)
    for text in answers:
        assert 12 <= len(text) <= 420, text
        assert text[0].isupper() or text[0] == "«", text
        assert text[-1] in ".!?»", text


def test_consents_differ_so_that_exports_show_the_rule() -> None:
    study = demonstration()
    quoting = [one for one in study["interviews"] if not one["consents"]["quoting"]]
    assert len(quoting) >= 3
    assert any(one["excerpts"] for one in quoting), "what may not be quoted is coded all the same"
    assert all(one["consents"]["notes"] for one in study["interviews"])
    assert 0 < sum(bool(one["consents"]["recording"]) for one in study["interviews"]) < 15
    assert 5 <= sum(not one["map_consent"] for one in study["actors"]) <= 20
    for one in study["interviews"]:
        if one["kind"] == "resident":
            assert one["consents"]["map"] is None, "inhabitants are never on the map"


def test_an_actor_and_its_interview_agree_about_the_map() -> None:
    agreed = {one["key"]: one["map_consent"] for one in demonstration()["actors"]}
    for one in demonstration()["interviews"]:
        if one["kind"] == "actor":
            assert one["consents"]["map"] is agreed[one["actor"]], one["key"]


def test_some_work_is_left_to_do() -> None:
    study = demonstration()
    to_check = [one for one in study["actors"] if one["precision"] in {"street", "municipality"}]
    assert len(to_check) == 4
    unfinished = [one for one in study["interviews"] if one["status"] == "in_progress"]
    assert {one["kind"] for one in unfinished} == {"resident", "actor"}
    finished = [one for one in study["interviews"] if one["status"] == "finished"]
    assert min(len(one["answers"]) for one in finished) >= 7


def test_telephones_and_mails_reach_nobody() -> None:
    phones = [one["phone"] for one in demonstration()["actors"]]
    assert len(set(phones)) == len(phones)
    for one in demonstration()["actors"]:
        assert FICTIVE_PHONE.fullmatch(one["phone"])
        assert re.fullmatch(r"|[a-z0-9-]+@(exemple\.fr|example\.org)", one["email"])
        assert re.fullmatch(r"|https://example\.org/[a-z0-9-]+", one["website"])
        assert one["contact_name"]
        assert one["contact_role"]


def test_actors_of_bondy_stand_where_the_base_adresse_nationale_has_them(
    shared_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(RESOURCES.parent / "build_spec"))
    from make_territories import HERE, Spelling

    written = Spelling(HERE / "territories/spelling.csv")
    known: dict[str, tuple[float, float]] = {}
    with (shared_data / "ban_93010_bondy.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter=";"):
            number = f"{row['numero']} {row['rep']}".strip()
            address = f"{number} {written(row['nom_voie'])}"
            known[address.casefold()] = (float(row["lat"]), float(row["lon"]))
    checked = 0
    for one in demonstration()["actors"]:
        if one["citycode"] == "93010" and one["precision"] == Precision.NUMBER:
            there = known[one["address"].casefold()]
            assert metres((one["lat"], one["lon"]), there) <= 5, one["address"]
            checked += 1
    assert checked == 22


def test_other_actors_stand_at_a_known_street_or_place() -> None:
    for one in demonstration()["actors"]:
        facts = territory_facts(one["citycode"])
        here = (one["lat"], one["lon"])
        assert one["postcode"] in facts.postcodes
        if one["precision"] == Precision.STREET:
            (street,) = [each for each in facts.streets if each.name == one["address"]]
            assert metres(here, (street.lat, street.lon)) <= ROOM_FOR_A_LANDMARK_M
        elif one["precision"] == Precision.PLACE:
            nearest = min(metres(here, (each.lat, each.lon)) for each in facts.landmarks)
            assert nearest <= ROOM_FOR_A_LANDMARK_M, one["key"]
        elif one["precision"] == Precision.MUNICIPALITY:
            assert metres(here, (facts.lat, facts.lon)) <= ROOM_FOR_A_LANDMARK_M
            assert one["address"] == ""


def test_observations_lie_in_the_three_communes() -> None:
    names = {"Bondy", "Épinay-sur-Seine", "Romainville"}
    for one in demonstration()["observations"]:
        assert one["address"].rsplit(", ", 1)[1] in names
        assert 48.87 < one["lat"] < 48.97
        assert 2.28 < one["lon"] < 2.51
