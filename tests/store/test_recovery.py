"""The recovery code is a second way in, beside the passphrase and independent of it."""

import contextlib
import json
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cga_desktop.domain.errors import StudyUnreadable, WrongPassphrase
from cga_desktop.domain.recovery_codes import ALPHABET, LENGTH, RecoveryCode, fresh_code
from cga_desktop.store import keys, recovery
from tests.conftest import PASSPHRASE

DAY = date(2026, 11, 3)
KEY = keys.StudyKey(b"k" * 32, b"s" * 16)
CODE = RecoveryCode(bytes(range(16)))


@pytest.fixture
def text():
    """A key file with a recovery sheet."""
    return recovery.with_code(keys.wrap(KEY, PASSPHRASE), KEY, CODE, DAY)


def test_the_code_opens_it_however_it_is_typed_and_so_does_the_passphrase(text):
    typed = CODE.text.replace("-", " ").lower().replace("1", "l").replace("0", "o")
    for given_text in (CODE.text, typed, PASSPHRASE):
        assert recovery.unlock([text], given_text) == KEY


def test_an_older_program_opens_it_by_its_passphrase(text):
    """It knows one slot and the format 1, and nothing of what came since."""
    content = json.loads(text)
    assert content["format"] == 1
    old = {name: content[name] for name in ("study_salt", "argon2id", "nonce", "sealed")}
    assert keys.unwrap(json.dumps(old), PASSPHRASE) == KEY
    assert keys.unwrap(text, PASSPHRASE) == KEY


def test_neither_code_nor_key_stands_in_the_key_file(text):
    for group in CODE.groups:
        assert group not in text
    assert CODE.secret.hex() not in text
    assert KEY.key.hex() not in text


def test_a_new_sheet_takes_the_place_of_the_one_before(text):
    other = fresh_code()
    renewed = recovery.with_code(text, KEY, other, date(2026, 12, 1))
    assert recovery.unlock([renewed], other.text) == KEY
    with pytest.raises(WrongPassphrase, match="une feuille plus récente"):
        recovery.unlock([renewed], CODE.text)
    assert recovery.made_on(renewed) == date(2026, 12, 1)


def test_another_passphrase_keeps_the_sheet(text):
    renewed = keys.rewrap(text, KEY, "une tout autre phrase")
    assert recovery.unlock([renewed], CODE.text) == KEY
    assert recovery.unlock([renewed], "une tout autre phrase") == KEY
    assert recovery.made_on(renewed) == DAY
    with pytest.raises(WrongPassphrase):
        recovery.unlock([renewed], PASSPHRASE)


def test_what_a_newer_program_wrote_besides_stays(text):
    newer = json.dumps({**json.loads(text), "device": {"id": 7}})
    for renewed in (
        keys.rewrap(newer, KEY, "une tout autre phrase"),
        recovery.with_code(newer, KEY, fresh_code(), DAY),
    ):
        assert json.loads(renewed)["device"] == {"id": 7}


def test_a_study_without_a_sheet_has_no_date_and_no_code_opens_it():
    bare = keys.wrap(KEY, PASSPHRASE)
    assert recovery.made_on(bare) is None
    with pytest.raises(WrongPassphrase, match="bien recopié, mais n’ouvre pas cette étude"):
        recovery.unlock([bare], CODE.text)


def test_the_code_of_another_study_is_said_to_be_that(text):
    with pytest.raises(WrongPassphrase, match="autre étude"):
        recovery.unlock([text], fresh_code().text)


@given(st.integers(0, LENGTH - 1), st.sampled_from(ALPHABET))
def test_a_slip_is_said_with_its_group(place, sign):
    right = "".join(CODE.groups)
    assume(right[place] != sign)
    text = recovery.with_code(keys.wrap(KEY, PASSPHRASE), KEY, CODE, DAY)
    with pytest.raises(WrongPassphrase, match=rf"code de secours.*groupe {place // 4 + 1} "):
        recovery.unlock([text], right[:place] + sign + right[place + 1 :])


def test_a_wrong_passphrase_hears_nothing_of_codes(text):
    with pytest.raises(WrongPassphrase) as refused:
        recovery.unlock([text], "une autre phrase")
    assert "code" not in str(refused.value)


def test_of_several_copies_the_one_with_the_sheet_is_enough(text):
    bare = keys.wrap(KEY, PASSPHRASE)
    assert recovery.unlock([bare, text], CODE.text) == KEY
    assert recovery.unlock(["{}", text], CODE.text) == KEY


def test_the_slots_cannot_change_places(text):
    content = json.loads(text)
    swapped = json.dumps({**content, **content["recovery"], "recovery": content})
    for typed in (CODE.text, PASSPHRASE):
        with pytest.raises(WrongPassphrase):
            recovery.unlock([swapped], typed)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


@given(JSON)
def test_a_damaged_sheet_never_keeps_the_passphrase_out(junk):
    hostile = json.dumps({**json.loads(keys.wrap(KEY, PASSPHRASE)), "recovery": junk})
    assert recovery.unlock([hostile], PASSPHRASE) == KEY
    assert recovery.made_on(hostile) is None
    with pytest.raises(WrongPassphrase):
        recovery.unlock([hostile], CODE.text)


@given(st.sampled_from(["argon2id", "nonce", "sealed", "made_on"]), JSON)
def test_a_sheet_with_one_value_replaced_opens_or_is_refused_with_a_sentence(place, value):
    text = recovery.with_code(keys.wrap(KEY, PASSPHRASE), KEY, CODE, DAY)
    content = json.loads(text)
    content["recovery"][place] = value
    hostile = json.dumps(content)
    recovery.made_on(hostile)
    with contextlib.suppress(StudyUnreadable, WrongPassphrase):
        assert recovery.unlock([hostile], CODE.text) == KEY


# --- what a key file proves


def test_a_key_file_proves_that_its_writer_had_the_key(text):
    assert keys.is_genuine(text, KEY)
    assert not keys.is_genuine(text, keys.StudyKey(b"x" * 32, KEY.salt))
    assert not keys.is_genuine(text, keys.StudyKey(KEY.key, b"x" * 16))


@pytest.mark.parametrize(
    "change",
    [{"revision": 2**40}, {"recovery": None}, {"nonce": "00"}, {"proof": "é"}, {"new": 1}],
)
def test_whatever_is_changed_in_it_proves_nothing(text, change):
    assert not keys.is_genuine(json.dumps({**json.loads(text), **change}), KEY)


@pytest.mark.parametrize("text", ["", "{}", "[]", "null", '{"proof": ' + "[" * 8000])
def test_what_is_no_key_file_proves_nothing(text):
    assert not keys.is_genuine(text, KEY)


def test_each_writing_is_newer_than_the_one_before(text, monkeypatch):
    monkeypatch.setattr(keys.time, "time", lambda: 0.0)  # a clock that lost its battery
    again = keys.rewrap(text, KEY, PASSPHRASE)
    assert keys.revision_of(again) == keys.revision_of(text) + 1


@pytest.mark.parametrize("revision", [None, "2", -1, 1.5, 2**60, True, []])
def test_a_revision_that_is_none_counts_as_the_oldest(text, revision):
    assert keys.revision_of(json.dumps({**json.loads(text), "revision": revision})) in {0, 1}
