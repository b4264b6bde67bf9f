import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cga_desktop.domain.texts import alphabetical, cleaned, one_line

ANY_TEXT = st.text(st.characters())  # with NUL and lone surrogates, as a pasted text may hold
LONE = re.compile("[\ud800-\udfff]")


def test_ordinary_text_is_kept_to_the_letter():
    text = "  « Ça va » :\r\n\t— l’été, 20 % d’habitant·es 👩🏽‍🦱 e\u0301\n"
    assert cleaned(text) == text


def test_what_no_file_can_hold_is_taken_out_and_nothing_else():
    assert cleaned("avant\0après") == "avantaprès"
    assert cleaned("avant\ud83dmilieu\udc00après") == "avantmilieuaprès"


def test_an_emoji_pasted_in_two_halves_is_put_together_again():
    assert cleaned("\ud83d\ude00 bonjour") == "😀 bonjour"


@given(ANY_TEXT)
def test_cleaned_text_can_always_be_written_and_cleaning_it_again_changes_nothing(text):
    clean = cleaned(text)
    clean.encode("utf-8")
    assert "\0" not in clean
    assert cleaned(clean) == clean


@given(st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0")))
def test_no_character_that_a_file_can_hold_is_ever_lost(text):
    assert cleaned(text) == text


@given(ANY_TEXT)
def test_a_line_holds_no_line_break_and_keeps_its_words(text):
    line = one_line(text)
    assert len(line.splitlines()) <= 1
    assert line == line.strip()
    assert line.split() == cleaned(text).split()


def test_an_address_pasted_from_an_envelope_becomes_one_line():
    pasted = "12 avenue de Verdun\r\n \r\n93140 Bondy\n"
    assert one_line(pasted) == "12 avenue de Verdun 93140 Bondy"


@pytest.mark.parametrize(
    "names",
    [
        ["Bondy", "Épinay-sur-Seine", "Romainville"],
        ["école Jaurès", "Ecole Pasteur", "Épicerie", "zoo"],
        ["Île aux enfants", "Imprimerie", "Œuvres sociales", "Ofrande"],
    ],
)
def test_names_sort_as_in_a_directory_accents_and_capitals_aside(names):
    assert sorted([*names[1:], names[0]], key=alphabetical) == names


@given(ANY_TEXT, ANY_TEXT)
def test_names_that_differ_never_sort_by_chance(one, other):
    assert (alphabetical(one) == alphabetical(other)) == (one == other)
