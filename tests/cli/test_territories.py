import gzip

import pytest

from tests.operations.test_territories import HEADER, row


@pytest.fixture
def ban(tmp_path):
    path = tmp_path / "adresses-93.csv"
    path.write_text(HEADER + row(12) + row(14) + row(1, "93008", "Bobigny"), encoding="utf-8")
    return path


def test_the_list_is_one_document_with_every_figure(cga):
    answer = cga("--json", "territory", "list")
    assert answer.code == 0
    by_code = {one["code"]: one for one in answer.document}
    assert set(by_code) >= {"93010", "93031", "93063"}
    assert set(by_code["93010"]) == {
        *("code", "name", "addresses", "streets", "places", "source", "date")
    }
    assert "Romainville" in cga("territory", "list").out


def test_an_import_answers_each_commune(cga, ban):
    answer = cga("--json", "territory", "import", ban)
    assert answer.code == 0
    found = {one["code"]: one for one in answer.document["imported"]}
    assert (found["93010"]["addresses"], found["93010"]["streets"]) == (2, 1)
    assert found["93008"]["name"] == "Bobigny"
    assert answer.document["skipped"] == []
    listed = {one["code"]: one for one in cga("--json", "territory", "list").document}
    assert listed["93010"]["addresses"] == 2
    assert "Bobigny" in cga("territory", "import", ban).out


def test_one_commune_can_be_taken_alone(cga, ban):
    answer = cga("--json", "territory", "import", ban, "--code", "93010")
    assert [one["code"] for one in answer.document["imported"]] == ["93010"]


def test_rows_that_cannot_be_used_make_it_an_import_in_part(cga, ban):
    with ban.open("a", encoding="utf-8") as file:
        file.write(row(16).replace("48.9021", ""))
    answer = cga("--json", "territory", "import", ban)
    assert answer.code == 3
    found = {one["code"]: one["left_out"] for one in answer.document["imported"]}
    assert found["93010"] == 1
    assert "laissée de côté" in cga("territory", "import", ban).out


def test_a_file_that_fails_does_not_undo_the_others(cga, ban, tmp_path):
    other = tmp_path / "recettes.csv"
    other.write_text("plat;temps\ntarte;40\n", encoding="utf-8")
    answer = cga("--json", "territory", "import", other, ban)
    assert answer.code == 3
    assert {one["code"] for one in answer.document["imported"]} == {"93008", "93010"}
    (skipped,) = answer.document["skipped"]
    assert skipped["file"] == str(other)
    assert skipped["reason"] in answer.err


def _truncated(path):
    whole = gzip.compress((HEADER + "".join(row(n) for n in range(1, 400))).encode())
    path.write_bytes(whole[: len(whole) // 2])


def _other_encoding(path):
    path.write_text(HEADER + row(12).replace("Verdun", "Évêché"), encoding="utf-16")


@pytest.mark.parametrize(
    ("name", "spoil"),
    [
        ("recettes.csv", lambda path: path.write_text("plat;temps\ntarte;40\n", "utf-8")),
        ("coupé.csv.gz", _truncated),
        ("autre.csv", _other_encoding),
        ("vide.csv", lambda path: path.write_bytes(b"")),
        ("absent.csv", lambda _path: None),
    ],
)
def test_a_bad_file_gets_its_sentence_and_nothing_changes(cga, tmp_path, name, spoil):
    path = tmp_path / name
    spoil(path)
    before = cga("--json", "territory", "list").document
    answer = cga("territory", "import", path)
    assert (answer.code, answer.out) == (1, "")
    assert name in answer.err
    assert cga("--json", "territory", "list").document == before
