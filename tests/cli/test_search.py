import pytest


@pytest.fixture
def interview(cga, file):
    words = ("notes=Elle rit beaucoup, et aime l’école.", "consent.notes=oui")
    return cga("--json", "interviews", "add", file, "--kind", "resident", *words).document["id"]


def test_what_was_written_is_found_with_its_passage(cga, file, actor, interview):
    answer = cga("--json", "search", file, "ecole")
    assert answer.code == 0
    assert answer.document == [
        {
            "id": interview,
            "type": "interview",
            "title": "H-001",
            "passage": "Elle rit beaucoup, et aime l’école.",
            "heading": "Notes libres",
            "owner": interview,
        }
    ]


def test_several_words_may_be_given_with_or_without_quotes(cga, file, actor):
    for words in (("mains canal",), ("mains", "canal")):
        answer = cga("--json", "search", file, *words)
        assert [(one["id"], one["type"]) for one in answer.document] == [(actor, "actor")]


def test_for_people_there_is_a_line_for_each_record(cga, file, actor):
    answer = cga("search", file, "mains du canal")
    assert answer.code == 0
    assert "acteur" in answer.out
    assert "Les Mains du canal" in answer.out


def test_the_passage_on_a_terminal_has_no_marks(cga, file, interview):
    assert "aime l’école." in cga("search", file, "école").out


def test_nothing_found_is_an_answer(cga, file, actor):
    answer = cga("--json", "search", file, "piscine")
    assert (answer.code, answer.document) == (0, [])
    assert "Rien ne correspond" in cga("search", file, "piscine").out


def test_signs_of_the_index_are_only_signs(cga, file, actor):
    assert cga("--json", "search", file, 'mains" OR *').code == 0
    assert cga("--json", "search", file, "--", "-canal").document[0]["id"] == actor


def test_no_more_records_than_asked_for(cga, file, actor, interview):
    cga("actors", "add", file, "name=Le Canal")
    assert len(cga("--json", "search", file, "canal").document) == 2
    assert len(cga("--json", "search", file, "canal", "--limit", "1").document) == 1
