import ctypes
import types
from pathlib import Path, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cga_desktop.domain.errors import PlaceRefused
from cga_desktop.store import place
from cga_desktop.store.place import check_place, synced_by


@pytest.fixture(autouse=True)
def local_disk(monkeypatch):
    """Whatever disk the tests run on, they say themselves what is mounted."""
    monkeypatch.setattr(place, "_mounts", lambda: [("/", "ext4")])


@pytest.fixture
def someone(tmp_path):
    """The home folder of somebody."""
    folder = tmp_path / "awa"
    folder.mkdir()
    return folder


def within(folder, *parts):
    made = folder.joinpath(*parts)
    made.mkdir(parents=True)
    return made / "Bondy.cgaetude"


@pytest.mark.parametrize(
    ("parts", "service"),
    [
        (["OneDrive"], "OneDrive"),
        (["OneDrive - Association"], "OneDrive"),
        (["OneDrive - La Compagnie", "Documents", "Bondy"], "OneDrive"),
        (["Dropbox"], "Dropbox"),
        (["Dropbox (Personal)", "Études"], "Dropbox"),
        (["Google Drive"], "Google Drive"),
        (["Mon Drive"], "Google Drive"),
        (["My Drive", "CGA"], "Google Drive"),
        (["Nextcloud", "CGA"], "Nextcloud"),
        (["ownCloud"], "ownCloud"),
        (["kDrive"], "kDrive"),
        (["iCloud Drive"], "iCloud Drive"),
        (["Library", "Mobile Documents", "com~apple~CloudDocs"], "iCloud Drive"),
        (["Library", "CloudStorage", "OneDrive-Association"], "OneDrive"),
        (["Library", "CloudStorage", "GoogleDrive-awa@exemple.fr", "Mon Drive"], "Google Drive"),
        (["Library", "CloudStorage", "Dropbox-Perso"], "Dropbox"),
        (["Library", "CloudStorage", "Box-Box"], "Box-Box"),
        (["MEGA"], "MEGA"),
        (["MEGAsync"], "MEGA"),
        (["pCloudDrive"], "pCloud"),
        (["Seafile", "Ma bibliothèque"], "Seafile"),
        (["SynologyDrive"], "Synology Drive"),
        (["Proton Drive"], "Proton Drive"),
    ],
)
def test_a_synchronised_folder_is_refused_with_the_remedy(someone, cga_home, parts, service):
    with pytest.raises(PlaceRefused) as refused:
        check_place(within(someone, *parts))
    sentence = str(refused.value)
    assert f"synchronisé par {service}" in sentence
    assert "Rien n’a été écrit" in sentence
    assert str(cga_home / "études") in sentence


@pytest.mark.parametrize(
    ("marker", "service"),
    [
        (".stfolder", "Syncthing"),
        (".dropbox.cache", "Dropbox"),
        (".sync_0a1b2c3d4e5f.db", "Nextcloud"),
        ("._sync_0a1b2c3d4e5f.db", "Nextcloud"),
        (".owncloudsync.log", "ownCloud"),
        (".nextcloudsync.log", "Nextcloud"),
    ],
)
@pytest.mark.parametrize("depth", [[], ["2026", "Bondy"]])
def test_what_a_client_leaves_in_its_folder_gives_it_away(someone, marker, service, depth):
    shared = someone / "Partage"
    shared.mkdir()
    (shared / marker).touch()
    study = shared / "Bondy.cgaetude"
    if depth:
        study = within(shared, *depth)
    with pytest.raises(PlaceRefused, match=service):
        check_place(study)


def test_a_file_named_dropbox_marks_a_shared_folder(someone):
    study = within(someone, "Partage")
    (study.parent / ".dropbox").write_text("123456", "utf-8")
    with pytest.raises(PlaceRefused, match="Dropbox"):
        check_place(study)


@pytest.mark.parametrize(
    "client",
    [
        ".dropbox",
        ".dropbox-dist",
        ".config/Nextcloud",
        ".local/share/Nextcloud",
        ".config/syncthing",
        ".local/state/syncthing",
        "AppData/Roaming/Nextcloud",
        "AppData/Local/Microsoft/OneDrive",
        "Library/Application Support/Dropbox",
        ".mega",
        "snap",
    ],
)
def test_a_client_s_own_settings_do_not_make_the_whole_home_synchronised(someone, client):
    (someone / client).mkdir(parents=True)
    (someone / client / "info.json").touch()
    check_place(within(someone, "Documents"))
    check_place(someone / "Bondy.cgaetude")


def test_a_dropbox_beside_the_study_is_none_of_its_business(someone):
    within(someone, "Dropbox")
    check_place(within(someone, "Documents"))


@pytest.mark.parametrize(
    "parts",
    [
        ["Documents"],
        ["Mes documents", "CGA"],
        ["Bureau"],
        ["Mega projet"],
        ["mega"],
        ["Méga"],
        ["OneDriveur"],
        ["Archives Dropbox"],
        ["Dropbox-ancien"],
        ["Nextcloud à trier"],
        ["Drive"],
        ["Box"],
        ["Sync"],
        ["Seafile notes"],
        [".local", "share", "CGA Terrain", "études"],
        ["AppData", "Local", "CGA Terrain", "études"],
        ["Library", "Application Support", "CGA Terrain", "études"],
        ["CloudStorage", "Bondy"],
    ],
)
def test_ordinary_folders_are_welcome(someone, parts):
    check_place(within(someone, *parts))


def test_the_folder_proposed_is_always_welcome(cga_home):
    check_place(cga_home / "études" / "Bondy.cgaetude")


def test_a_folder_that_does_not_exist_yet_is_judged_by_where_it_will_be(someone):
    check_place(someone / "à créer" / "Bondy" / "Bondy.cgaetude")
    with pytest.raises(PlaceRefused):
        check_place(someone / "OneDrive" / "à créer" / "Bondy.cgaetude")


def test_a_link_into_a_synchronised_folder_is_seen_through(someone):
    real = within(someone, "Nextcloud", "CGA").parent
    link = someone / "Documents"
    link.symlink_to(real, target_is_directory=True)
    with pytest.raises(PlaceRefused, match="Nextcloud"):
        check_place(link / "Bondy.cgaetude")


def test_a_study_that_is_itself_a_link_is_judged_by_where_it_really_lies(someone):
    real = within(someone, "Dropbox")
    real.touch()
    link = someone / "Bondy.cgaetude"
    link.symlink_to(real)
    with pytest.raises(PlaceRefused, match="Dropbox"):
        check_place(link)


def test_the_roots_that_windows_names_are_known_under_any_name(someone, monkeypatch):
    study = within(someone, "Nuage", "Bondy")
    check_place(study)
    monkeypatch.setenv("OneDriveCommercial", str(someone / "Nuage"))
    with pytest.raises(PlaceRefused, match="OneDrive"):
        check_place(study)


def test_a_name_too_long_for_a_disk_is_no_bug(someone):
    check_place(someone / ("x" * 300) / "Bondy.cgaetude")


@pytest.mark.parametrize(
    "kind",
    ["nfs", "nfs4", "cifs", "smb3", "fuse.sshfs", "fuse.rclone", "davfs", "9p", "vboxsf", "ceph"],
)
def test_a_network_folder_is_refused_with_the_remedy(someone, cga_home, monkeypatch, kind):
    monkeypatch.setattr(place, "_mounts", lambda: [("/", "ext4"), (str(someone), kind)])
    with pytest.raises(PlaceRefused) as refused:
        check_place(within(someone, "Commun"))
    assert "est sur le réseau" in str(refused.value)
    assert str(cga_home / "études") in str(refused.value)


@pytest.mark.parametrize("kind", ["ext4", "btrfs", "xfs", "zfs", "overlay", "tmpfs", "fuseblk"])
def test_a_local_disk_is_welcome(someone, monkeypatch, kind):
    monkeypatch.setattr(place, "_mounts", lambda: [("/", "nfs"), (str(someone), kind)])
    check_place(within(someone, "Documents"))


def test_the_nearest_mount_decides_and_the_last_over_the_same_folder(someone, monkeypatch):
    study = within(someone, "Commun")
    monkeypatch.setattr(
        place, "_mounts", lambda: [(str(someone), "nfs"), ("/", "ext4"), (str(someone), "ext4")]
    )
    check_place(study)
    monkeypatch.setattr(place, "_mounts", lambda: [(str(someone) + "x", "nfs"), ("/", "ext4")])
    check_place(study)


def test_mounts_are_read_as_linux_writes_them():
    text = (
        "/dev/sda1 / ext4 rw,relatime 0 0\n"
        "//nas/Commun /media/Dossier\\040commun\\040\\134\\011x cifs rw 0 0\n"
        "broken line\n"
        "\n"
        "serveur:/export /srv/\\303\\251tudes nfs4 rw 0 0\n"
    )
    assert place._linux_mounts(text) == [
        ("/", "ext4"),
        ("/media/Dossier commun \\\tx", "cifs"),
        ("/srv/études", "nfs4"),
    ]


def test_mounts_are_read_as_macos_writes_them():
    text = (
        "/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)\n"
        "//awa@nas._smb._tcp.local/Commun on /Volumes/Commun (smbfs, nodev, mounted by awa)\n"
        "/dev/disk5s1 on /Volumes/USB on (2) (msdos, local, noowners)\n"
    )
    assert place._macos_mounts(text) == [
        ("/", "apfs"),
        ("/Volumes/Commun", "smbfs"),
        ("/Volumes/USB on (2)", "msdos"),
    ]


@given(st.text())
def test_any_table_of_mounts_can_be_read(text):
    assert all(len(one) == 2 for one in place._linux_mounts(text) + place._macos_mounts(text))


@pytest.mark.parametrize(
    ("folder", "network"),
    [
        (r"\\nas\Commun\Bondy", True),
        (r"\\?\UNC\nas\Commun", True),
        (r"\\wsl$\Debian\home", True),
        (r"C:\Users\awa\Documents", False),
        (r"\\?\C:\Users\awa\un chemin très long", False),
        (r"Z:\Commun", True),
    ],
)
def test_network_folders_of_windows_are_known_by_name_and_by_drive(folder, network):
    asked = []

    def drive_type(root):
        asked.append(root)
        return 4 if root == "Z:\\" else 3

    assert place._on_network_of_windows(PureWindowsPath(folder), drive_type) is network
    assert all(root in {"C:\\", "Z:\\"} for root in asked)


def test_on_windows_the_system_is_asked_for_the_kind_of_drive(someone, monkeypatch):
    study = within(someone, "Documents")
    monkeypatch.setattr(place.sys, "platform", "win32")
    kinds = iter([4, 3])
    kernel = types.SimpleNamespace(GetDriveTypeW=lambda _root: next(kinds))
    monkeypatch.setattr(ctypes, "windll", types.SimpleNamespace(kernel32=kernel), raising=False)
    with pytest.raises(PlaceRefused, match="sur le réseau"):
        check_place(study)
    check_place(study)


def test_the_service_is_named_from_the_outermost_folder_it_holds():
    assert synced_by(Path("/home/awa/Dropbox/vieux/2019")) == "Dropbox"
    assert synced_by(Path("/home/awa/vieux/2019")) is None
