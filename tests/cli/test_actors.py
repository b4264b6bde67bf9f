import pytest

from tests.fakes import VERDUN

FIELDS = {
    *("id", "name", "kind", "description", "address", "postcode", "citycode", "lat", "lon"),
    *("precision", "radius_m", "placed_by_hand", "contact_name", "contact_role", "phone", "email"),
    *("website", "opening_hours", "audiences", "themes", "notes", "created_at", "updated_at"),
    "map_consent",
}


def listed(cga, file):
    answer = cga("--json", "actors", "list", file)
    assert answer.code == 0
    return answer.document


def test_an_added_actor_is_placed_and_answered(cga, file):
    answer = cga(
        "--json", "actors", "add", file,
        "name=Chez Léa", "kind=commerce", "address=12 avenue de Verdun, Bondy", "themes=Santé",
    )  # fmt: skip
    assert answer.code == 0
    actor = answer.document
    assert set(actor) == FIELDS
    assert (actor["name"], actor["kind"], actor["themes"]) == ("Chez Léa", "shop", "sante")
    assert (actor["lat"], actor["lon"], actor["precision"]) == (VERDUN.lat, VERDUN.lon, "number")
    assert actor["citycode"] == "93010"
    assert actor["map_consent"] is None
    assert listed(cga, file) == [actor]
    assert "commerce" in cga("actors", "list", file).out


def test_a_value_may_hold_an_equals_sign_and_be_empty(cga, file):
    answer = cga("--json", "actors", "add", file, "name=a=b", "notes=", "website=http://x?y=z")
    assert answer.document["name"] == "a=b"
    assert answer.document["website"] == "http://x?y=z"


def test_an_actor_put_by_its_position_is_there_to_the_number(cga, file):
    actor = cga("--json", "actors", "add", file, "name=A", "lat=48,91", "lon=2.48").document
    assert (actor["lat"], actor["lon"], actor["precision"]) == (48.91, 2.48, "number")
    words = ("lat=48.92", "lon=2.49")
    moved = cga("--json", "actors", "edit", file, actor["id"], *words).document
    assert (moved["lat"], moved["lon"], moved["precision"]) == (48.92, 2.49, "number")


def test_the_address_that_is_nowhere_is_kept_and_said(cga, file):
    answer = cga("actors", "add", file, "name=A", "address=rue de nulle part")
    assert answer.code == 0
    assert "à vérifier" in answer.out
    assert listed(cga, file)[0]["lat"] is None


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("kind=shop",), "name"),
        (("name=A", "kind=planète"), "association, collectivité"),
        (("name=A", "couleur=bleu"), "couleur"),
        (("name=A", "lat=48"), "longitude"),
        (("name=A", "lat=480", "lon=2"), "480"),
        (("name=A", "consent.notes=oui"), "consent.map"),
        (("name=A", "consent.map=peut-être"), "peut-être"),
    ],
)
def test_what_does_not_fit_is_said_and_nothing_is_added(cga, file, words, why):
    answer = cga("actors", "add", file, *words)
    assert (answer.code, answer.out) == (1, "")
    assert why in answer.err
    assert listed(cga, file) == []


def test_editing_changes_the_fields_given_and_only_they(cga, file, actor):
    before = listed(cga, file)[0]
    answer = cga("--json", "actors", "edit", file, actor, "phone=01 48 00 00 00", "kind=lieu")
    assert answer.code == 0
    after = answer.document
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {"phone", "kind", "updated_at"}
    assert listed(cga, file) == [after]


def test_a_new_address_is_placed_again(cga, file, actor):
    nowhere = cga("--json", "actors", "edit", file, actor, "address=nulle part").document
    assert (nowhere["lat"], nowhere["precision"]) == (None, "")
    again = cga("--json", "actors", "edit", file, actor, "address=12 avenue de verdun").document
    assert again["lat"] == VERDUN.lat


def test_consent_to_the_map_is_given_and_taken_back(cga, file, actor):
    assert cga("--json", "actors", "edit", file, actor, "consent.map=oui").document["map_consent"]
    assert listed(cga, file)[0]["map_consent"] is True
    cga("actors", "edit", file, actor, "consent.map=non")
    assert listed(cga, file)[0]["map_consent"] is False
    cga("actors", "edit", file, actor, "consent.map=")
    assert listed(cga, file)[0]["map_consent"] is None


def test_deleting_removes_the_actor_and_says_its_name(cga, file, actor):
    answer = cga("--json", "actors", "delete", file, actor)
    assert answer.code == 0
    assert answer.document == {"deleted": actor, "name": "Les Mains du canal"}
    assert listed(cga, file) == []
    assert cga("actors", "list", file).out.strip() == "Aucun acteur pour l’instant."


def test_an_actor_with_interviews_is_kept(cga, file, actor):
    cga("interviews", "add", file, "--kind", "actor", f"actor={actor}")
    answer = cga("actors", "delete", file, actor)
    assert answer.code == 1
    assert "1 entretien" in answer.err
    assert len(listed(cga, file)) == 1


@pytest.mark.parametrize("words", [("edit", "{file}", "x", "name=A"), ("delete", "{file}", "x")])
def test_an_id_that_nobody_has_is_said(cga, file, words):
    answer = cga("actors", *(word.format(file=file) for word in words))
    assert answer.code == 1
    assert "x" in answer.err


TABLE = (
    "Structure;Type;Adresse;Télécopie\n"
    "Les Mains du canal;association;12 avenue de verdun;\n"
    "Chez Léa;commerce;;\n"
    "Mystère;planète;;\n"
)


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "acteurs.csv"
    path.write_text(TABLE, encoding="cp1252")
    return path


def test_an_import_keeps_what_it_can_and_says_what_was_left_out(cga, file, table):
    answer = cga("--json", "actors", "import", file, table)
    assert answer.code == 3
    found = answer.document
    assert found["added"] == 2
    assert len(found["ids"]) == 2
    assert [one["name"] for one in found["unplaced"]] == ["Chez Léa"]
    assert found["duplicates"] == []
    assert found["unread"] == ["Télécopie"]
    assert found["columns"]["name"] == "Structure"
    (skipped,) = found["skipped"]
    assert (skipped["line"], skipped["name"]) == (4, "Mystère")
    assert "planète" in skipped["reason"]
    assert {one["name"] for one in listed(cga, file)} == {"Les Mains du canal", "Chez Léa"}


def test_importing_again_doubles_nothing_and_says_so(cga, file, table):
    table.write_text("\n".join(TABLE.splitlines()[:3]), encoding="utf-8")
    assert cga("actors", "import", file, table).code == 0
    again = cga("--json", "actors", "import", file, table)
    assert again.code == 0
    assert again.document["added"] == 0
    assert [one["line"] for one in again.document["duplicates"]] == [2, 3]
    assert "déjà dans l’étude" in cga("actors", "import", file, table).out
    assert len(listed(cga, file)) == 2


def test_columns_can_be_named_by_hand(cga, file, tmp_path):
    table = tmp_path / "t.csv"
    table.write_text("qui,où\nA,12 avenue de verdun\n", encoding="utf-8")
    refused = cga("actors", "import", file, table)
    assert refused.code == 1
    assert "qui, où" in refused.err
    words = ("--map", "name=qui", "--map", "address=où")
    assert cga("actors", "import", file, table, *words).code == 0
    assert listed(cga, file)[0]["lat"] == VERDUN.lat


def test_what_was_exported_can_be_imported_elsewhere(cga, file, actor, tmp_path, unattended):
    cga("actors", "add", file, "name=Chez Léa", "kind=commerce", "phone=+33 6 12 34 56 78")
    written = cga("--json", "export", file, "--for", "team", "--format", "csv", "--out", tmp_path)
    table = written.document["files"][0]["path"]
    other = tmp_path / "autre.cgaetude"
    cga("new", other)
    answer = cga("--json", "actors", "import", other, table)
    assert answer.code == 0
    kept = ("name", "kind", "address", "citycode", "phone", "precision")
    assert [[one[name] for name in kept] for one in listed(cga, other)] == [
        [one[name] for name in kept] for one in listed(cga, file)
    ]
