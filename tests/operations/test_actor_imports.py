import pytest

from cga_desktop.domain.changes import Changes
from cga_desktop.domain.errors import BadValue, UnreadableFile
from cga_desktop.operations import actor_imports
from cga_desktop.operations.actor_imports import import_actors
from cga_desktop.store.queries.actors import actors
from tests.fakes import VERDUN

TABLE = (
    "Nom de la structure;Type;Adresse;Code postal;Ville;Téléphone;Public visé;Fax\n"
    "Les Mains du canal;association;12 avenue de Verdun;93140;Bondy;01 48 00 00 00;Jeunes;x\n"
    "Chez Léa;Commerce;;;;;;\n"
)


@pytest.fixture
def table(tmp_path):
    def written(text=TABLE, encoding="utf-8"):
        path = tmp_path / "acteurs.csv"
        path.write_text(text, encoding=encoding, newline="")
        return path

    return written


def stored(workspace):
    with workspace.database.reading() as session:
        return {one.name: one for one in actors(session)}


def test_a_table_of_a_spreadsheet_becomes_placed_actors(workspace, table):
    outcome = import_actors(workspace, path=table())
    assert outcome.changes == Changes.ACTORS
    found = outcome.value
    kept = stored(workspace)
    assert set(kept) == {"Les Mains du canal", "Chez Léa"}
    mains = kept["Les Mains du canal"]
    assert (mains.kind, mains.address) == ("association", "12 avenue de Verdun, Bondy")
    assert (mains.lat, mains.lon, mains.citycode) == (VERDUN.lat, VERDUN.lon, "93010")
    assert (mains.precision, mains.radius_m) == ("number", VERDUN.radius_m)
    assert (mains.postcode, mains.phone, mains.audiences) == ("93140", "01 48 00 00 00", "jeunes")
    assert kept["Chez Léa"].kind == "shop"
    assert [one.name for one in found.unplaced] == ["Chez Léa"]
    assert found.columns["phone"] == "Téléphone"
    assert found.unread == ["Fax"]
    assert found.skipped == found.duplicates == []


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16", "utf-8-sig"])
def test_accents_survive_however_the_file_was_saved(workspace, table, encoding):
    import_actors(workspace, path=table(encoding=encoding))
    assert "Chez Léa" in stored(workspace)


def test_english_headers_are_known_too(workspace, table):
    text = 'name,kind,address,lat,lon,email\nA,shop,somewhere,"48,91",2.48,a@b.fr\n'
    import_actors(workspace, path=table(text))
    actor = stored(workspace)["A"]
    assert (actor.lat, actor.lon, actor.precision) == (48.91, 2.48, "number")
    assert actor.email == "a@b.fr"


def test_the_same_file_twice_does_not_double_anything(workspace, table):
    import_actors(workspace, path=table())
    again = import_actors(workspace, path=table())
    assert again.value.added == []
    assert again.changes == Changes.NONE
    assert [(row.line, row.name) for row in again.value.duplicates] == [
        (2, "Les Mains du canal"),
        (3, "Chez Léa"),
    ]
    assert len(stored(workspace)) == 2


def test_an_actor_listed_twice_in_one_file_is_made_once(workspace, table):
    found = import_actors(workspace, path=table("nom;adresse\nA;rue x\na ;Rue X\nA;rue y\n")).value
    assert [one.address for one in found.added] == ["rue x", "rue y"]
    assert [row.line for row in found.duplicates] == [3]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (";12 rue x;;;", "Le nom manque"),
        ("B;;extraterrestre;;", "n’est pas un type d’acteur"),
        ("B;;;48.9;", "la latitude ou la longitude"),
        ("B;;;beaucoup;2.4", "ne convient pas"),
        ("B;;;148;2.4", "ne convient pas"),
        (f"{'B' * 501};;;;", "ne convient pas"),
    ],
)
def test_a_row_with_a_problem_is_said_and_the_others_are_kept(workspace, table, row, reason):
    text = f"nom;adresse;type;latitude;longitude\nA;;;;\n{row}\nC;;;;\n"
    found = import_actors(workspace, path=table(text)).value
    assert sorted(stored(workspace)) == ["A", "C"]
    (skipped,) = found.skipped
    assert skipped.line == 3
    assert reason in skipped.reason


def test_a_column_with_another_name_is_named_by_hand(workspace, table):
    text = "libellé;où\nA;12 avenue de verdun bondy\n"
    with pytest.raises(BadValue, match="--map name=COLONNE"):
        import_actors(workspace, path=table(text))
    given = {"name": "Libelle", "address": "où"}
    found = import_actors(workspace, path=table(text), columns=given).value
    assert found.columns == {"name": "libellé", "address": "où"}
    assert stored(workspace)["A"].lat == VERDUN.lat


def test_what_is_named_by_hand_must_exist(workspace, table):
    with pytest.raises(BadValue, match="« surnom » n’existe pas"):
        import_actors(workspace, path=table(), columns={"surnom": "Type"})
    with pytest.raises(BadValue, match="« Prénom » n’est pas dans le fichier"):
        import_actors(workspace, path=table(), columns={"name": "Prénom"})
    assert stored(workspace) == {}


def test_an_address_of_which_one_is_not_sure_is_left_to_be_checked(workspace, table):
    found = import_actors(
        workspace, path=table("nom;adresse;ville\nA;rue de la gare;Bondy\n")
    ).value
    assert [one.name for one in found.unplaced] == ["A"]
    assert found.added[0].address == "rue de la gare, Bondy"


def test_a_town_alone_or_an_unknown_commune_places_nothing(workspace, table):
    text = "nom;adresse;ville;code insee\nA;;Bondy;\nB;12 avenue de verdun;;75056\n"
    found = import_actors(workspace, path=table(text)).value
    assert [(one.name, one.lat, one.address) for one in found.added] == [
        ("A", None, "Bondy"),
        ("B", None, "12 avenue de verdun"),
    ]


def test_the_town_is_not_written_twice_in_the_address(workspace, table):
    text = 'nom;adresse;ville\nA;"12 avenue de verdun, 93140 BONDY";Bondy\n'
    import_actors(workspace, path=table(text))
    assert stored(workspace)["A"].address == "12 avenue de verdun, 93140 BONDY"


def test_a_table_without_end_is_refused_whole(workspace, table, monkeypatch):
    monkeypatch.setattr(actor_imports, "MOST_ROWS", 3)
    with pytest.raises(UnreadableFile, match="dépasse 3 lignes"):
        import_actors(workspace, path=table("nom\nA\nB\nC\nD\n"))
    assert stored(workspace) == {}


def test_progress_is_told(workspace, table):
    told = []
    rows = "".join(f"acteur {number}\n" for number in range(120))
    import_actors(workspace, path=table(f"nom\n{rows}"), progress=told.append)
    assert told == [50, 100]


def test_nothing_is_kept_when_the_import_is_interrupted(workspace, table):
    def stop(_count):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_actors(
            workspace, path=table("nom\n" + "".join(f"{n}\n" for n in range(60))), progress=stop
        )
    assert stored(workspace) == {}
