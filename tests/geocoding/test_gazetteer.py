import gzip
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from cga_desktop.domain.errors import NotFound, NotWritten, UnreadableFile
from cga_desktop.domain.places import Point
from cga_desktop.geocoding.finder import OfflineFinder
from cga_desktop.geocoding.gazetteer import FILE_NAME, Gazetteer
from cga_desktop.geocoding.lines import metres
from tests.geocoding.conftest import CLAIRBOURG, STREETS, BanFile, clairbourg


def known(gazetteer: Gazetteer) -> dict[str, tuple[int, int, int]]:
    """(addresses, streets, places) by commune code."""
    return {one.code: (one.addresses, one.streets, one.places) for one in gazetteer.known()}


def names(gazetteer: Gazetteer, code: str = CLAIRBOURG) -> set[str]:
    return {street.name for street in gazetteer.streets(code)}


def test_before_any_import_the_embedded_territories_are_known_and_nothing_is_written(
    tmp_path, embedded
):
    folder = tmp_path / "not yet"
    with Gazetteer(folder, embedded) as gazetteer:
        assert known(gazetteer) == {CLAIRBOURG: (0, 2, 5), "93991": (0, 0, 1)}
        assert names(gazetteer) == {"Rue des Essais", "Sente Perdue"}
        assert gazetteer.known()[0].date == "2020-01"
    assert not folder.exists()


def test_an_import_says_what_it_kept(gazetteer, ban_file):
    (commune,) = gazetteer.import_file(ban_file)
    assert (commune.code, commune.name) == (CLAIRBOURG, "Clairbourg")
    assert (commune.addresses, commune.streets) == (len(clairbourg().rows), len(STREETS))
    assert commune.source == "Base Adresse Nationale"
    assert len(commune.date) == len("2020-01-31")
    assert commune.left_out == 0


def test_imported_addresses_replace_the_embedded_streets_and_keep_the_landmarks(imported):
    addresses, streets, places = known(imported)[CLAIRBOURG]
    assert (addresses, streets, places) == (len(clairbourg().rows), len(STREETS), 5)
    assert "Sente Perdue" not in names(imported)
    assert "Rue Barnabé Tournevent" in names(imported)


def test_an_import_is_there_after_closing_and_opening_again(imported, tmp_path, embedded):
    imported.close()
    with Gazetteer(tmp_path / "gazetteer", embedded) as again:
        assert known(again)[CLAIRBOURG][0] == len(clairbourg().rows)


def test_importing_twice_changes_nothing(imported, ban_file):
    before = [street.model_dump() for street in imported.streets(CLAIRBOURG)]
    imported.import_file(ban_file)
    assert [street.model_dump() for street in imported.streets(CLAIRBOURG)] == before


def test_a_second_commune_is_added_beside_the_first(imported, tmp_path):
    file = BanFile().add(1, "Rue Haute", code_insee="93991", nom_commune="Hautebrise-sur-Marne")
    imported.import_file(file.write(tmp_path / "haute.csv"))
    assert known(imported)[CLAIRBOURG][0] == len(clairbourg().rows)
    assert known(imported)["93991"] == (1, 1, 1)


def test_rows_of_a_commune_may_be_scattered_over_the_file(gazetteer, tmp_path):
    file = BanFile()
    for number in range(1, 9):
        file.add(number, "Rue Haute", code_insee=f"9399{number % 2}", nom_commune=f"C{number % 2}")
    imported = gazetteer.import_file(file.write(tmp_path / "mixed.csv"))
    assert [(one.code, one.addresses) for one in imported] == [("93990", 4), ("93991", 4)]


def test_only_the_commune_asked_for_is_imported(gazetteer, tmp_path):
    file = clairbourg().add(1, "Rue Haute", code_insee="93991", nom_commune="Hautebrise")
    (commune,) = gazetteer.import_file(file.write(tmp_path / "both.csv"), "93991")
    assert commune.code == "93991"
    assert known(gazetteer)[CLAIRBOURG][0] == 0


def test_a_commune_that_the_file_does_not_hold_is_not_found(gazetteer, ban_file):
    with pytest.raises(NotFound, match="75056") as refused:
        gazetteer.import_file(ban_file, "75056")
    assert CLAIRBOURG in str(refused.value)


def test_a_file_without_one_usable_address_is_refused(imported, tmp_path):
    file = BanFile().add(1, "Rue des Essais", lat="").add(2, "Rue des Essais", lat="")
    with pytest.raises(UnreadableFile, match="aucune des 2 lignes"):
        imported.import_file(file.write(tmp_path / "a.csv"))
    with pytest.raises(UnreadableFile, match="ne contient aucune adresse"):
        imported.import_file(BanFile().write(tmp_path / "b.csv"))
    assert known(imported)[CLAIRBOURG][0] == len(clairbourg().rows)


def test_rows_that_cannot_be_used_are_counted(gazetteer, tmp_path):
    file = BanFile().add(1, "Rue des Essais").add(2, "Rue des Essais", lat="")
    (commune,) = gazetteer.import_file(file.write(tmp_path / "a.csv"))
    assert (commune.addresses, commune.left_out) == (1, 1)


def test_two_spellings_of_a_street_are_one_street_under_the_fullest(gazetteer, tmp_path):
    file = BanFile()
    file.add(1, "Allee du Mal Robidoux").add(2, "Allée du Maréchal Robidoux")
    file.add(3, "ALL DU MARECHAL ROBIDOUX")
    gazetteer.import_file(file.write(tmp_path / "a.csv"))
    (street,) = gazetteer.streets(CLAIRBOURG)
    assert (street.name, street.numbers) == ("Allée du Maréchal Robidoux", 3)


def test_a_doubled_number_is_kept_once_at_its_surest_position(gazetteer, tmp_path):
    file = BanFile()
    file.add(1, "Rue Haute", lat=48.91, type_position="segment")
    file.add(1, "Rue Haute", lat=48.92, type_position="entrée")
    file.add(1, "Rue Haute", lat=48.93, type_position="parcelle")
    (commune,) = gazetteer.import_file(file.write(tmp_path / "a.csv"))
    assert commune.addresses == 1
    assert gazetteer.streets(CLAIRBOURG)[0].lat == pytest.approx(48.92)


def test_homonyms_of_former_communes_stay_apart(gazetteer, tmp_path):
    file = BanFile()
    file.add(1, "Rue Haute", nom_ancienne_commune="Vieux-Clair")
    file.add(1, "Rue Haute", nom_ancienne_commune="Neuf-Clair")
    (commune,) = gazetteer.import_file(file.write(tmp_path / "a.csv"))
    assert (commune.streets, commune.addresses) == (2, 2)


def test_a_street_without_numbers_is_known_as_a_street(gazetteer, tmp_path):
    (commune,) = gazetteer.import_file(
        BanFile().add("99999", "Hameau des Brumes").write(tmp_path / "a.csv")
    )
    assert (commune.streets, commune.addresses) == (1, 0)
    (street,) = gazetteer.streets(CLAIRBOURG)
    assert (street.first, street.last, street.line) == (0, 0, ())


def test_a_street_carries_its_numbers_and_a_line_along_them(imported):
    street = next(one for one in imported.streets(CLAIRBOURG) if one.name == STREETS[0])
    assert (street.first, street.last, street.numbers) == (1, 30, 31)
    assert street.postcode == "93990"
    (west, south), (east, north) = street.line[0], street.line[-1]
    assert west < 2.5005
    assert east > 2.5055
    assert south == pytest.approx(48.9, abs=0.0001)
    assert north == pytest.approx(48.9, abs=0.0001)


def test_streets_of_an_unknown_commune_are_not_found(imported):
    with pytest.raises(NotFound, match="75056"):
        imported.streets("75056")


def test_forgetting_a_commune_brings_its_embedded_facts_back(imported):
    imported.forget(CLAIRBOURG)
    assert known(imported)[CLAIRBOURG] == (0, 2, 5)
    assert names(imported) == {"Rue des Essais", "Sente Perdue"}
    assert imported.near(Point(48.9, 2.5), 5_000) == []


@pytest.mark.parametrize("code", ["93991", "75056"])
def test_forgetting_what_was_never_imported_is_refused(imported, code):
    with pytest.raises(NotFound, match=code):
        imported.forget(code)


def test_progress_is_told_and_what_it_raises_cancels_the_import(gazetteer, tmp_path):
    class Cancelled(Exception):
        pass

    file = BanFile()
    for number in range(1, 4_500):
        file.add(number, "Rue Haute", lat=48.9)
    path = file.write(tmp_path / "long.csv")
    told: list[int] = []
    gazetteer.import_file(path, progress=told.append)
    assert told == [2_000, 4_000]

    def cancel(rows: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        gazetteer.import_file(path, progress=cancel)
    assert known(gazetteer)[CLAIRBOURG][0] == 4_499


@pytest.mark.parametrize("end", [200, -20])
def test_a_truncated_download_leaves_the_previous_addresses(imported, tmp_path, end):
    cut = tmp_path / "cut.csv.gz"
    file = BanFile()
    for number in range(1, 3_000):
        file.add(number, f"Rue {number % 97}", lat=48.9 + number / 1e5)
    cut.write_bytes(gzip.compress(file.text().encode())[:end])
    before = known(imported)
    with pytest.raises(UnreadableFile, match="conservées"):
        imported.import_file(cut)
    assert known(imported) == before
    assert names(imported) >= set(STREETS) - {"Av du Gal Pimprenelle"}


def test_a_full_disk_leaves_the_previous_addresses(imported, tmp_path):
    resource = pytest.importorskip("resource", reason="file size limits are a thing of POSIX")
    file = BanFile()
    for number in range(1, 9_000):
        file.add(number, f"Rue {number % 97}", lat=48.9 + number / 1e5)
    path = file.write(tmp_path / "large.csv")
    before = known(imported)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (150_000, limits[1]))
    try:
        with pytest.raises(NotWritten, match="conservées"):
            imported.import_file(path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert known(imported) == before
    imported.import_file(path)
    assert known(imported)[CLAIRBOURG][0] == 8_999


def test_a_folder_that_cannot_be_written_is_said_so(tmp_path, embedded, ban_file):
    in_the_way = tmp_path / "file"
    in_the_way.write_text("not a folder")
    with Gazetteer(in_the_way, embedded) as gazetteer:
        with pytest.raises(NotWritten, match="dossier"):
            gazetteer.import_file(ban_file)
        assert known(gazetteer)[CLAIRBOURG] == (0, 2, 5)


def test_another_import_under_way_is_said_so(imported, ban_file, tmp_path, monkeypatch):
    monkeypatch.setattr("cga_desktop.geocoding.gazetteer_file.BUSY_SECONDS", 0.01)
    other = sqlite3.connect(tmp_path / "gazetteer" / FILE_NAME, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        with pytest.raises(NotWritten, match="autre import"):
            imported.import_file(ban_file)
    finally:
        other.close()


@pytest.mark.parametrize(
    "spoil",
    [
        lambda content: b"this is not a database, whatever its name says" * (len(content) // 50),
        lambda content: content[: len(content) // 3],
        lambda content: content[:4096] + bytes(len(content) - 4096),
    ],
)
def test_a_damaged_gazetteer_is_set_aside_and_the_embedded_facts_answer(
    imported, ban_file, tmp_path, embedded, spoil
):
    imported.close()
    path = tmp_path / "gazetteer" / FILE_NAME
    path.write_bytes(spoil(path.read_bytes()))
    with Gazetteer(tmp_path / "gazetteer", embedded) as gazetteer:
        assert known(gazetteer)[CLAIRBOURG] == (0, 2, 5)
        (notice,) = gazetteer.take_notices()
        assert "mis de côté" in notice
        assert gazetteer.take_notices() == []
        assert list(path.parent.glob("gazetteer-abime-*.sqlite"))
        gazetteer.import_file(ban_file)
        assert known(gazetteer)[CLAIRBOURG][0] == len(clairbourg().rows)


def test_a_finder_tells_of_the_damage_before_anybody_searched(imported, tmp_path, embedded):
    imported.close()
    path = tmp_path / "gazetteer" / FILE_NAME
    path.write_bytes(b"not a gazetteer" * 100)
    with Gazetteer(tmp_path / "gazetteer", embedded) as gazetteer:
        finder = OfflineFinder(gazetteer)
        (notice,) = finder.notices()
        assert "mis de côté" in notice
        assert finder.notices() == []


def test_damage_found_by_an_import_is_set_aside_too(imported, ban_file, tmp_path, embedded):
    imported.close()
    path = tmp_path / "gazetteer" / FILE_NAME
    content = bytearray(path.read_bytes())
    content[8192:-4096] = bytes(len(content) - 8192 - 4096)
    path.write_bytes(content)
    with Gazetteer(tmp_path / "gazetteer", embedded) as gazetteer:
        gazetteer.import_file(ban_file)
        assert known(gazetteer)[CLAIRBOURG][0] == len(clairbourg().rows)
        assert gazetteer.take_notices()


def test_another_programs_database_is_not_taken_for_a_gazetteer(tmp_path, embedded):
    folder = tmp_path / "gazetteer"
    folder.mkdir()
    foreign = sqlite3.connect(folder / FILE_NAME)
    foreign.execute("CREATE TABLE commune (recipe TEXT)")
    foreign.commit()
    foreign.close()
    with Gazetteer(folder, embedded) as gazetteer:
        assert known(gazetteer)[CLAIRBOURG] == (0, 2, 5)
        assert gazetteer.take_notices()


def test_an_empty_file_is_an_empty_gazetteer(tmp_path, embedded, ban_file):
    folder = tmp_path / "gazetteer"
    folder.mkdir()
    (folder / FILE_NAME).touch()
    with Gazetteer(folder, embedded) as gazetteer:
        assert known(gazetteer)[CLAIRBOURG] == (0, 2, 5)
        assert gazetteer.take_notices() == []
        gazetteer.import_file(ban_file)
        assert known(gazetteer)[CLAIRBOURG][0] == len(clairbourg().rows)


def test_a_deleted_gazetteer_is_empty_and_can_be_filled_again(imported, ban_file, tmp_path):
    before = imported.version()
    for file in (tmp_path / "gazetteer").iterdir():
        file.unlink()
    assert known(imported)[CLAIRBOURG] == (0, 2, 5)
    assert imported.version() != before
    imported.import_file(ban_file)
    assert known(imported)[CLAIRBOURG][0] == len(clairbourg().rows)


def test_the_version_changes_with_the_content_only(imported, ban_file, tmp_path, embedded):
    version = imported.version()
    assert imported.version() == version
    with Gazetteer(tmp_path / "gazetteer", embedded) as other_process:
        other_process.import_file(ban_file)
    assert imported.version() != version


def test_addresses_around_a_position_are_found(imported):
    near = imported.near(Point(48.9, 2.5), 40)
    assert {one.address.number for one in near} == {1, 2, 3}
    assert all(metres(one.address.point, Point(48.9, 2.5)) < 60 for one in near)


def test_reading_during_the_first_import_finds_it_once_it_is_done(gazetteer, tmp_path):
    file = BanFile()
    for number in range(1, 2_500):
        file.add(number, "Rue Haute", lat=48.9)
    during: list[tuple[int, int, int]] = []
    gazetteer.import_file(
        file.write(tmp_path / "a.csv"),
        progress=lambda _rows: during.append(known(gazetteer)[CLAIRBOURG]),
    )
    assert during == [(0, 2, 5)]
    assert known(gazetteer)[CLAIRBOURG] == (2_499, 1, 5)


def test_several_threads_read_while_one_imports(imported, ban_file):
    stop = threading.Event()

    def read() -> set[int]:
        counts: set[int] = set()
        while not stop.is_set():
            counts.add(len(imported.streets(CLAIRBOURG)))
            imported.near(Point(48.9, 2.5), 100)
        return counts

    with ThreadPoolExecutor(4) as pool:
        readers = [pool.submit(read) for _reader in range(3)]
        for _time in range(3):
            imported.import_file(ban_file)
        stop.set()
        seen = set[int]().union(*(reader.result() for reader in readers))
    assert seen == {len(STREETS)}
