import contextlib
import json
import os

import pytest
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from hypothesis import example, given
from hypothesis import strategies as st

from cga_desktop.domain.errors import StudyUnreadable, WrongPassphrase
from cga_desktop.store import keys
from tests.conftest import PASSPHRASE


@pytest.fixture
def key():
    return keys.fresh_key()


def damaged(text, **changes):
    return json.dumps({**json.loads(text), **changes})


def with_costs(text, **costs):
    found = json.loads(text)
    found["argon2id"] |= costs
    return json.dumps(found)


def test_a_fresh_key_is_nobody_elses():
    one, other = keys.fresh_key(), keys.fresh_key()
    assert len(one.key) == 32
    assert len(one.salt) == 16
    assert one.key != other.key
    assert one.name != other.name


def test_the_passphrase_opens_what_it_sealed(key):
    assert keys.unwrap(keys.wrap(key, PASSPHRASE), PASSPHRASE) == key


def test_sealing_twice_never_writes_the_same(key):
    assert keys.wrap(key, PASSPHRASE) != keys.wrap(key, PASSPHRASE)


def test_neither_key_nor_passphrase_stands_in_the_key_file(key):
    text = keys.wrap(key, PASSPHRASE)
    assert PASSPHRASE not in text
    assert key.key.hex() not in text
    assert key.name in text


@pytest.mark.parametrize(
    "wrong", ["", "Quatre mots sans lien", "quatre mots sans lien ", "un tout autre secret"]
)
def test_any_other_passphrase_does_not_open_it(key, wrong):
    with pytest.raises(WrongPassphrase, match="Rien n’a été modifié"):
        keys.unwrap(keys.wrap(key, PASSPHRASE), wrong)


def test_an_accent_opens_it_however_the_keyboard_composes_it(key):
    composed, apart = "forêt d\u00e9t\u00e9", "fore\u0302t de\u0301te\u0301"
    assert keys.unwrap(keys.wrap(key, composed), apart) == key


@given(st.text(st.characters()))
def test_any_passphrase_can_seal_and_open(passphrase):
    key = keys.fresh_key()
    assert keys.unwrap(keys.wrap(key, passphrase), passphrase) == key


def test_the_key_of_another_study_is_not_accepted_under_its_name(key):
    other = keys.fresh_key()
    text = damaged(keys.wrap(key, PASSPHRASE), study_salt=other.salt.hex())
    with pytest.raises(WrongPassphrase):
        keys.unwrap(text, PASSPHRASE)


def test_a_key_of_another_length_is_no_key():
    short = keys.StudyKey(b"trop court", os.urandom(16))
    with pytest.raises(StudyUnreadable, match="abîmé"):
        keys.unwrap(keys.wrap(short, PASSPHRASE), PASSPHRASE)


def test_the_costs_are_those_of_the_file_so_that_they_can_be_raised(key, monkeypatch):
    text = keys.wrap(key, PASSPHRASE)
    monkeypatch.setattr(keys, "PASSES", 3)
    assert keys.unwrap(text, PASSPHRASE) == key
    assert json.loads(keys.wrap(key, PASSPHRASE))["argon2id"]["passes"] == 3


@pytest.mark.parametrize(
    "costs",
    [
        {"memory_kib": 2**40},
        {"memory_kib": 0},
        {"memory_kib": -1},
        {"memory_kib": 1},
        {"passes": 10**9},
        {"lanes": 2**31},
        {"passes": 1e308},
        {"passes": None},
        {"memory_kib": "beaucoup"},
        {"salt": ""},
        {"salt": "ab" * 5000},
    ],
)
def test_a_hostile_key_file_gets_its_sentence_without_eating_the_computer(key, costs, monkeypatch):
    text = with_costs(keys.wrap(key, PASSPHRASE), **costs)
    asked = []

    def argon2id(**costs):
        asked.append(costs)
        return Argon2id(**costs)

    monkeypatch.setattr(keys, "Argon2id", argon2id)
    with pytest.raises(StudyUnreadable, match="abîmé"):
        keys.unwrap(text, PASSPHRASE)
    assert all(one["memory_cost"] <= 256 * 1024 and one["iterations"] <= 20 for one in asked)


def test_the_most_a_key_file_may_ask_for_stays_bearable():
    assert keys._MOST["memory_kib"] <= 256 * 1024
    assert keys._MOST["passes"] <= 20


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "[]",
        '"clé"',
        "{}",
        '{"argon2id": []}',
        "[" * 100_000,
        '{"a":' * 50_000,
        "\0",
        "\udcff",
        '{"argon2id": {"memory_kib": Infinity, "passes": NaN, "lanes": 1e400}}',
    ],
)
def test_what_is_not_a_key_file_is_said_to_be_damaged(text):
    with pytest.raises(StudyUnreadable, match="L’étude n’a pas été touchée"):
        keys.unwrap(text, PASSPHRASE)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)
PLACES = ["format", "study_salt", "argon2id", "nonce", "sealed", "memory_kib", "passes", "lanes"]


@given(st.sampled_from([*PLACES, "salt"]), JSON)
@example("lanes", 4.0)
@example("passes", True)
def test_a_key_file_with_one_value_replaced_is_opened_or_refused_with_a_sentence(place, value):
    key = keys.StudyKey(b"k" * 32, b"s" * 16)
    text = keys.wrap(key, PASSPHRASE)
    inner = place in {"memory_kib", "passes", "lanes", "salt"}
    hostile = with_costs(text, **{place: value}) if inner else damaged(text, **{place: value})
    with contextlib.suppress(StudyUnreadable, WrongPassphrase):
        assert keys.unwrap(hostile, PASSPHRASE) == key


@given(st.text(st.characters(), max_size=300) | st.binary(max_size=300).map(bytes.hex))
def test_any_text_in_place_of_a_key_file_is_refused_with_a_sentence(text):
    with pytest.raises(StudyUnreadable):
        keys.unwrap(text, PASSPHRASE)


@given(st.data())
def test_a_key_file_cut_or_altered_anywhere_never_gives_a_wrong_key(data):
    key = keys.StudyKey(b"k" * 32, b"s" * 16)
    text = keys.wrap(key, PASSPHRASE)
    place = data.draw(st.integers(0, len(text) - 1))
    letter = data.draw(st.characters(max_codepoint=127))
    for hostile in (text[:place], text[:place] + letter + text[place + 1 :]):
        with contextlib.suppress(StudyUnreadable, WrongPassphrase):
            assert keys.unwrap(hostile, PASSPHRASE) == key


def test_of_several_copies_the_one_that_opens_is_enough(key):
    sound = keys.wrap(key, PASSPHRASE)
    elsewhere = keys.wrap(key, "une autre phrase")
    assert keys.unlock([sound], PASSPHRASE) == key
    assert keys.unlock(["{}", sound], PASSPHRASE) == key
    assert keys.unlock([elsewhere, sound], PASSPHRASE) == key
    assert keys.unlock([sound, elsewhere], PASSPHRASE) == key
    assert keys.unlock([sound, elsewhere], "une autre phrase") == key
    with pytest.raises(WrongPassphrase):
        keys.unlock([sound, elsewhere], "ni l’une ni l’autre")


def test_the_real_costs_are_those_that_were_chosen(monkeypatch):
    monkeypatch.undo()
    assert (keys.MEMORY_KIB, keys.PASSES, keys.LANES) == (64 * 1024, 3, 4)


def test_a_passphrase_that_everybody_knows_is_cheap_to_try_and_no_other_is(key, monkeypatch):
    monkeypatch.setattr(keys, "MEMORY_KIB", 16 * keys.LANES)
    monkeypatch.setattr(keys, "PASSES", 2)
    cheap = keys.wrap(key, "demonstration", known_to_all=True)
    dear = keys.wrap(key, PASSPHRASE)
    costs = [json.loads(text)["argon2id"] for text in (cheap, dear)]
    assert [(one["memory_kib"], one["passes"]) for one in costs] == [
        (8 * keys.LANES, 1),
        (16 * keys.LANES, 2),
    ]
    assert keys.unwrap(cheap, "demonstration") == key
    with pytest.raises(WrongPassphrase):
        keys.unwrap(cheap, PASSPHRASE)
