from hypothesis import given
from hypothesis import strategies as st

from cga_desktop.domain.passages import FOUND, FOUND_END, passage, runs, unmarked

LONG = "Le matin il ne se passe rien. " * 20 + "Puis le marché ouvre. " + "Et le soir rien. " * 20


def bold(marked):
    return [piece for piece, found in runs(marked) if found]


def test_what_was_found_is_marked_and_a_short_text_is_shown_whole():
    marked = passage("Ma voisine garde les petits.", [(3, 10)])
    assert bold(marked) == ["voisine"]
    assert unmarked(marked) == "Ma voisine garde les petits."


def test_of_a_long_text_what_stands_around_the_found_word_is_shown():
    at = LONG.index("marché")
    marked = passage(LONG, [(at, at + 6)])
    shown = unmarked(marked)
    assert bold(marked) == ["marché"]
    assert "Puis le marché ouvre." in shown
    assert shown.startswith("…")
    assert shown.endswith("…")
    assert len(shown) < 200


def test_a_passage_begins_and_ends_between_words():
    at = LONG.index("marché")
    shown = unmarked(passage(LONG, [(at, at + 6)])).strip("…")
    assert set(shown.split()) <= set(LONG.split())


def test_where_the_found_words_stand_apart_the_passage_has_the_most_of_them():
    text = "rien " * 100 + "vélo " + "rien " * 100 + "vélo atelier canal " + "rien " * 100
    words = ("vélo", "atelier", "canal")
    found = sorted((at, at + len(w)) for w in words for at in starts(text, w))
    assert bold(passage(text, found)) == ["vélo", "atelier", "canal"]


def starts(text, word):
    return [at for at in range(len(text)) if text.startswith(word, at)]


def test_a_passage_is_one_line():
    assert unmarked(passage("un\n\n  deux\ttrois")) == "un deux trois"


def test_without_anything_found_it_is_the_beginning():
    assert unmarked(passage(LONG)).startswith("Le matin")


def test_marks_that_somebody_pasted_mark_nothing():
    marked = passage(f"un {FOUND}deux{FOUND_END} trois", [(0, 2)])
    assert bold(marked) == ["un"]
    assert unmarked(marked) == "un deux trois"


ANY_TEXT = st.text(st.characters(blacklist_categories=["Cs"]), max_size=600)


@given(ANY_TEXT, st.data())
def test_whatever_was_found_the_marks_come_in_pairs_and_the_words_are_the_text_s_own(text, data):
    edges = data.draw(st.lists(st.integers(0, len(text)), max_size=12, unique=True).map(sorted))
    found = list(zip(edges[::2], edges[1::2], strict=False))
    marked = passage(text, found)
    assert marked.count(FOUND) == marked.count(FOUND_END)
    assert "".join(piece for piece, _found in runs(marked)) == unmarked(marked)
    plain = text.translate({ord(FOUND): None, ord(FOUND_END): None})
    assert " ".join(unmarked(marked).strip("…").split()) in " ".join(plain.strip("…").split()) or (
        "…" in text
    )
