"""The system's keyring; ``tests/test_fakes.py`` says what every vault has in common."""

import base64
import logging

import keyring.core
import pytest
from keyring.errors import KeyringLocked, NoKeyringError, PasswordDeleteError

from cga_desktop.store.keyring_vault import SystemVault
from tests.test_fakes import KeyringInMemory

KEY = bytes(range(32))


@pytest.fixture
def backend(monkeypatch):
    in_memory = KeyringInMemory()
    monkeypatch.setattr(keyring.core, "_keyring_backend", in_memory)
    return in_memory


def test_keys_lie_in_the_keyring_under_the_name_of_the_program(backend):
    SystemVault().put("bondy", KEY)
    assert backend.kept == {("CGA Terrain", "bondy"): base64.b64encode(KEY).decode()}


@pytest.mark.parametrize("garbage", ["pas du base64", "é", "=", "AAA", "\udcff"])
def test_garbage_is_no_key(backend, garbage):
    backend.kept["CGA Terrain", "bondy"] = garbage
    assert SystemVault().get("bondy") is None


@pytest.mark.parametrize(
    ("refusal", "kept", "gone"),
    [
        (PasswordDeleteError("not found"), None, True),
        (PasswordDeleteError("refused"), "clé", False),
        (NoKeyringError("none"), NoKeyringError("none"), True),
        (RuntimeError("dismissed"), KeyringLocked("locked"), False),
    ],
    ids=["was never there", "is still there", "no keyring", "locked"],
)
def test_forgetting_tells_whether_the_key_is_gone(backend, monkeypatch, refusal, kept, gone):
    def delete(*_given):
        raise refusal

    def get(*_given):
        if isinstance(kept, Exception):
            raise kept
        return kept

    monkeypatch.setattr(backend, "delete_password", delete)
    monkeypatch.setattr(backend, "get_password", get)
    assert SystemVault().forget("bondy") is gone


def test_a_key_that_was_there_is_gone_once_forgotten(backend):
    SystemVault().put("bondy", KEY)
    assert SystemVault().forget("bondy") is True
    assert backend.kept == {}


def test_a_missing_keyring_is_logged_without_a_word_of_the_key(caplog):
    with caplog.at_level(logging.INFO):
        assert SystemVault().put("bondy", KEY) is False
        assert SystemVault().get("bondy") is None
        SystemVault().forget("bondy")
    assert [record.levelname for record in caplog.records] == ["INFO"] * 3
    assert base64.b64encode(KEY).decode() not in caplog.text
    assert "bondy" not in caplog.text
