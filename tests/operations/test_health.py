from cga_desktop.operations import health
from cga_desktop.operations.health import examine
from tests.fakes import FakeVault


def found(vault=None, qt_version=lambda: "6.11.2"):
    return {one.name: one for one in examine(vault=vault or FakeVault(), qt_version=qt_version)}


def test_everything_is_in_place_here(cga_home):
    checks = found()
    assert all(one.ok for one in checks.values()), checks
    assert checks["sqlcipher"].detail[0].isdigit()
    assert checks["qt"].detail == "6.11.2"
    assert str(cga_home) in checks["folder"].detail
    assert "Bondy" not in checks["territories"].detail


def test_a_missing_system_library_is_said_and_the_rest_is_still_looked_at():
    def broken():
        raise ImportError("libEGL.so.1: cannot open shared object file")

    checks = found(qt_version=broken)
    assert not checks["qt"].ok
    assert "libEGL.so.1" in checks["qt"].detail
    assert checks["web"].ok


def test_web_files_that_were_not_built_are_said(monkeypatch):
    monkeypatch.setattr(health, "_WEB_FILES", ("web/dist/absent.js",))
    assert not found()["web"].ok


def test_a_folder_that_cannot_be_written_is_said(tmp_path, monkeypatch):
    (tmp_path / "fichier").write_text("", encoding="utf-8")
    monkeypatch.setenv("CGA_HOME", str(tmp_path / "fichier" / "home"))
    checks = found()
    assert not checks["folder"].ok
    assert "ne peut pas être modifié" in checks["folder"].detail


def test_a_computer_without_a_keyring_is_in_order():
    without, within = FakeVault(working=False), FakeVault()
    assert found(without)["keyring"].ok
    assert "phrase de passe" in found(without)["keyring"].detail
    assert "trousseau" in found(within)["keyring"].detail
    assert within.kept == {}
