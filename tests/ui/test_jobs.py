import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
import shiboken6
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLabel
from sqlmodel import select

from cga_desktop.domain.changes import Changes, Outcome
from cga_desktop.domain.drafts import ActorDraft
from cga_desktop.domain.errors import DiskGone, NotWritten, UserError
from cga_desktop.domain.records import Actor
from cga_desktop.operations.actors import add_actor
from cga_desktop.operations.interviews import InterviewChanges, save_interview, start_interview
from cga_desktop.operations.studies import open_study
from cga_desktop.operations.workspace import Workspace
from cga_desktop.store.queries import actors as actor_queries
from cga_desktop.ui.jobs import Cancelled, Errands, Jobs

PATIENCE_S = 10
"""How long a test waits for another thread before it fails; it never waits that long."""


@pytest.fixture
def jobs(workspace, qapp):
    made = Jobs(workspace)
    yield made
    made.close()


@pytest.fixture
def one_reader(jobs):
    """Jobs whose slow works follow each other: what was asked first is answered first."""
    jobs._readers.shutdown()
    jobs._readers = ThreadPoolExecutor(1, "reader")
    return jobs


@pytest.fixture
def gate():
    """Holds whatever waits on it until it is set, and opens when the test is over."""
    held = threading.Event()
    yield held
    held.set()


def wait(event):
    assert event.wait(PATIENCE_S)


def refuse(_workspace):
    raise NotWritten("Le disque est plein.")


def crash(_workspace):
    return 1 / 0


def add(name):
    return lambda workspace: add_actor(workspace, draft=ActorDraft(name=name))


# --- writing


def test_an_autosave_is_kept_and_told_with_who_asked_for_it(jobs, workspace, qtbot):
    interview = start_interview(workspace, kind="resident").value
    form = object()
    typed = InterviewChanges(fields={"notes": "bonjour"})
    saved = []
    with qtbot.waitSignal(jobs.changed) as told:
        jobs.write(
            lambda w: save_interview(w, interview_id=interview.id, changes=typed),
            initiator=form,
            then=saved.append,
        )
    assert told.args == [Changes.INTERVIEWS, form]
    assert [one.notes for one in saved] == ["bonjour"]


def test_a_save_that_changed_nothing_disturbs_no_view(jobs, workspace, qtbot):
    interview = start_interview(workspace, kind="resident").value
    told, saved = [], []
    jobs.changed.connect(lambda *args: told.append(args))
    jobs.write(
        lambda w: save_interview(w, interview_id=interview.id, changes=InterviewChanges()),
        then=saved.append,
    )
    qtbot.waitUntil(lambda: bool(saved))
    assert told == []


def test_answers_arrive_on_the_interface_thread_and_work_is_done_off_it(jobs, qtbot):
    at_work, arrived = [], []

    def operation(_workspace):
        at_work.append(threading.current_thread())
        return Outcome("done")

    jobs.write(operation, then=lambda _value: arrived.append(threading.current_thread()))
    jobs.run(operation, owner=jobs, then=lambda _value: arrived.append(threading.current_thread()))
    qtbot.waitUntil(lambda: len(arrived) == 2)
    assert arrived == [threading.main_thread()] * 2
    assert threading.main_thread() not in at_work


def test_writes_wait_for_each_other(jobs, qtbot):
    """Two operations that could only meet if both ran at once never do."""
    meeting, met = threading.Barrier(2), []

    def operation(number):
        def run(_workspace):
            try:
                meeting.wait(0.05)
            except threading.BrokenBarrierError:
                meeting.reset()
                return Outcome(number)
            raise AssertionError

        return run

    for number in range(4):
        jobs.write(operation(number), then=met.append)
    qtbot.waitUntil(lambda: len(met) == 4)
    assert met == [0, 1, 2, 3]


def test_a_slow_folder_does_not_hold_an_autosave(jobs, qtbot, gate):
    order = []
    jobs.run(lambda _w: gate.wait(PATIENCE_S), owner=jobs, then=lambda _: order.append("folder"))
    jobs.write(add("Régie"), then=lambda _: order.append("save"))
    qtbot.waitUntil(lambda: order == ["save"])
    gate.set()
    qtbot.waitUntil(lambda: order == ["save", "folder"])


def test_what_is_frozen_on_the_writing_lane_holds_the_last_autosave(jobs, qtbot):
    frozen = []

    def freeze(workspace):
        with workspace.database.reading() as session:
            return Outcome([one.name for one in session.exec(select(Actor))])

    jobs.write(add("derniers mots"))
    jobs.write(freeze, then=frozen.extend)
    qtbot.waitUntil(lambda: bool(frozen))
    assert frozen == ["derniers mots"]


def test_how_much_is_being_written_is_counted_up_and_down_to_zero(jobs, qtbot, gate):
    counted = []
    jobs.writing.connect(counted.append)
    jobs.write(lambda _w: Outcome(gate.wait(PATIENCE_S)))
    jobs.write(refuse, failed=lambda _error: None)
    jobs.write(crash)
    assert counted == [1, 2, 3]
    gate.set()
    with qtbot.waitSignal(jobs.crashed):
        pass
    qtbot.waitUntil(lambda: counted[-1] == 0)
    assert counted == [1, 2, 3, 2, 1, 0]


def test_the_count_is_down_before_anybody_is_told(jobs, qtbot):
    """So that "everything is saved" can be shown by whoever hears of a save."""
    seen = []
    jobs.writing.connect(seen.append)
    jobs.write(add("Régie"), then=lambda _: seen.append("then"))
    qtbot.waitUntil(lambda: "then" in seen)
    assert seen == [1, 0, "then"]


# --- refusals and bugs


def test_what_the_user_can_mend_is_refused_and_a_bug_is_a_crash(jobs, qtbot):
    with qtbot.waitSignal(jobs.refused) as refused:
        jobs.write(refuse)
    assert str(refused.args[0]) == "Le disque est plein."
    with qtbot.waitSignal(jobs.crashed) as crashed:
        jobs.write(crash)
    assert isinstance(crashed.args[0], ZeroDivisionError)


@pytest.mark.parametrize("door", ["write", "run", "read"])
def test_every_door_sorts_refusals_from_bugs(jobs, qtbot, door):
    given = {} if door == "write" else {"owner": jobs, "then": lambda _value: None}
    with qtbot.waitSignal(jobs.refused):
        getattr(jobs, door)(refuse, **given)
    with qtbot.waitSignal(jobs.crashed):
        getattr(jobs, door)(crash, **given)


def test_a_form_that_asks_for_refusals_gets_them_instead_of_the_toast(jobs, qtbot):
    refused, toasts = [], []
    jobs.refused.connect(toasts.append)
    jobs.write(refuse, failed=refused.append)
    jobs.run(refuse, owner=jobs, then=lambda _value: None, failed=refused.append)
    qtbot.waitUntil(lambda: len(refused) == 2)
    assert toasts == []


def test_a_bug_is_never_given_for_a_refusal(jobs, qtbot):
    refused = []
    with qtbot.waitSignal(jobs.crashed):
        jobs.write(crash, failed=refused.append)
    assert refused == []


def test_a_refused_write_tells_nobody_that_something_changed(jobs, qtbot):
    told = []
    jobs.changed.connect(lambda *args: told.append(args))
    with qtbot.waitSignal(jobs.refused):
        jobs.write(refuse, then=told.append)
    assert told == []


# --- reading


def test_a_view_gets_rows_that_outlive_their_session(jobs, workspace, qtbot):
    add("Régie")(workspace)
    rows = []
    jobs.read(actor_queries.actors, owner=jobs, then=rows.extend)
    qtbot.waitUntil(lambda: bool(rows))
    assert rows[0].name == "Régie"


# --- views that are gone


def test_an_answer_to_a_closed_view_is_dropped(one_reader, qtbot, gate):
    view, got, done = QLabel(), [], []
    one_reader.run(lambda _w: gate.wait(PATIENCE_S), owner=view, then=got.append)
    shiboken6.delete(view)
    gate.set()
    one_reader.run(lambda _w: True, owner=one_reader, then=done.append)
    qtbot.waitUntil(lambda: bool(done))
    assert got == []


@pytest.mark.parametrize("door", ["run", "read"])
def test_a_refusal_of_what_a_closed_view_was_reading_is_dropped(one_reader, qtbot, door):
    view, got, done = QLabel(), [], []
    one_reader.refused.connect(got.append)
    one_reader._readers.submit(view.isVisible)
    getattr(one_reader, door)(refuse, owner=view, then=got.append)
    shiboken6.delete(view)
    one_reader.run(lambda _w: True, owner=one_reader, then=done.append)
    qtbot.waitUntil(lambda: bool(done))
    assert got == []


def test_what_a_closed_form_wrote_is_kept_and_told_to_the_others(jobs, workspace, qtbot, gate):
    form, got = QLabel(), []

    def operation(workspace):
        wait(gate)
        return add("Régie")(workspace)

    jobs.write(operation, initiator=form, then=got.append)
    shiboken6.delete(form)
    with qtbot.waitSignal(jobs.changed) as told:
        gate.set()
    assert told.args[0] == Changes.ACTORS
    assert got == []
    with workspace.database.reading() as session:
        assert [one.name for one in actor_queries.actors(session)] == ["Régie"]


def test_a_write_refused_to_a_closed_form_is_told_to_the_user_all_the_same(jobs, qtbot, gate):
    form, got = QLabel(), []

    def operation(workspace):
        wait(gate)
        refuse(workspace)

    jobs.write(operation, initiator=form, failed=got.append)
    shiboken6.delete(form)
    with qtbot.waitSignal(jobs.refused):
        gate.set()
    assert got == []


# --- long work


def count_to(last, *, reached=None, gate=None):
    """A work in steps: reports each figure, and waits at the gate after the first."""

    def work(_workspace, report):
        for figure in range(last):
            report(figure)
            if figure == 0 and reached is not None:
                reached.set()
                wait(gate)
        return "finished"

    return work


def test_long_work_reports_and_finishes(jobs, qtbot):
    figures, results = [], []
    jobs.run_steps(count_to(5), owner=jobs, then=results.append, progress=figures.append)
    qtbot.waitUntil(lambda: bool(results))
    assert (figures, results) == ([0, 1, 2, 3, 4], ["finished"])


def test_progress_is_shown_on_the_interface_thread(jobs, qtbot):
    threads, results = [], []
    jobs.run_steps(
        count_to(1),
        owner=jobs,
        then=results.append,
        progress=lambda _figure: threads.append(threading.current_thread()),
    )
    qtbot.waitUntil(lambda: bool(results))
    assert threads == [threading.main_thread()]


def test_long_work_stops_at_the_next_step_once_cancelled(jobs, qtbot, gate):
    figures, results, stopped, reached = [], [], [], threading.Event()
    task = jobs.run_steps(
        count_to(1000, reached=reached, gate=gate),
        owner=jobs,
        then=results.append,
        progress=figures.append,
        failed=stopped.append,
    )
    wait(reached)
    assert not task.cancelled
    task.cancel()
    assert task.cancelled
    gate.set()
    qtbot.waitUntil(lambda: bool(stopped))
    assert isinstance(stopped[0], Cancelled)
    assert str(stopped[0]).endswith(".")
    assert (figures, results) == ([0], [])


def test_long_work_cancelled_before_it_began_never_begins(one_reader, qtbot, gate):
    began, stopped = [], []
    one_reader.run(lambda _w: gate.wait(PATIENCE_S), owner=one_reader, then=lambda _value: None)
    task = one_reader.run_steps(
        lambda _workspace, _report: began.append("began"),
        owner=one_reader,
        then=began.append,
        progress=began.append,
        failed=stopped.append,
    )
    task.cancel()
    gate.set()
    qtbot.waitUntil(lambda: bool(stopped))
    assert began == []


def test_progress_of_a_closed_view_is_dropped_and_its_work_stops(one_reader, qtbot, gate):
    view, figures, done, reached = QLabel(), [], [], threading.Event()
    steps = []

    def work(workspace, report):
        count_to(2, reached=reached, gate=gate)(workspace, report)
        steps.append("all steps")

    task = one_reader.run_steps(work, owner=view, then=figures.append, progress=figures.append)
    wait(reached)
    shiboken6.delete(view)
    task.cancel()
    gate.set()
    one_reader.run(lambda _w: True, owner=one_reader, then=done.append)
    qtbot.waitUntil(lambda: bool(done))
    assert steps == []
    assert figures == []


# --- closing


def test_closing_waits_for_what_is_being_written(workspace, qapp):
    jobs = Jobs(workspace)
    begun = threading.Event()

    def first(workspace):
        begun.set()
        return add("premier")(workspace)

    jobs.write(first)
    wait(begun)
    for number in range(5):
        jobs.write(add(f"acteur {number}"))
    jobs.close()
    with workspace.database.reading() as session:
        assert len(actor_queries.actors(session)) == 6


def test_closing_drops_what_is_only_waiting_to_be_read(workspace, qapp, gate):
    jobs, read, begun = Jobs(workspace), [], threading.Event()

    def hold(_workspace):
        begun.set()
        wait(gate)

    jobs._readers.shutdown()
    jobs._readers = ThreadPoolExecutor(1, "reader")
    shutdown = jobs._readers.shutdown

    def shut_down_and_open_the_gate(*, wait, cancel_futures):
        shutdown(wait=False, cancel_futures=cancel_futures)
        gate.set()
        shutdown(wait=wait)

    jobs._readers.shutdown = shut_down_and_open_the_gate
    jobs.run(hold, owner=jobs, then=read.append)
    wait(begun)
    for _ in range(5):
        jobs.run(read.append, owner=jobs, then=read.append)
    jobs.close()
    assert read == []


def test_closing_stops_long_work_instead_of_waiting_for_its_end(workspace, qapp):
    jobs, reached, steps = Jobs(workspace), threading.Event(), []

    def endless(_workspace, report):
        while True:
            report(len(steps))
            steps.append("step")
            reached.set()

    jobs.run_steps(endless, owner=jobs, then=steps.append, progress=lambda _figure: None)
    wait(reached)
    jobs.close()
    stopped_after = len(steps)
    assert stopped_after >= 1
    assert set(steps) == {"step"}


def test_after_closing_no_answer_arrives(workspace, qapp, qtbot):
    jobs, got = Jobs(workspace), []
    jobs.changed.connect(lambda *args: got.append(args))
    jobs.write(add("Régie"), then=got.append)
    jobs.run(lambda _w: True, owner=jobs, then=got.append)
    jobs.close()
    qapp.processEvents()
    assert got == []


def test_what_is_asked_for_after_closing_is_not_begun(workspace, qapp):
    jobs, begun = Jobs(workspace), []
    jobs.writing.connect(begun.append)
    jobs.close()
    jobs.run(begun.append, owner=jobs, then=begun.append)
    jobs.read(begun.append, owner=jobs, then=begun.append)
    jobs.write(begun.append)
    jobs.close()
    assert begun == []


def test_jobs_are_idle_once_every_answer_has_come_home(jobs, qtbot, gate):
    assert jobs.idle
    jobs.run(lambda _w: gate.wait(PATIENCE_S), owner=jobs, then=lambda _value: None)
    jobs.write(refuse, failed=lambda _error: None)
    assert not jobs.idle
    qtbot.waitUntil(lambda: jobs.writes_pending == 0)
    assert not jobs.idle
    gate.set()
    qtbot.waitUntil(lambda: jobs.idle)


def test_rows_of_a_topic_asked_for_again_are_never_shown_after_the_newer_ones(jobs, qtbot, gate):
    shown = []

    def slow(_session):
        gate.wait(PATIENCE_S)
        return "older"

    jobs.read(slow, owner=jobs, then=shown.append, topic="rows")
    jobs.read(lambda _session: "of another topic", owner=jobs, then=shown.append, topic="card")
    jobs.read(lambda _session: "newer", owner=jobs, then=shown.append, topic="rows")
    qtbot.waitUntil(lambda: len(shown) == 2)
    gate.set()
    qtbot.waitUntil(lambda: jobs.idle)
    assert sorted(shown) == ["newer", "of another topic"]


def test_reads_without_a_topic_are_all_answered(jobs, qtbot):
    shown = []
    for number in range(5):
        jobs.read(lambda _session, number=number: number, owner=jobs, then=shown.append)
    qtbot.waitUntil(lambda: sorted(shown) == [0, 1, 2, 3, 4])


# --- without a study


def test_slow_work_without_a_study_reaches_its_owner(qapp, qtbot):
    errands, got = Errands(), []
    errands.do(lambda: "étude", owner=errands, then=got.append)
    qtbot.waitUntil(lambda: bool(got))
    with qtbot.waitSignal(errands.refused):
        errands.do(lambda: refuse(None), owner=errands, then=got.append)
    with qtbot.waitSignal(errands.crashed):
        errands.do(lambda: crash(None), owner=errands, then=got.append)
    errands.close()
    assert got == ["étude"]


def test_jobs_are_errands_with_a_study(jobs, workspace):
    assert isinstance(jobs, Errands)
    assert isinstance(jobs, QObject)
    assert jobs.workspace is workspace
    assert issubclass(Cancelled, UserError)


# --- who else writes, and where the study is -----------------------------------------------------


@pytest.fixture
def other(study, vault, workspace):
    """The same study as another process has it open."""
    database = open_study(study.path, vault=vault)
    yield Workspace(database, workspace.finder, workspace.online, workspace.printer)
    database.close()


def test_a_change_made_by_another_process_is_told_to_every_view(qtbot, jobs, other):
    jobs.watch(every_ms=20)
    qtbot.waitUntil(lambda: jobs.idle)
    with qtbot.waitSignal(jobs.changed) as changed:
        add("Ailleurs")(other)
    assert changed.args == [Changes.EVERYTHING, None]


def test_our_own_changes_are_told_once(qtbot, jobs):
    jobs.look_elsewhere()
    told = []
    jobs.changed.connect(lambda what, _who: told.append(what))
    jobs.write(add("Ici"))
    jobs.look_elsewhere()
    qtbot.waitUntil(lambda: jobs.idle)
    assert told == [Changes.ACTORS]


def test_one_look_at_a_time(qtbot, jobs, gate):
    jobs.write(lambda _workspace: (wait(gate), Outcome(None))[1])
    jobs.look_elsewhere()
    before = jobs._in_flight
    jobs.look_elsewhere()
    assert jobs._in_flight == before
    gate.set()
    qtbot.waitUntil(lambda: jobs.idle)
    jobs.close()
    jobs.look_elsewhere()
    assert jobs.idle


@pytest.mark.skipif(sys.platform == "win32", reason="Windows moves no file that is open")
def test_where_the_study_is_gone_nothing_is_read_written_or_made_in_its_place(
    qtbot, jobs, study, tmp_path
):
    jobs.look_elsewhere()
    qtbot.waitUntil(lambda: jobs.idle)
    away = study.path.rename(tmp_path / "ailleurs")
    said = []
    jobs.refused.connect(lambda error: said.append(type(error)))
    owner = QObject()
    jobs.write(add("Perdu"))
    jobs.read(actor_queries.actors, owner=owner, then=said.append)
    jobs.run(lambda _workspace: "made", owner=owner, then=said.append)
    jobs.look_elsewhere()
    qtbot.waitUntil(lambda: jobs.idle)
    assert said == [DiskGone] * 3
    assert not study.path.exists()
    away.rename(study.path)
    with qtbot.waitSignal(jobs.changed):
        jobs.write(add("Revenu"))
    with study.reading() as session:
        assert [one.name for one in actor_queries.actors(session)] == ["Revenu"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows moves no file that is open")
def test_what_is_written_while_the_study_goes_is_not_taken_for_written(
    qtbot, jobs, study, tmp_path
):
    def write_and_lose(workspace):
        outcome = add("Perdu de vue")(workspace)
        study.path.rename(tmp_path / "ailleurs")
        return outcome

    with qtbot.waitSignal(jobs.refused) as refused, qtbot.assertNotEmitted(jobs.changed):
        jobs.write(write_and_lose)
    assert isinstance(refused.args[0], DiskGone)
    (tmp_path / "ailleurs").rename(study.path)
