"""The fakes behave like what they stand for, so that tests built on them mean something."""

import socket

import keyring.backend
import keyring.core
import keyring.errors
import pytest

from cga_desktop.domain.errors import NotFound, ServiceUnavailable
from cga_desktop.domain.places import FOUND_SCORE, PROPOSED_SCORE
from cga_desktop.store.keyring_vault import SystemVault
from cga_desktop.store.no_vault import NoVault
from tests.fakes import GARE, VERDUN, FakeFinder, FakeOnline, FakePrinter, FakeVault


class KeyringInMemory(keyring.backend.KeyringBackend):
    """A keyring as backends are: text in, text out, an error where there is nothing to delete."""

    priority = 1.0  # type: ignore[assignment]  (a property in the base class)

    def __init__(self):
        super().__init__()
        self.kept = {}

    def get_password(self, service, username):
        return self.kept.get((service, username))

    def set_password(self, service, username, password):
        self.kept[service, username] = password

    def delete_password(self, service, username):
        if (service, username) not in self.kept:
            raise keyring.errors.PasswordDeleteError(username)
        del self.kept[service, username]


@pytest.fixture(params=["the fake", "the system's"])
def working_vault(request, monkeypatch):
    if request.param == "the fake":
        return FakeVault()
    monkeypatch.setattr(keyring.core, "_keyring_backend", KeyringInMemory())
    return SystemVault()


@pytest.fixture(params=["the fake", "the system's", "none by choice"])
def missing_vault(request):
    return {
        "the fake": FakeVault(working=False),
        "the system's": SystemVault(),  # the tests' keyring is keyring's own failing backend
        "none by choice": NoVault(),
    }[request.param]


def test_a_vault_gives_back_what_it_was_given_until_told_to_forget(working_vault):
    key = bytes(range(32))
    assert working_vault.get("bondy") is None
    assert working_vault.put("bondy", key) is True
    assert working_vault.get("bondy") == key
    assert working_vault.get("epinay") is None
    working_vault.forget("bondy")
    assert working_vault.get("bondy") is None


def test_forgetting_what_was_never_kept_is_not_an_error(working_vault):
    working_vault.forget("bondy")
    assert working_vault.get("bondy") is None


def test_without_a_keyring_every_answer_is_no_and_nothing_breaks(missing_vault):
    assert missing_vault.put("bondy", b"k" * 32) is False
    assert missing_vault.get("bondy") is None
    missing_vault.forget("bondy")


def test_the_finder_ranks_and_explains_places_holding_the_words_asked_for():
    finder = FakeFinder()
    assert finder.search("12 avenue de verdun, bondy") == [VERDUN]
    assert finder.search("93140 bondy") == [VERDUN, GARE]
    assert finder.search("93140 bondy", limit=1) == [VERDUN]
    assert finder.search("rue de Rivoli") == []
    assert finder.search("") == []
    assert VERDUN.score >= FOUND_SCORE > GARE.score >= PROPOSED_SCORE


def test_the_finder_completes_answers_for_a_position_and_knows_its_communes():
    finder = FakeFinder()
    assert finder.complete("12 ave") == [VERDUN]
    assert finder.reverse(VERDUN.lat, VERDUN.lon) == [VERDUN]
    assert finder.reverse(48.0, 2.0) == []
    assert [one.code for one in finder.known()] == ["93010"]
    assert [one.name for one in finder.streets("93010")] == ["Avenue de Verdun"]


def test_the_finder_refuses_a_commune_of_which_it_knows_nothing():
    with pytest.raises(NotFound):
        FakeFinder().streets("75056")
    with pytest.raises(NotFound):
        FakeFinder().search("rue de Rivoli", code="75056")


def test_the_online_service_counts_what_left_the_computer_and_may_be_out_of_reach():
    online = FakeOnline()
    assert online.search("12 avenue de Verdun") == [VERDUN]
    assert online.reverse(48.9, 2.48) == [VERDUN]
    assert len(online.asked) == 2
    with pytest.raises(ServiceUnavailable):
        FakeOnline(reachable=False).search("12 avenue de Verdun")


def test_the_printer_writes_a_file_and_remembers_the_sheet(tmp_path):
    printer = FakePrinter()
    printer.pdf("a sheet", tmp_path / "map.pdf")
    assert (tmp_path / "map.pdf").read_bytes().startswith(b"%PDF-")
    assert printer.sheets == ["a sheet"]


def test_no_test_reaches_beyond_this_computer(refused_connections):
    with socket.socket() as outward, pytest.raises(OSError, match="out of reach"):
        outward.connect(("192.0.2.1", 80))
    with pytest.raises(OSError, match="no names"):
        socket.create_connection(("example.org", 80), timeout=1)
    assert refused_connections == [("192.0.2.1", 80), "example.org"]
    refused_connections.clear()


def test_a_loopback_server_can_be_spoken_to():
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection(server.getsockname()) as client,
    ):
        client.sendall(b"bonjour")
        with server.accept()[0] as heard:
            assert heard.recv(7) == b"bonjour"


def test_the_study_of_the_tests_is_a_real_one(workspace, vault):
    assert workspace.database.problems() == []
    assert len(vault.kept) == 1
