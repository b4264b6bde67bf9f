"""What changed between two texts, word by word."""

from hypothesis import given
from hypothesis import strategies as st

from cga_desktop.domain.word_changes import Part, Piece, shortened, word_changes

SAME, REMOVED, ADDED = Part.SAME, Part.REMOVED, Part.ADDED
TEXTS = st.text(alphabet="ab éœ’,\n\t-", max_size=60)


def words_of(pieces, *parts):
    return "".join(one.text for one in pieces if one.part in parts)


def test_words_written_after_others_are_all_that_is_added():
    assert word_changes("Ma voisine", "Ma voisine garde les petits.") == (
        Piece(SAME, "Ma voisine "),
        Piece(ADDED, "garde les petits."),
    )


def test_a_word_put_in_place_of_another_is_seen_beside_it():
    assert word_changes("Ouvert le mardi soir.", "Ouvert le mercredi soir.") == (
        Piece(SAME, "Ouvert le "),
        Piece(REMOVED, "mardi "),
        Piece(ADDED, "mercredi "),
        Piece(SAME, "soir."),
    )


def test_a_new_line_is_a_change():
    assert [one.part for one in word_changes("un deux", "un\ndeux")] == [SAME, ADDED, SAME]


def test_spaces_alone_show_both_texts():
    assert word_changes("un  deux", "un deux") == (
        Piece(REMOVED, "un  deux"),
        Piece(ADDED, "un deux"),
    )


def test_words_taken_away_at_the_end_do_not_stick_to_those_that_stay():
    assert word_changes("un deux", "un") == (Piece(SAME, "un "), Piece(REMOVED, "deux"))


def test_nothing_changed_is_one_piece():
    assert word_changes("Rien.", "Rien.") == (Piece(SAME, "Rien."),)
    assert word_changes("", "") == ()


def test_a_text_rewritten_whole_is_shown_as_two_without_comparing_for_ever():
    before = " ".join(f"mot{n}" for n in range(3_000))
    after = " ".join(f"autre{n}" for n in range(3_000))
    assert [one.part for one in word_changes(before, after)] == [REMOVED, ADDED]


@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_back(before, after):
    pieces = word_changes(before, after)
    assert words_of(pieces, SAME, ADDED).split() == after.split()
    assert words_of(pieces, SAME, REMOVED).split() == before.split()


@given(TEXTS)
def test_the_same_text_has_no_change(text):
    assert all(one.part is SAME for one in word_changes(text, text))


def test_of_a_long_text_what_stands_around_the_change_is_kept():
    before = " ".join(str(n) for n in range(100))
    after = before.replace(" 50 ", " cinquante ")
    pieces = shortened(word_changes(before, after), around=2)
    assert words_of(pieces, SAME, ADDED) == "… 48 49 cinquante 51 52 … "
    assert [one.left_out for one in pieces] == [True, False, False, False, False, True]


@given(TEXTS, TEXTS)
def test_no_change_is_lost_by_shortening(before, after):
    pieces = word_changes(before, after)
    changed = [one for one in pieces if one.part is not SAME]
    assert [one for one in shortened(pieces, around=1) if one.part is not SAME] == changed
