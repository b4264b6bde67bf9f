"""Unsaved changes put into a study that went on: nothing is lost, of either."""

import pytest
from sqlmodel import text

from cga_desktop.domain.drafts import ActorDraft, ObservationDraft
from cga_desktop.domain.errors import BadValue, NotFound
from cga_desktop.domain.moments import now
from cga_desktop.domain.unsaved import Recovered, Unsaved
from cga_desktop.domain.verbs import Verb
from cga_desktop.operations.actors import add_actor, edit_actor
from cga_desktop.operations.bringing_back import bring_back
from cga_desktop.operations.interviews import InterviewChanges, save_interview, start_interview
from cga_desktop.operations.observations import add_observation, edit_observation
from cga_desktop.store.queries.actors import actor as actor_of
from cga_desktop.store.queries.actors import observation as observation_of
from cga_desktop.store.queries.interviews import interview_sheet
from cga_desktop.store.queries.study import contributors
from tests.ui.conftest import ordinary

LATER = "2999-01-01T00:00:00.000+00:00"
"""Typed after anything the study holds."""
BEFORE = "2001-02-03T04:05:06.000+00:00"
"""Typed before anything the study holds."""


@pytest.fixture
def found():
    return Recovered()


@pytest.fixture
def interview(workspace):
    return start_interview(workspace, kind="resident").value


@pytest.fixture
def sheet(workspace, interview):
    def read():
        with workspace.database.reading() as session:
            return interview_sheet(session, interview.id)

    return read


@pytest.fixture
def question(sheet):
    return sheet().questions[0].id


@pytest.fixture
def save(workspace, interview):
    def one(**changes):
        save_interview(workspace, interview_id=interview.id, changes=InterviewChanges(**changes))

    return one


@pytest.fixture
def bring(workspace, interview, found):
    def one(typed_at=LATER, **changes):
        unsaved = Unsaved(kind="interview", record_id=interview.id, typed_at=typed_at, **changes)
        bring_back(workspace, unsaved, found)
        return found

    return one


class TestAnInterview:
    def test_everything_that_was_typed_comes_back(self, workspace, sheet, question, bring, found):
        bring(
            answers={question: "Depuis 1998."},
            fields={"place": "un café", "notes": "Pluie."},
            consents={"notes": True},
            people={"contributor_id": "Awa"},
        )
        kept = sheet()
        assert kept.answers[question].text == "Depuis 1998."
        assert (kept.interview.place, kept.interview.notes) == ("un café", "Pluie.")
        assert kept.consents["notes"].granted is True
        with workspace.database.reading() as session:
            assert [one.name for one in contributors(session)] == ["Awa"]
        assert (found.answers, found.notes, found.others) == (1, 1, 3)
        assert (found.added, found.typed_at) == (0, LATER)

    def test_the_log_calls_it_by_its_name(self, workspace, question, bring):
        bring(answers={question: "Depuis 1998."})
        with workspace.database.reading() as session:
            last = session.exec(text("SELECT verb FROM action ORDER BY id DESC LIMIT 1"))
            assert last.scalar_one() == Verb.RECOVER.value

    def test_what_is_in_the_study_already_counts_for_nothing(self, question, save, bring, found):
        said = {
            "answers": {question: "Oui."},
            "fields": {"place": "un café"},
            "consents": {"notes": True},
            "people": {"contributor_id": "Awa"},
        }
        save(**said)
        bring(**said)
        bring(BEFORE, **said)
        assert found == Recovered()

    def test_a_newer_answer_stays_with_the_found_one_below_it(
        self, sheet, question, save, bring, found
    ):
        save(answers={question: "Ce qui est écrit depuis."})
        bring(BEFORE, answers={question: "Ce qui est retrouvé."})
        text = sheet().answers[question].text
        assert text.startswith("Ce qui est écrit depuis.\n\n[Retrouvé, écrit le samedi 3 février")
        assert text.endswith("]\nCe qui est retrouvé.")
        assert (found.answers, found.added) == (1, 1)
        bring(BEFORE, answers={question: "Ce qui est retrouvé."})
        assert sheet().answers[question].text == text

    def test_of_two_texts_of_which_one_holds_the_other_the_longer_is_kept(
        self, sheet, question, save, bring, found
    ):
        save(answers={question: "Depuis 1998, ici"})
        bring(BEFORE, answers={question: "Depuis 1998"})
        assert sheet().answers[question].text == "Depuis 1998, ici"
        bring(BEFORE, answers={question: "Depuis 1998, ici même."})
        assert sheet().answers[question].text == "Depuis 1998, ici même."
        assert found.added == 0

    def test_other_newer_values_stay_and_the_found_ones_go_below_the_notes(
        self, sheet, save, bring, found
    ):
        save(
            fields={"place": "la mairie", "notes": "Écrit depuis."},
            consents={"notes": True, "quoting": False},
            people={"contributor_id": "Lina"},
        )
        bring(
            BEFORE,
            fields={"place": "un café", "notes": "Retrouvé."},
            consents={"quoting": True},
            people={"contributor_id": "Awa"},
        )
        kept = sheet()
        assert kept.interview.place == "la mairie"
        assert kept.consents["quoting"].granted is False
        notes = ordinary(kept.interview.notes)
        assert notes.startswith("Écrit depuis.\n\n[Retrouvé, écrit le samedi 3 février 2001 à ")
        assert notes.endswith("]\nLieu : un café\ncitation : oui\nMené par : Awa")
        assert "]\nRetrouvé.\n\n[" in notes
        assert found.added == 4

    def test_tried_again_it_adds_nothing(self, sheet, save, bring):
        save(fields={"place": "la mairie"})
        bring(BEFORE, fields={"place": "un café"})
        notes = sheet().interview.notes
        bring(BEFORE, fields={"place": "un café"})
        assert sheet().interview.notes == notes

    def test_an_emptied_field_that_was_filled_since_is_left_alone(self, sheet, save, bring, found):
        save(fields={"place": "la mairie"})
        bring(BEFORE, fields={"place": ""}, people={"contributor_id": ""})
        assert sheet().interview.place == "la mairie"
        assert found == Recovered()

    def test_a_field_that_nobody_touched_since_is_filled_though_another_was(
        self, sheet, save, bring
    ):
        moment = now()
        save(fields={"place": "la mairie"})
        bring(moment, fields={"neighbourhood": "Nord"})
        assert sheet().interview.neighbourhood == "Nord"

    def test_a_moment_that_is_none_counts_as_long_ago(self, sheet, question, save, bring):
        save(answers={question: "Écrit depuis."})
        bring("hier", answers={question: "Retrouvé."})
        assert sheet().answers[question].text.endswith("[Retrouvé]\nRetrouvé.")

    def test_one_that_is_gone_or_a_question_that_is_no_more_are_said(self, workspace, bring, found):
        gone = Unsaved(kind="interview", record_id="?", typed_at=LATER, fields={"place": "x"})
        with pytest.raises(NotFound):
            bring_back(workspace, gone, found)
        with pytest.raises(NotFound):
            bring(answers={"?": "x"})
        with pytest.raises(BadValue):
            bring(fields={"nonsense": "x"})
        assert found == Recovered()


class TestAnActor:
    @pytest.fixture
    def regie(self, workspace):
        return add_actor(workspace, draft=ActorDraft(name="Régie", notes="Avant.")).value

    @pytest.fixture
    def bring(self, workspace, regie, found):
        def one(typed_at=LATER, **fields):
            unsaved = Unsaved(kind="actor", record_id=regie.id, typed_at=typed_at, fields=fields)
            bring_back(workspace, unsaved, found)
            with workspace.database.reading() as session:
                return actor_of(session, regie.id)

        return one

    def test_its_fields_come_back(self, bring, found):
        kept = bring(phone="01", notes="Après.", lat=48.9, lon=2.48, placed_by_hand=True)
        assert (kept.phone, kept.notes, kept.lat, kept.placed_by_hand) == (
            "01",
            "Après.",
            48.9,
            True,
        )
        assert (found.notes, found.others) == (1, 4)

    def test_a_pin_put_since_stays_whole(self, workspace, regie, bring, found):
        moment = now()
        edit_actor(workspace, actor_id=regie.id, changes={"lat": 48.91, "lon": 2.47})
        kept = bring(moment, lat=48.9, lon=2.48, precision="street")
        assert (kept.lat, kept.lon) == (48.91, 2.47)
        said = "Latitude de l’épingle : 48.9\nLongitude de l’épingle : 2.48"
        assert ordinary(kept.notes).endswith(said)
        assert kept.notes.startswith("Avant.")
        assert (found.others, found.added) == (2, 2)


class TestAnObservation:
    @pytest.fixture
    def bench(self, workspace):
        draft = ObservationDraft(text="Un banc.", date="2026-05-12")
        return add_observation(workspace, draft=draft).value

    @pytest.fixture
    def bring(self, workspace, bench, found):
        def one(typed_at=LATER, **fields):
            unsaved = Unsaved(
                kind="observation", record_id=bench.id, typed_at=typed_at, fields=fields
            )
            bring_back(workspace, unsaved, found)
            with workspace.database.reading() as session:
                return observation_of(session, bench.id)

        return one

    def test_its_text_comes_back(self, bring, found):
        assert bring(text="Un banc occupé.").text == "Un banc occupé."
        assert (found.observations, found.notes) == (1, 0)

    def test_a_newer_text_stays_with_the_found_one_below_it(self, workspace, bench, bring):
        edit_observation(
            workspace, observation_id=bench.id, changes={"text": "Deux.", "date": "2026-05-14"}
        )
        text = bring(BEFORE, text="Un seul.", date="2026-05-13").text
        assert text.startswith("Deux.\n\n[Retrouvé")
        assert ordinary(text).endswith("]\nDate : 2026-05-13")
        assert "Un seul." in text
