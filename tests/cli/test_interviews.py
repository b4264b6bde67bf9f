import pytest

from cga_desktop.settings import Settings, save_settings


def listed(cga, file):
    answer = cga("--json", "interviews", "list", file)
    assert answer.code == 0
    return answer.document


def dumped(cga, file, table):
    return cga("dump", "--json", file).document[table]


def test_an_inhabitant_gets_a_pseudonym_and_every_field_given(cga, file):
    answer = cga(
        "--json", "interviews", "add", file, "--kind", "resident",
        "notes=Longue conversation.", "age_band=25-34", "neighbourhood=La Blanqui",
        "contributor=Awa", "date=2026-05-12T15:30", "place=au marché",
        "answer.quartier_depuis=Depuis 1998.", "answer.entraide_recours=Ma voisine.",
        "consent.notes=oui", "consent.recording=non", "status=terminé",
    )  # fmt: skip
    assert answer.code == 0
    interview = answer.document
    assert (interview["kind"], interview["pseudonym"]) == ("resident", "H-001")
    assert (interview["age_band"], interview["status"]) == ("25–34", "finished")
    assert (interview["contributor"], interview["answers"]) == ("Awa", 2)
    assert interview["notes"] == "Longue conversation."
    assert interview["date"].startswith("2026-05-12T15:30:00")
    assert interview["actor"] is None
    assert listed(cga, file) == [interview]
    assert {one["text"] for one in dumped(cga, file, "answer")} == {"Depuis 1998.", "Ma voisine."}
    said = {one["purpose"]: one["granted"] for one in dumped(cga, file, "consent")}
    assert said == {"notes": True, "recording": False}
    assert "H-001" in cga("interviews", "list", file).out


def test_an_interview_with_an_actor_names_it(cga, file, actor):
    answer = cga("--json", "interviews", "add", file, "--kind", "actor", f"actor={actor}")
    interview = answer.document
    assert (interview["kind"], interview["pseudonym"]) == ("actor", "")
    assert (interview["actor"], interview["actor_id"]) == ("Les Mains du canal", actor)
    assert "Les Mains du canal" in cga("interviews", "list", file).out


def test_the_latest_interview_comes_first(cga, file):
    for day in ("2026-05-02", "2026-05-03", "2026-05-01"):
        cga("interviews", "add", file, "--kind", "resident", f"date={day}")
    assert [one["date"] for one in listed(cga, file)] == ["2026-05-03", "2026-05-02", "2026-05-01"]
    assert {one["pseudonym"] for one in listed(cga, file)} == {"H-001", "H-002", "H-003"}


def test_who_uses_this_computer_led_the_interview_unless_said_otherwise(cga, file):
    save_settings(Settings(contributor="Malo"))
    words = ("--json", "interviews", "add", file, "--kind", "resident")
    assert cga(*words).document["contributor"] == "Malo"
    assert cga(*words, "contributor=Awa").document["contributor"] == "Awa"
    assert cga(*words, "contributor=").document["contributor"] is None


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("answer.inconnue=x",), "quartier_depuis"),
        (("consent.map=oui",), "recontact"),
        (("consent.notes=bof",), "bof"),
        (("humeur=bonne",), "humeur"),
        (("autre.chose=x",), "answer.QUESTION"),
        (("actor=inconnu",), "inconnu"),
        (("date=hier",), "hier"),
        (("--guide", "absent"), "habitant"),
    ],
)
def test_what_does_not_fit_is_said_and_nothing_is_added(cga, file, words, why):
    answer = cga("interviews", "add", file, "--kind", "resident", "contributor=Zoé", *words)
    assert (answer.code, answer.out) == (1, "")
    assert why in answer.err
    assert listed(cga, file) == []
    assert dumped(cga, file, "contributor") == []


def test_a_guide_is_chosen_by_its_key(cga, file):
    words = ("interviews", "add", file, "--guide", "acteur", "--kind", "actor")
    assert cga(*words).code == 0


@pytest.fixture
def interview(cga, file):
    words = ("notes=avant", "answer.quartier_depuis=avant", "consent.notes=oui")
    answer = cga("--json", "interviews", "add", file, "--kind", "resident", *words)
    return answer.document["id"]


def test_editing_changes_the_fields_given_and_only_they(cga, file, interview):
    before = listed(cga, file)[0]
    answer = cga("--json", "interviews", "edit", file, interview, "notes=après")
    assert answer.code == 0
    after = answer.document
    assert {name for name in after if after[name] != before[name]} == {"notes", "updated_at"}
    assert listed(cga, file) == [after]


def test_answers_consents_and_interviewers_are_edited_too(cga, file, interview):
    words = ("answer.quartier_depuis=après", "consent.notes=", "second_contributor=Inès")
    answer = cga("--json", "interviews", "edit", file, interview, *words, "contributor=Awa")
    assert answer.document["contributor"] == "Awa"
    assert [one["text"] for one in dumped(cga, file, "answer")] == ["après"]
    assert [one["granted"] for one in dumped(cga, file, "consent")] == [None]
    people = {one["id"]: one["name"] for one in dumped(cga, file, "contributor")}
    assert people[answer.document["second_contributor_id"]] == "Inès"


def test_what_does_not_fit_an_interview_changes_nothing(cga, file, interview):
    before = cga("dump", file).out
    answer = cga("interviews", "edit", file, interview, "notes=x", "contributor=Zoé", "date=hier")
    assert answer.code == 1
    assert cga("dump", file).out == before


def test_an_id_that_nobody_has_is_said(cga, file):
    answer = cga("interviews", "edit", file, "inconnu", "notes=x")
    assert answer.code == 1
    assert "inconnu" in answer.err
    assert cga("interviews", "list", file).out.strip() == "Aucun entretien pour l’instant."
