"""What every test shares: a home of its own, no keyring, no network, an open study."""

import errno
import gettext
import os
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import keyring.core
import pytest
from keyring.backends.fail import Keyring as NoKeyring

from cga_desktop import i18n
from cga_desktop.operations.studies import create_study
from cga_desktop.operations.workspace import Workspace
from cga_desktop.store import keys
from cga_desktop.store.database import Database
from tests.fakes import FakeFinder, FakeOnline, FakePrinter, FakeVault

# Before any Qt: no screen is needed, and as root the web engine refuses to start its sandbox.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
if sys.platform == "linux" and os.geteuid() == 0:
    os.environ.setdefault("QTWEBENGINE_DISABLE_SANDBOX", "1")

PROJECT = Path(__file__).parent.parent
PASSPHRASE = "quatre mots sans lien"

# Times differ too much between computers to fail on them; benchmarks measure.
hypothesis.settings.register_profile("cga", deadline=None, max_examples=60, print_blob=True)
hypothesis.settings.load_profile("cga")


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real addresses, outlines and landmarks, where somebody put it."""
    folder = PROJECT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the real data are not on this computer (../shared/data beside the project)")
    return folder


@pytest.fixture(autouse=True)
def cga_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The program's own folder, fresh for each test; nothing of the developer's is touched."""
    folder = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("CGA_HOME", str(folder))
    monkeypatch.delenv("CGA_PASSPHRASE", raising=False)
    return folder


@pytest.fixture(autouse=True)
def _no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyring.core, "_keyring_backend", NoKeyring())
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")  # for children


@pytest.fixture(autouse=True)
def _quick_passphrases(monkeypatch: pytest.MonkeyPatch) -> None:
    """Argon2id as cheap as it may be: its cost is what it is for, and no test needs it."""
    monkeypatch.setattr(keys, "MEMORY_KIB", 8 * keys.LANES)
    monkeypatch.setattr(keys, "PASSES", 1)


@pytest.fixture(autouse=True)
def _french(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n, "_translations", gettext.NullTranslations())


def _nearby(host: object) -> bool:
    """Whether a host is this computer itself."""
    return str(host) in {"localhost", "::1", ""} or str(host).startswith("127.")


@pytest.fixture(autouse=True)
def refused_connections(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[object]]:
    """No network beyond this computer; a test fails for trying, unless it empties this list."""
    refused: list[object] = []
    for proxy in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(proxy, raising=False)
        monkeypatch.delenv(proxy.upper(), raising=False)

    def guard(name: str, place: int) -> None:
        real = getattr(socket.socket, name)

        def guarded(self: socket.socket, *args: Any) -> object:
            outward = self.family in {socket.AF_INET, socket.AF_INET6}
            if outward and not _nearby(args[place][0]):
                refused.append(args[place])
                raise OSError(errno.ENETUNREACH, "the network is out of reach in tests")
            return real(self, *args)

        monkeypatch.setattr(socket.socket, name, guarded)

    guard("connect", 0)
    guard("connect_ex", 0)
    guard("sendto", -1)
    real_lookup = socket.getaddrinfo

    def lookup(host: object, *args: object, **options: object) -> object:
        if host is not None and not _nearby(host):
            refused.append(host)
            raise socket.gaierror(socket.EAI_NONAME, "no names beyond this computer in tests")
        return real_lookup(host, *args, **options)

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    yield refused
    assert refused == [], "something tried to reach the network"


@pytest.fixture
def vault() -> FakeVault:
    return FakeVault()


@pytest.fixture
def study(tmp_path: Path, vault: FakeVault) -> Iterator[Database]:
    """An open study of Bondy, at ``study.path``, with the default guides and themes."""
    database = create_study(
        tmp_path / "Bondy.cgaetude",
        name="Bondy 2026",
        codes=["93010"],
        passphrase=PASSPHRASE,
        vault=vault,
    )
    yield database
    database.close()


@pytest.fixture
def workspace(study: Database) -> Workspace:
    """The study with an outside world in memory (see ``tests.fakes``)."""
    return Workspace(study, FakeFinder(), FakeOnline(), FakePrinter())
