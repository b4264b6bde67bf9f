import gzip
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cga_desktop.domain.errors import UnreadableFile
from cga_desktop.geocoding import ban
from cga_desktop.geocoding.ban import BanAddress, ReadingCount, read_ban
from tests.geocoding.conftest import CLAIRBOURG, COLUMNS, BanFile, clairbourg

KEPT = "les adresses déjà connues sont conservées"


def rows(path: Path, code: str | None = None) -> list[BanAddress]:
    return list(read_ban(path, ReadingCount(), code))


def refusal(path: Path) -> str:
    with pytest.raises(UnreadableFile) as refused:
        rows(path)
    return str(refused.value)


def read_or_refused(path: Path) -> bool:
    """Whether a file gives usable addresses or one sentence; anything else is raised."""
    try:
        return all(one.street and one.town and one.code for one in rows(path))
    except UnreadableFile as refused:
        return KEPT in str(refused)


def written(path: Path, content: bytes | str) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def one_row(tmp_path: Path, **columns: object) -> list[BanAddress]:
    file = BanFile().add(12, "Rue des Essais", **columns)
    return rows(file.write(tmp_path / "one.csv"))


def test_a_row_gives_an_address(tmp_path):
    (address,) = one_row(tmp_path, rep="bis", lat=48.9, lon=2.5, type_position="entrée")
    assert address == BanAddress(
        code=CLAIRBOURG,
        town="Clairbourg",
        locality="",
        postcode="93990",
        street="Rue des Essais",
        number=12,
        suffix="bis",
        lat=48.9,
        lon=2.5,
        rank=0,
    )


@pytest.mark.parametrize("name", ["adresses.csv", "adresses.csv.gz"])
def test_a_compressed_file_reads_like_a_plain_one(tmp_path, name):
    assert len(rows(clairbourg().write(tmp_path / name))) == len(clairbourg().rows)


def test_a_compressed_file_is_recognised_whatever_its_name(tmp_path):
    path = written(tmp_path / "adresses.csv", gzip.compress(clairbourg().text().encode()))
    assert len(rows(path)) == len(clairbourg().rows)


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_a_file_saved_again_by_a_spreadsheet_is_read(tmp_path, delimiter):
    text = "\ufeff" + clairbourg().text(delimiter=delimiter).replace("\n", "\r\n")
    assert len(rows(written(tmp_path / "a.csv", text))) == len(clairbourg().rows)


def test_the_columns_may_come_in_any_order_and_only_six_are_needed(tmp_path):
    few = ("lon", "lat", "NOM_VOIE", "numero", "nom_commune", "code_insee")
    text = clairbourg().text(columns=[name.lower() for name in few])
    text = text.replace("nom_voie", "NOM_VOIE", 1)
    read = rows(written(tmp_path / "few.csv", text))
    assert len(read) == len(clairbourg().rows)
    assert {one.postcode for one in read} == {""}


def test_blank_lines_are_not_rows(tmp_path):
    count = ReadingCount()
    path = written(tmp_path / "a.csv", clairbourg().text() + "\n\n;;;;\n")
    list(read_ban(path, count))
    assert count.rows == len(clairbourg().rows)


@pytest.mark.parametrize(
    ("columns", "number", "suffix"),
    [
        ({"rep": "'177'"}, 12, ""),
        ({"rep": "'bis'"}, 12, "bis"),
        ({"rep": " TER "}, 12, "ter"),
        ({"rep": "b"}, 12, "b"),
        ({"numero": "'12'"}, 12, ""),
        ({"numero": ""}, 0, ""),
        ({"numero": "99999", "rep": "bis"}, 0, ""),
    ],
)
def test_quotes_and_odd_repetitions_are_cleaned(tmp_path, columns, number, suffix):
    (address,) = one_row(tmp_path, **columns)
    assert (address.number, address.suffix) == (number, suffix)


def test_accents_encoded_twice_are_repaired_and_french_apostrophes_kept(tmp_path):
    (address,) = one_row(tmp_path, nom_voie="Rue de l’AmÃ©dÃ©e  Robidoux")
    assert address.street == "Rue de l’Amédée Robidoux"


def test_what_cannot_be_printed_is_dropped_from_names(tmp_path):
    (address,) = one_row(tmp_path, nom_voie="Rue \x1b[31mdes\u202e Essais\x07")
    assert address.street == "Rue [31mdes Essais"


def test_what_a_spreadsheet_did_to_figures_is_undone(tmp_path):
    (address,) = one_row(tmp_path, code_insee="1004", code_postal="1500", lat="48,9", lon="2,5")
    assert (address.code, address.postcode, address.lat) == ("01004", "01500", 48.9)


@pytest.mark.parametrize(
    "columns",
    [
        {"lat": ""},
        {"lat": "nan"},
        {"lon": "inf"},
        {"lat": "0", "lon": "0"},
        {"lat": "40.7", "lon": "-74.0"},
        {"lat": "2.5", "lon": "48.9"},
        {"numero": "douze"},
        {"numero": "-3"},
        {"nom_voie": "  "},
        {"nom_commune": ""},
        {"nom_voie": "Rue " + "x" * 200},
        {"code_insee": "Bondy"},
    ],
)
def test_a_row_without_a_usable_position_number_or_name_is_left_out_and_counted(tmp_path, columns):
    file = BanFile().add(1, "Rue des Essais").add(2, "Rue des Essais", **columns)
    count = ReadingCount()
    kept = list(read_ban(file.write(tmp_path / "a.csv"), count))
    assert [one.number for one in kept] == [1]
    assert (count.rows, sum(count.left_out.values())) == (2, 1)


@pytest.mark.parametrize(
    ("lat", "lon"), [(16.2, -61.5), (4.9, -52.3), (-21.1, 55.5), (-12.8, 45.2), (-22.3, 166.4)]
)
def test_overseas_positions_are_in_france(tmp_path, lat, lon):
    assert len(one_row(tmp_path, lat=lat, lon=lon)) == 1


def test_only_the_commune_asked_for_is_read_and_the_others_are_noted(tmp_path):
    file = BanFile().add(1, "Rue des Essais").add(2, "Rue Basse", code_insee="93991")
    count = ReadingCount()
    kept = list(read_ban(file.write(tmp_path / "a.csv"), count, "93991"))
    assert [one.street for one in kept] == ["Rue Basse"]
    assert count.codes == {CLAIRBOURG, "93991"}


def test_a_file_that_is_not_a_ban_file_is_told_which_columns_are_missing(tmp_path):
    sentence = refusal(written(tmp_path / "acteurs.csv", "nom;adresse;lat\nX;Y;48\n"))
    assert "acteurs.csv" in sentence
    assert "numero, nom_voie, code_insee, nom_commune, lon" in sentence
    assert KEPT in sentence


def test_an_empty_file_is_said_to_be_empty(tmp_path):
    assert "vide" in refusal(written(tmp_path / "a.csv", b""))
    assert "vide" in refusal(written(tmp_path / "b.csv", b"\n\n"))


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "utf-16"])
def test_another_encoding_is_named_with_its_remedy(tmp_path, encoding):
    path = written(tmp_path / "a.csv", clairbourg().text().replace("’", "'").encode(encoding))
    sentence = refusal(path)
    assert "UTF-8" in sentence
    assert "tableur" in sentence
    assert KEPT in sentence


def test_a_truncated_download_is_named_wherever_it_stopped(tmp_path):
    whole = gzip.compress(clairbourg().text().encode())
    for end in (3, 11, 40, len(whole) // 2, len(whole) - 9, len(whole) - 1):
        sentence = refusal(written(tmp_path / "a.csv.gz", whole[:end]))
        assert "tronqué" in sentence
        assert KEPT in sentence


def test_a_damaged_download_is_named(tmp_path):
    whole = bytearray(gzip.compress(clairbourg().text().encode()))
    whole[len(whole) // 2] ^= 0xFF
    assert KEPT in refusal(written(tmp_path / "a.csv.gz", bytes(whole)))


def test_a_file_that_is_no_text_is_refused(tmp_path):
    noise = random.Random(7).randbytes(50_000)  # noqa: S311  (a repeatable draw)
    assert KEPT in refusal(written(tmp_path / "photo.jpg", noise))
    assert "fichier texte" in refusal(written(tmp_path / "b.csv", b"numero\0nom_voie\n"))


def test_a_missing_file_and_a_folder_are_refused(tmp_path):
    assert "n’existe pas" in refusal(tmp_path / "nowhere.csv")
    assert KEPT in refusal(tmp_path)


def test_a_gzip_bomb_is_refused_before_it_unfolds(tmp_path):
    header = (";".join(COLUMNS) + "\n").encode()
    row = b"x;;1;;Rue des Essais;93990;93990;Clairbourg;;;;;2.5;48.9;;;;;;;;;\n"
    bomb = gzip.compress(header + row * 400_000)
    assert len(bomb) * 100 < 400_000 * len(row)
    assert "démesurément" in refusal(written(tmp_path / "a.csv.gz", bomb))


def test_an_endless_line_is_refused(tmp_path):
    path = written(tmp_path / "a.csv.gz", gzip.compress(b"a" * 5_000_000))
    assert "ligne démesurée" in refusal(path)


def test_too_many_rows_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(ban, "MAX_ROWS", 10)
    assert "démesurément" in refusal(clairbourg().write(tmp_path / "a.csv"))


def test_an_unclosed_quote_is_refused_rather_than_swallowing_the_file(tmp_path):
    text = clairbourg().text()
    once = text.replace("Rue des Essais", '"Rue des Essais', 1)
    twice = once.replace("Avenue du Figuier Bleu", 'Avenue du Figuier" Bleu', 1)
    assert "CSV" in refusal(written(tmp_path / "once.csv", once))
    assert "CSV" in refusal(written(tmp_path / "twice.csv", twice))
    assert "CSV" in refusal(written(tmp_path / "long.csv", once + text * 20))


@given(st.binary(max_size=3000))
def test_arbitrary_bytes_give_addresses_or_one_sentence(tmp_path_factory, content):
    path = written(tmp_path_factory.mktemp("bytes") / "a.csv", content)
    assert read_or_refused(path)


@given(st.lists(st.lists(st.text(max_size=12), max_size=25), max_size=12))
def test_arbitrary_cells_under_the_right_columns_give_addresses_or_one_sentence(
    tmp_path_factory, cells
):
    body = "\n".join(";".join(row) for row in cells)
    content = f"{';'.join(COLUMNS)}\n{body}\n".encode("utf-8", "surrogatepass")
    path = written(tmp_path_factory.mktemp("cells") / "a.csv", content)
    assert read_or_refused(path)


@given(st.integers(min_value=0))
def test_a_compressed_file_cut_anywhere_is_never_half_read_in_silence(tmp_path_factory, where):
    whole = gzip.compress(clairbourg().text().encode())
    path = written(tmp_path_factory.mktemp("cut") / "a.csv.gz", whole[: where % len(whole)])
    with pytest.raises(UnreadableFile):
        rows(path)
