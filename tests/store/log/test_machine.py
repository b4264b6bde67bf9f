"""Whatever people do, in whatever order: the log says what the tables hold, and undo goes back."""

import itertools

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    precondition,
    rule,
)

from cga_desktop.domain.drafts import ActorDraft, ObservationDraft
from cga_desktop.domain.records import Relation
from cga_desktop.domain.verbs import Verb
from cga_desktop.operations.actors import add_actor, delete_actor, edit_actor, set_map_consent
from cga_desktop.operations.history import go_back, rebuild, redo, undo
from cga_desktop.operations.interviews import (
    InterviewChanges,
    save_interview,
    save_typed,
    start_interview,
)
from cga_desktop.operations.observations import add_observation, delete_observation
from cga_desktop.operations.studies import create_study
from cga_desktop.operations.workspace import Workspace
from cga_desktop.store import keys
from cga_desktop.store.dump import canonical_state
from cga_desktop.store.log.folding import states
from cga_desktop.store.log.kinds import kinds
from cga_desktop.store.log.rebuilding import compared
from cga_desktop.store.queries import history as queries
from cga_desktop.store.queries import interviews as interview_queries
from tests.conftest import PASSPHRASE
from tests.fakes import FakeFinder, FakeOnline, FakePrinter, FakeVault

WORDS = st.sampled_from(["", "un", "deux", "Ma voisine garde les petits.", "é\u0301 😀 \"'\\"])


RUNS, STEPS = 12, 25


class Study(RuleBasedStateMachine):
    """One study, and beside it what it held after each action."""

    actors = Bundle("actors")
    interviews = Bundle("interviews")
    observations = Bundle("observations")
    folder: "pytest.TempPathFactory"

    @initialize()
    def open(self):
        self.database = create_study(
            self.folder.mktemp("machine") / "Bondy.cgaetude",
            name="Bondy",
            codes=["93010"],
            passphrase=PASSPHRASE,
            vault=FakeVault(),
        )
        self.workspace = Workspace(self.database, FakeFinder(), FakeOnline(), FakePrinter())
        with self.database.reading() as session:
            guide = interview_queries.questions(session, self.guide(session))
            self.questions = [one.id for one in guide]
        self.past = [self.content()]
        self.future = []
        self.actions = self.actions_done()

    def guide(self, session):
        from cga_desktop.store.queries import study

        return study.guides(session, kind="resident")[0].id

    def teardown(self):
        self.database.close()

    # --- what it holds

    def content(self):
        """Everything in the study, without the moments at which it was written."""
        with self.database.reading() as session:
            state = canonical_state(session)
        return {
            kind: [{name: value for name, value in row.items() if name != "updated_at"}
                   for row in rows]
            for kind, rows in state.items()
        }  # fmt: skip

    def actions_done(self):
        with self.database.reading() as session:
            query = "SELECT count(*) FROM action WHERE state = 'done'"
            return session.connection().exec_driver_sql(query).scalar()

    def done(self):
        """Something was done: it is a new action, goes on with the last one, or changed nothing."""
        now, actions = self.content(), self.actions_done()
        if actions > self.actions:
            self.past.append(now)
            self.future = []
        else:
            self.past[-1] = now
        self.actions = actions

    def there(self, kind, record_id):
        return any(row["id"] == record_id for row in self.past[-1][kind])

    # --- what people do

    @rule(target=actors, name=WORDS)
    def add_an_actor(self, name):
        actor = add_actor(self.workspace, draft=ActorDraft(name=name or "Sans nom")).value
        self.done()
        return actor.id

    @rule(actor=actors, field=st.sampled_from(["name", "notes", "phone"]), words=WORDS)
    def edit_an_actor(self, actor, field, words):
        if self.there("actor", actor):
            value = words or "x"
            edit_actor(self.workspace, actor_id=actor, changes={field: value})
            self.done()

    @rule(actor=actors, granted=st.sampled_from([True, False, None]))
    def ask_for_the_map(self, actor, granted):
        if self.there("actor", actor):
            set_map_consent(self.workspace, actor_id=actor, granted=granted)
            self.done()

    @rule(one=actors, other=actors)
    def tie_two_actors(self, one, other):
        if self.there("actor", one) and self.there("actor", other):
            with self.database.writing(Verb.CHANGE) as session:
                session.add(Relation(source_id=one, target_id=other, kind="funds"))
            self.done()

    @rule(actor=actors)
    def delete_an_actor(self, actor):
        if self.there("actor", actor):
            delete_actor(self.workspace, actor_id=actor)
            self.done()

    @rule(target=interviews)
    def start_an_interview(self):
        interview = start_interview(self.workspace, kind="resident", contributor="Awa").value
        self.done()
        return interview.id

    @rule(interview=interviews, at=st.integers(0, 3), words=WORDS, granted=st.booleans())
    def answer(self, interview, at, words, granted):
        if self.there("interview", interview):
            changes = InterviewChanges(
                answers={self.questions[at]: words}, consents={"notes": granted}
            )
            save_interview(self.workspace, interview_id=interview, changes=changes)
            self.done()

    @rule(interview=interviews, at=st.integers(0, 3), words=WORDS)
    def type_an_answer(self, interview, at, words):
        if self.there("interview", interview):
            changes = InterviewChanges(answers={self.questions[at]: words}, fields={"place": words})
            save_typed(self.workspace, interview_id=interview, changes=changes)
            self.done()

    @rule(interview=interviews, words=WORDS)
    def note(self, interview, words):
        if self.there("interview", interview):
            changes = InterviewChanges(fields={"notes": words})
            save_typed(self.workspace, interview_id=interview, changes=changes)
            self.done()

    @rule(target=observations, words=WORDS)
    def observe(self, words):
        draft = ObservationDraft(text=words or "Marché", date="2026-05-12")
        observation = add_observation(self.workspace, draft=draft).value
        self.done()
        return observation.id

    @rule(observation=consumes(observations))
    def delete_an_observation(self, observation):
        if self.there("observation", observation):
            delete_observation(self.workspace, observation_id=observation)
            self.done()

    @rule(count=st.integers(1, 4))
    def bring_in_actors_together(self, count):
        with self.database.writing(Verb.IMPORT_ACTORS) as session:
            from cga_desktop.domain.records import Actor

            session.add_all(Actor(name=f"importé {number}") for number in range(count))
        self.done()

    # --- taking back

    @rule()
    def take_back(self):
        done = undo(self.workspace).value
        if len(self.past) == 1:
            assert done is None
        else:
            assert done is not None
            self.future.append(self.past.pop())
        assert self.content() == self.past[-1]
        self.actions = self.actions_done()

    @rule()
    def do_again(self):
        done = redo(self.workspace).value
        if self.future:
            assert done is not None
            self.past.append(self.future.pop())
        else:
            assert done is None
        assert self.content() == self.past[-1]
        self.actions = self.actions_done()

    @precondition(lambda self: len(self.past) > 2)
    @rule(data=st.data())
    def go_back_to_a_version(self, data):
        record = data.draw(
            st.sampled_from(
                [row["id"] for kind in ("actor", "observation") for row in self.past[-1][kind]]
                or [self.past[-1]["study"][0]["id"]]
            )
        )
        with self.database.reading() as session:
            lines = queries.history(session, record)
        line = data.draw(st.sampled_from(lines))
        go_back(self.workspace, record_id=record, until=line.hlc)
        self.done()
        with self.database.reading() as session:
            values = {
                change.field: change.after
                for one in reversed(lines)
                if one.hlc <= line.hlc and one.record_id == record
                for change in one.changes
            }
            row = next(
                row for rows in canonical_state(session).values() for row in rows
                if row["id"] == record
            )  # fmt: skip
        assert {name: row[name] for name in values} == values

    @rule()
    def rebuild_the_tables(self):
        before = self.content()
        assert rebuild(self.workspace).value.equal
        assert self.content() == before

    @rule()
    def open_again(self):
        path, key = (
            self.database.path,
            keys.unlock([keys.key_file(self.database.path).read_text()], PASSPHRASE),
        )
        self.database.close()
        self.database = type(self.database).open(path, key)
        self.workspace = Workspace(self.database, FakeFinder(), FakeOnline(), FakePrinter())

    # --- what always holds

    @invariant()
    def the_tables_are_what_the_log_says(self):
        with self.database.reading() as session:
            assert compared(session.connection()).equal

    @invariant()
    def the_log_alone_draws_the_same_study(self):
        with self.database.reading() as session:
            connection = session.connection()
            drawn = {
                kind: [state.row() for state in states(connection, kind=kind) if state.fields]
                for kind in kinds()
            }
            assert drawn == canonical_state(session)

    @invariant()
    def the_clock_never_goes_back_from_one_action_to_the_next(self):
        with self.database.reading() as session:
            query = (
                "SELECT min(hlc), max(hlc), count(DISTINCT hlc) = count(*) FROM operation "
                "GROUP BY action_id ORDER BY action_id"
            )
            spans = session.connection().exec_driver_sql(query).all()
        assert all(one[1] < other[0] for one, other in itertools.pairwise(spans))
        assert all(apart for _first, _last, apart in spans)


@pytest.mark.timeout(300)
def test_whatever_people_do_the_log_is_the_truth(tmp_path_factory):
    from hypothesis.stateful import run_state_machine_as_test

    Study.folder = tmp_path_factory
    run_state_machine_as_test(
        Study,
        settings=settings(
            max_examples=RUNS,
            stateful_step_count=STEPS,
            deadline=None,
            phases=set(Phase) - {Phase.explain},
        ),
    )
