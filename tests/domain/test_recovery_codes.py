"""The code on the recovery sheet: easy to copy, and no wrong sign goes unnoticed or unsaid."""

import re
import string

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from cga_desktop.domain import recovery_codes
from cga_desktop.domain.errors import BadValue
from cga_desktop.domain.recovery_codes import (
    ALPHABET,
    LENGTH,
    RecoveryCode,
    fresh_code,
    looks_like_code,
    read_code,
)

CODES = st.binary(min_size=16, max_size=16).map(RecoveryCode)
PLACES = st.integers(0, LENGTH - 1)
SIGNS = st.sampled_from(ALPHABET)


def signs_of(code):
    return "".join(code.groups)


def refusal(typed):
    with pytest.raises(BadValue) as refused:
        read_code(typed)
    return str(refused.value).replace("\u00a0", " ")


def test_a_fresh_code_is_128_bits_that_nobody_has():
    one, other = fresh_code(), fresh_code()
    assert len(one.secret) == 16
    assert one != other


def test_it_is_seven_groups_of_four_letters_and_digits():
    assert re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{4}-){6}[0-9A-HJKMNP-TV-Z]{4}", fresh_code().text)


def test_it_does_not_show_itself():
    code = fresh_code()
    assert code.text not in repr(code)
    assert code.secret.hex() not in repr(code)


@pytest.mark.parametrize(
    ("secret", "text"),
    [
        (bytes(16), "0000-0000-0000-0000-0000-0000-0000"),
        (b"\xff" * 16, "7ZZZ-ZZZZ-ZZZZ-ZZZZ-ZZZZ-ZZZZ-ZZKB"),
        (bytes(range(16)), "0004-1061-050R-3GG2-8A1C-60T3-GFXC"),
    ],
)
def test_a_sheet_printed_today_is_read_by_every_version_to_come(secret, text):
    assert RecoveryCode(secret).text == text
    assert read_code(text).secret == secret


@given(CODES)
def test_what_is_copied_rightly_is_read(code):
    assert read_code(code.text) == code
    assert looks_like_code(code.text) or not any(one.isdigit() for one in code.text)


@given(CODES, st.data())
def test_case_spaces_dashes_and_letters_that_look_like_digits_are_forgiven(code, data):
    alike = {"1": "1IiLl", "0": "0Oo"}
    typed = ""
    for sign in signs_of(code):
        typed += data.draw(st.sampled_from(alike.get(sign, sign + sign.lower())))
        typed += data.draw(
            st.sampled_from(["", "", " ", "-", " – ", "\u00a0", "\u202f", "\n", "‑"])
        )
    assert read_code(typed) == code


@given(CODES, PLACES, SIGNS)
@example(RecoveryCode(bytes(16)), 0, "Z")
@example(RecoveryCode(bytes(16)), LENGTH - 1, "1")
def test_every_single_wrong_sign_is_noticed_and_its_group_is_said(code, place, sign):
    right = signs_of(code)
    assume(right[place] != sign)
    typed = right[:place] + sign + right[place + 1 :]
    said = refusal(typed)
    group = place // 4
    assert f"dans le groupe {group + 1} (« {typed[group * 4 : group * 4 + 4]} »)" in said
    assert "comparez-le à la feuille" in said


def test_every_wrong_sign_at_every_place_of_one_code_is_noticed():
    right = signs_of(RecoveryCode(bytes(range(100, 116))))
    noticed = 0
    for place in range(LENGTH):
        for sign in ALPHABET.replace(right[place], ""):
            assert f"groupe {place // 4 + 1} " in refusal(right[:place] + sign + right[place + 1 :])
            noticed += 1
    assert noticed == 28 * 31


@given(CODES, PLACES, st.sampled_from("U!@#é€*~$=?%&" + "ΩЖ漢"))
def test_a_sign_that_is_in_no_code_is_named_with_its_group(code, place, sign):
    right = signs_of(code)
    said = refusal(right[:place] + sign + right[place + 1 :])
    assert said.startswith(f"Le groupe {place // 4 + 1} contient « {sign.upper()} »")


@given(CODES, PLACES, PLACES, SIGNS, SIGNS)
def test_two_wrong_signs_are_noticed(code, first, second, one, other):
    right = signs_of(code)
    assume(first != second)
    assume(right[first] != one)
    assume(right[second] != other)
    typed = list(right)
    typed[first], typed[second] = one, other
    assert "n’est pas exact" in refusal("".join(typed))


@given(CODES, PLACES, PLACES)
def test_two_signs_that_changed_places_are_noticed(code, first, second):
    typed = list(signs_of(code))
    assume(typed[first] != typed[second])
    typed[first], typed[second] = typed[second], typed[first]
    assert "n’est pas exact" in refusal("".join(typed))


@given(CODES, PLACES, st.integers(1, 5))
def test_a_sign_forgotten_is_counted(code, place, count):
    right = signs_of(code)
    missing = min(count, LENGTH - place)
    said = refusal(right[:place] + right[place + missing :])
    assert said.startswith("Il manque ")
    assert f"{missing} signe" in said


@given(CODES, PLACES, SIGNS)
def test_a_sign_too_many_is_counted(code, place, sign):
    right = signs_of(code)
    assert "1 signe de trop" in refusal(right[:place] + sign + right[place:])


def test_more_than_128_bits_are_no_code():
    """Signs that agree with each other, but begin beyond what 128 bits can be."""
    beyond = recovery_codes._checked([8] + [0] * 25)
    assert "n’est pas exact" in refusal("".join(ALPHABET[one] for one in beyond))


@given(st.text(max_size=60))
def test_any_other_text_is_refused_with_a_sentence(typed):
    assert refusal(typed).endswith(".")


@given(CODES, PLACES, st.characters(codec="ascii"))
def test_a_code_with_a_slip_is_still_taken_for_one(code, place, slip):
    right = signs_of(code)
    assume(sum(one.isdigit() for one in right) > 1)
    assert looks_like_code(right[:place] + slip + right[place + 1 :])
    assert looks_like_code(right[:place] + right[place + 1 :])


@pytest.mark.parametrize(
    "typed",
    ["", "quatre mots sans lien", "demonstration", "x" * 80, string.ascii_lowercase, "1234-5678"],
)
def test_a_passphrase_is_not_taken_for_a_code(typed):
    assert not looks_like_code(typed)
