import json
from dataclasses import replace
from pathlib import Path

import pytest

from cga_desktop.domain.changes import Changes
from cga_desktop.domain.drafts import ActorDraft, ObservationDraft
from cga_desktop.domain.drawing import Drawing
from cga_desktop.domain.errors import BadValue, NotWritten
from cga_desktop.domain.exports import Paper, ReportAudience, ReportFormat
from cga_desktop.domain.moments import parse
from cga_desktop.domain.records import Excerpt, Territory, Theme
from cga_desktop.domain.territories import Street
from cga_desktop.operations import report_files
from cga_desktop.operations.actors import add_actor, set_map_consent
from cga_desktop.operations.exports import freeze_report, write_report
from cga_desktop.operations.interviews import InterviewChanges, start_interview
from cga_desktop.operations.observations import add_observation
from cga_desktop.store.queries import study as study_queries
from cga_desktop.store.queries.study import territories
from tests.fakes import FakeFinder, FakePrinter

ALL = [one.value for one in ReportFormat]
HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(2)>"


def with_actor(workspace, **fields):
    return add_actor(workspace, draft=ActorDraft.filled({"name": "Les Mains"} | fields)).value


def frozen(workspace, audience="public"):
    return freeze_report(workspace, audience=audience).value


def written(workspace, folder, formats=ALL, **more):
    return write_report(workspace, report=frozen(workspace), formats=formats, folder=folder, **more)


def of(files, kind):
    return next(one.path for one in files if one.format == kind)


def test_freezing_sees_the_last_change_and_changes_nothing(workspace):
    assert frozen(workspace).actors == ()
    with_actor(workspace, lat=48.9, lon=2.48)
    outcome = freeze_report(workspace, audience="public")
    assert [one.name for one in outcome.value.actors] == ["Les Mains"]
    assert outcome.changes is Changes.NONE
    assert outcome.value.study == "Bondy 2026"
    assert [one.name for one in outcome.value.territories] == ["Bondy"]
    assert len(outcome.value.territories[0].outline[0]) > 20
    assert outcome.value.program


def test_consent_recorded_in_the_study_decides_what_leaves_it(workspace):
    actor = with_actor(workspace, contact_name="Leïla B.")
    assert frozen(workspace).actors[0].contact is None
    set_map_consent(workspace, actor_id=actor.id, granted=True)
    assert frozen(workspace).actors[0].contact.name == "Leïla B."
    set_map_consent(workspace, actor_id=actor.id, granted=False)
    assert frozen(workspace).actors[0].contact is None
    assert frozen(workspace, "named").actors[0].contact.name == "Leïla B."


def test_answers_and_quotes_follow_the_consents_of_their_interview(workspace):
    with workspace.database.reading() as session:
        guide = study_queries.guides(session, kind="resident")[0]
        questions = study_queries.questions(session, guide.id)
    started = start_interview(
        workspace,
        kind="resident",
        changes=InterviewChanges(
            fields={"neighbourhood": "La Noue", "notes": "ne sort jamais"},
            answers={questions[1].id: "deuxième", questions[0].id: "première"},
            consents={"notes": True, "quoting": True},
        ),
    ).value
    with workspace.database.writing() as session:
        retired = Theme(key="vieux", name="Vieux thème", retired=True)
        kept = Theme(key="neuf", name="Nouveau thème")
        session.add_all([retired, kept])
        session.flush()
        retired.merged_into_id = kept.id
        session.add(
            Excerpt(interview_id=started.id, kind="need", text="un banc", theme_id=retired.id)
        )
    report = frozen(workspace, "team")
    (interview,) = report.interviews
    assert [text for _wording, text in interview.answers] == ["première", "deuxième"]
    assert interview.who == started.pseudonym
    assert [(one.text, one.theme) for one in report.excerpts] == [("un banc", "Nouveau thème")]
    assert "ne sort jamais" not in repr(report)


def test_who_published_the_addresses_is_credited(workspace):
    sources = {(one.what, one.name) for one in frozen(workspace).sources}
    assert ("adresses", "essai") in sources
    assert ("rues", "Base Adresse Nationale") in sources


def test_a_territory_the_program_does_not_carry_is_named_without_outline(workspace):
    with workspace.database.writing() as session:
        session.add(Territory(code="75056", name="Paris"))
    report = frozen(workspace)
    assert {one.name: bool(one.outline) for one in report.territories} == {
        "Bondy": True,
        "Paris": False,
    }
    files = written(replace(workspace, printer=FakePrinter()), workspace.database.path.parent / "e")
    assert len(files) == len(ALL)


def test_each_format_becomes_one_named_file(workspace, tmp_path):
    with_actor(workspace, lat=48.9, lon=2.48)
    files = written(workspace, tmp_path / "nouveau" / "dossier")
    day = parse(frozen(workspace).made_at).date().isoformat()
    assert [one.format.value for one in files] == ALL
    assert [one.path.name for one in files[:4]] == [
        f"CGA-Terrain – Bondy 2026 – carte – {day}.html",
        f"CGA-Terrain – Bondy 2026 – carte A4 – {day}.pdf",
        f"CGA-Terrain – Bondy 2026 – acteurs – {day}.csv",
        f"CGA-Terrain – Bondy 2026 – couche – {day}.geojson",
    ]
    assert all(one.bytes == one.path.stat().st_size > 0 for one in files)
    assert {one.path for one in files} == set((tmp_path / "nouveau" / "dossier").iterdir())


def test_a_file_that_is_not_for_everybody_says_so_in_its_name(workspace, tmp_path):
    report = frozen(workspace, "named")
    (file,) = write_report(workspace, report=report, formats=["csv"], folder=tmp_path / "e")
    assert " – acteurs – nominatif – " in file.path.name


def test_the_page_holds_the_map_and_stays_inert(workspace, tmp_path):
    with_actor(workspace, name=HOSTILE, lat=48.9, lon=2.48, description=HOSTILE)
    page = of(written(workspace, tmp_path / "e", ["html"]), "html").read_text("utf-8")
    assert "<script>alert(1)" not in page
    assert "<img src=x" not in page
    assert "&lt;/script&gt;&lt;script&gt;alert(1)" in page
    assert "Avenue de Verdun" in page


def test_the_page_says_what_is_not_there_and_who_must_not_see_it(workspace, tmp_path):
    with_actor(workspace, contact_name="Leïla B.")
    page = of(written(workspace, tmp_path / "e", ["html"]), "html").read_text("utf-8")
    assert "1 contact sans accord pour la carte" in page
    assert "ne pas diffuser" not in page
    (file,) = write_report(
        workspace, report=frozen(workspace, "team"), formats=["html"], folder=tmp_path / "e"
    )
    assert "ne pas diffuser" in file.path.read_text("utf-8")


def test_the_printed_map_is_drawn_from_the_plan_on_the_paper_asked_for(workspace, tmp_path):
    line = ((2.478, 48.9), (2.49, 48.905))
    street = Street(name="Avenue de Verdun", lat=48.9, lon=2.48, numbers=40, line=line)
    printer = FakePrinter()
    world = replace(workspace, finder=FakeFinder(lines={"93010": (street,)}), printer=printer)
    with_actor(world, lat=48.9, lon=2.48)
    written(world, tmp_path / "e", ["pdf"], paper="A3")
    (sheet,) = printer.sheets
    assert isinstance(sheet, Drawing)
    assert sorted((sheet.pages[0].width, sheet.pages[0].height)) == [297, 420]
    assert "Avenue de Verdun" in repr(sheet.pages[0])


def test_a_name_that_is_taken_gets_a_number_and_nothing_is_replaced(workspace, tmp_path):
    folder = tmp_path / "e"
    first = of(written(workspace, folder, ["csv"]), "csv")
    first.write_text("corrigé à la main", encoding="utf-8")
    second = of(written(workspace, folder, ["csv"]), "csv")
    third = of(written(workspace, folder, ["csv"]), "csv")
    assert first.read_text("utf-8") == "corrigé à la main"
    assert second.name == first.name.replace(".csv", " (2).csv")
    assert third.name == first.name.replace(".csv", " (3).csv")


@pytest.mark.parametrize(
    ("called", "subject"),
    [
        ("Bondy", "Bondy"),
        ('a/b\\c:d*e?"<>|', "a b c d e"),
        ("..", "étude"),
        ("CON", "CON"),
        ("x" * 300, "x" * 60),
        ("a\u202eb\x00c\n", "a b c"),
        ("E\u0301pinay", "Épinay"),
    ],
)
def test_a_study_s_name_becomes_a_name_any_system_takes(workspace, tmp_path, called, subject):
    report = replace(frozen(workspace), study=called)
    name = report_files.file_name(report, ReportFormat.CSV, Paper.A4)
    assert name.startswith(f"CGA-Terrain – {subject} – acteurs – ")
    (tmp_path / name).touch()


def test_a_folder_that_cannot_be_made_is_said_with_a_remedy(workspace, tmp_path):
    (tmp_path / "fichier").touch()
    with pytest.raises(NotWritten, match="choisissez un autre dossier"):
        written(workspace, tmp_path / "fichier" / "e")


class FullDisk(FakePrinter):
    """A printer whose disk fills up after it began."""

    def pdf(self, sheet: Drawing, path: Path) -> None:
        super().pdf(sheet, path)
        raise OSError(28, "No space left on device")


def test_where_the_disk_fills_up_the_sentence_says_what_is_there(workspace, tmp_path):
    world = replace(workspace, printer=FullDisk())
    folder = tmp_path / "e"
    with pytest.raises(NotWritten) as refused:
        written(world, folder, ["csv", "pdf", "geojson"])
    (left,) = folder.iterdir()
    assert left.suffix == ".csv"
    assert left.stat().st_size > 0
    assert left.name in str(refused.value)
    assert "le disque est plein" in str(refused.value)


def test_where_nothing_could_be_written_nothing_stays(workspace, tmp_path):
    folder = tmp_path / "e"
    with pytest.raises(NotWritten, match="Rien n’a pu être exporté"):
        written(replace(workspace, printer=FullDisk()), folder, ["pdf"])
    assert list(folder.iterdir()) == []


class Stopped(Exception):
    """Somebody asked to stop."""


@pytest.mark.parametrize("after", [0, 1, 3])
def test_stopping_leaves_no_file_of_this_run(workspace, tmp_path, after):
    folder = tmp_path / "e"
    earlier = of(written(workspace, folder, ["csv"]), "csv")

    def progress(done: int) -> None:
        if done == after:
            raise Stopped

    with pytest.raises(Stopped):
        written(workspace, folder, ["csv", "html", "geojson"], progress=progress)
    assert list(folder.iterdir()) == [earlier]


def test_progress_counts_the_files(workspace, tmp_path):
    heard: list[int] = []
    written(workspace, tmp_path / "e", ["csv", "html"], progress=heard.append)
    assert heard == [0, 1, 2]


@pytest.mark.parametrize("words", [{"formats": ["docx"]}, {"paper": "A0"}])
def test_what_does_not_exist_is_refused_before_anything_is_written(workspace, tmp_path, words):
    wrong = {"formats": ["csv"], **words}
    with pytest.raises(BadValue, match="Possibles"):
        written(workspace, tmp_path / "e", **wrong)
    assert not (tmp_path / "e").exists()
    with pytest.raises(BadValue, match="public, partners, team, named"):
        freeze_report(workspace, audience="everybody")


def test_the_same_format_twice_is_written_once(workspace, tmp_path):
    assert len(written(workspace, tmp_path / "e", ["csv", "csv"])) == 1


def test_an_observation_and_an_unplaced_actor_reach_every_reader(workspace, tmp_path):
    draft = ObservationDraft.filled(
        {"text": "Un banc au soleil", "date": "2026-05-02", "lat": 48.9, "lon": 2.48}
    )
    add_observation(workspace, draft=draft, contributor="Awa")
    with_actor(workspace, name="Sans adresse")
    files = written(workspace, tmp_path / "e")
    layer = json.loads(of(files, "geojson").read_text("utf-8"))
    assert [one["properties"]["name"] for one in layer["features"]] == [
        "Sans adresse",
        "Un banc au soleil",
    ]
    page = of(files, "html").read_text("utf-8")
    assert "Un banc au soleil" in page
    assert "Sans adresse" in page
    assert "Awa" not in page


def test_the_study_s_territories_are_untouched_by_exporting(workspace, tmp_path):
    before = workspace.database.path.read_bytes()
    written(workspace, tmp_path / "e")
    assert workspace.database.path.read_bytes() == before
    with workspace.database.reading() as session:
        assert [one.code for one in territories(session)] == ["93010"]


def test_audiences_and_formats_know_their_words():
    for audience in ReportAudience:
        assert audience.label
        assert audience.explanation.endswith(".")
    for kind in ReportFormat:
        assert kind.label
        assert kind.suffix.startswith(".")
