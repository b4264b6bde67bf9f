import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cga_desktop.exporting.words import day_of, first_words, iso_day, one_line


def test_a_name_stays_on_one_line_and_reads_forwards():
    assert one_line("  Les Mains\n du\tcanal ") == "Les Mains du canal"
    assert one_line("abc\u202edef\u202c\x07") == "abcdef"


def test_french_spaces_before_colons_hold():
    assert one_line("Âges\u202f: 3\u00a0%") == "Âges\u202f: 3\u00a0%"


def test_letters_that_need_a_joiner_keep_it():
    assert one_line("می\u200cخواهم") == "می\u200cخواهم"


def test_a_long_text_is_cut_between_words():
    assert first_words("Marché du samedi : beaucoup de monde", 20) == "Marché du samedi :…"
    assert first_words("a" * 30, 10) == "aaaaaaaaa…"
    assert first_words("court", 10) == "court"


@given(st.text(), st.integers(2, 40))
def test_first_words_never_exceed_their_length_nor_hold_controls(text, length):
    cut = first_words(text, length)
    assert len(cut) <= length
    assert not any(unicodedata.category(sign) == "Cc" for sign in cut)


@pytest.mark.parametrize("wrong", ["", "hier", "2026-13-45"])
def test_a_date_that_is_none_is_shown_as_it_is(wrong):
    assert day_of(wrong) == wrong
    assert iso_day(wrong) == wrong


def test_days_are_said_and_sorted():
    assert day_of("2026-05-01T12:00+02:00") == "1er mai 2026"
    assert iso_day("2026-05-01T12:00+02:00") == "2026-05-01"
