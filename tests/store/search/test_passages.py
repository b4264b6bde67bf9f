from hypothesis import given
from hypothesis import strategies as st

from cga_desktop.domain.passages import runs, unmarked
from cga_desktop.store.search.asking import terms
from cga_desktop.store.search.passages import Part, best_part, marked


def patterns(typed):
    return [one.pattern() for one in terms(typed)]


def bold(text, typed):
    return [piece for piece, found in runs(marked(text, patterns(typed))) if found]


def test_words_are_marked_as_they_were_written():
    assert bold("Le CŒUR de l’Île-Saint-Denis", "coeur") == ["CŒUR"]
    assert bold("Le CŒUR de l’Île-Saint-Denis", "ile-saint-denis") == ["Île-Saint-Denis"]
    assert bold("Elle habite Straße 3", "strasse") == ["Straße"]


def test_an_accent_written_apart_is_marked_with_its_letter():
    assert bold("un cafe\u0301 ouvert, un cœur", "café") == ["cafe\u0301"]
    assert bold("œuvre, cœur, puis cafe\u0301", "cafe") == ["cafe\u0301"]


def test_a_word_begun_is_marked_whole():
    assert bold("Les bibliothèques ferment", "biblio") == ["bibliothèques"]


def test_a_word_inside_another_is_not_marked():
    assert bold("Le quartier a de l’art", "art rue") == ["art"]


def test_the_part_that_holds_the_most_is_shown():
    parts = [
        Part("q1", "Un", "Les papiers, toujours."),
        Part("q2", "Deux", "Les papiers en ligne."),
        Part("q3", "Trois", "La ligne 5."),
    ]
    found = best_part(parts, patterns("papiers ligne"))
    assert found is not None
    assert found.part.key == "q2"
    assert unmarked(found.passage) == "Les papiers en ligne."


def test_where_nothing_is_held_there_is_no_best_part():
    assert best_part([Part("", "", "Rien")], patterns("papiers")) is None


@given(st.text(max_size=200), st.text(max_size=20))
def test_any_text_is_marked_for_any_words_and_stays_itself(text, typed):
    shown = unmarked(marked(text, patterns(typed)))
    plain = text.translate({0xE000: None, 0xE001: None})
    assert "".join(shown.split()).strip("…") in "".join(plain.split())
