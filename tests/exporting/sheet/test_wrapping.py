from hypothesis import given
from hypothesis import strategies as st

from cga_desktop.exporting.sheet.wrapping import Wrapping, shortened
from tests.exporting.sheet.conftest import plain_width


def lines(text, width=20.0, most=0):
    return Wrapping(plain_width, size=2.0, width=width, most=most).lines(text)


def test_words_go_to_the_next_line_when_the_line_is_full():
    assert lines("Les Marmites de l’escalier du nord") == ["Les Marmites de", "l’escalier du nord"]
    assert lines("") == []


def test_no_line_begins_with_a_sign_that_follows_a_space_in_french():
    assert lines("chaque repère dit : sa source", 18) == ["chaque repère", "dit\u00a0: sa source"]


def test_beyond_the_most_lines_an_ellipsis_says_there_is_more():
    assert lines("un deux trois quatre cinq six sept", 10, 2) == ["un deux", "trois qua…"]
    assert lines("un deux trois", 10, 2) == ["un deux", "trois"]


@given(st.text(max_size=200), st.floats(4, 60), st.integers(0, 4))
def test_no_line_is_wider_than_its_column(text, width, most):
    found = lines(text, width, most)
    assert all(plain_width(line, 2.0) <= width for line in found)
    assert not most or len(found) <= most


@given(st.text(alphabet="abc ", max_size=60), st.floats(20, 60))
def test_without_a_limit_no_word_is_lost(text, width):
    found = lines(text, width)
    if not any(line.endswith("…") for line in found):
        assert " ".join(found).split() == text.split()


def test_what_fits_is_not_shortened():
    assert shortened("court", 10, 2.0, plain_width) == "court"
    assert shortened("bien trop long", 10, 2.0, plain_width) == "bien trop…"
