import pytest

from cga_desktop.domain.changes import Changes
from cga_desktop.domain.errors import NotFound, UnreadableFile
from cga_desktop.operations.territories import import_territory, known_territories

HEADER = (
    "id;id_fantoir;numero;rep;nom_voie;code_postal;code_insee;nom_commune;"
    "code_insee_ancienne_commune;nom_ancienne_commune;x;y;lon;lat;type_position;alias;nom_ld;"
    "libelle_acheminement;nom_afnor;source_position;source_nom_voie;certification_commune;"
    "cad_parcelles\n"
)


def row(number, code="93010", town="Bondy"):
    return (
        f"{code}_1_{number};;{number};;Avenue de Verdun;93140;{code};{town};;;0;0;2.4823;48.9021;"
        "entrée;;;BONDY;AVENUE DE VERDUN;commune;commune;1;\n"
    )


@pytest.fixture
def ban(tmp_path):
    path = tmp_path / "adresses-93.csv"
    path.write_text(HEADER + row(12) + row(14) + row(1, "93008", "Bobigny"), encoding="utf-8")
    return path


def test_the_communes_that_travel_with_the_program_are_known_from_the_start():
    assert {one.code for one in known_territories()} >= {"93010", "93031", "93063"}


def test_an_import_makes_addresses_known_for_every_study_of_the_computer(ban):
    outcome = import_territory(ban)
    assert outcome.changes == Changes.TERRITORIES
    assert [(one.code, one.addresses) for one in outcome.value] == [("93008", 1), ("93010", 2)]
    known = {one.code: one.addresses for one in known_territories()}
    assert (known["93008"], known["93010"]) == (1, 2)


def test_one_commune_of_a_file_can_be_taken_alone(ban):
    import_territory(ban, code="93010")
    assert "93008" not in {one.code for one in known_territories()}
    with pytest.raises(NotFound, match="75056"):
        import_territory(ban, code="75056")


def test_a_file_of_another_kind_changes_nothing(tmp_path):
    path = tmp_path / "recettes.csv"
    path.write_text("plat;temps\ntarte;40\n", encoding="utf-8")
    before = known_territories()
    with pytest.raises(UnreadableFile):
        import_territory(path)
    assert known_territories() == before


def test_the_real_addresses_of_bondy_are_imported_whole(shared_data):
    told = []
    (bondy,) = import_territory(shared_data / "ban_93010_bondy.csv", progress=told.append).value
    assert (bondy.code, bondy.name, bondy.addresses, bondy.left_out) == ("93010", "Bondy", 8413, 0)
    assert told == sorted(told)
    assert told[-1] > 6000
