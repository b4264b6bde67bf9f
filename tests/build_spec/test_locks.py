import json
import re
import tomllib
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement

from tests.conftest import PROJECT

LOCK = PROJECT / "build_spec" / "requirements.lock"
NPM_FOLDERS = [PROJECT / "resources" / "web", PROJECT / "build_spec" / "checks"]
SYSTEMS = {
    "linux": {"sys_platform": "linux", "platform_machine": "x86_64"},
    "windows": {"sys_platform": "win32", "platform_machine": "AMD64"},
    "mac": {"sys_platform": "darwin", "platform_machine": "arm64"},
    "mac with Intel": {"sys_platform": "darwin", "platform_machine": "x86_64"},
}


@pytest.fixture
def project() -> dict[str, Any]:
    return tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))


def locked() -> list[tuple[Requirement, str]]:
    """Each locked requirement, with all that is written of it."""
    blocks = re.split(r"\n(?=[a-z0-9])", LOCK.read_text(encoding="utf-8"))
    return [
        (Requirement(block.splitlines()[0].rstrip(" \\")), block)
        for block in blocks
        if not block.startswith("#")
    ]


def test_every_locked_package_has_one_version_and_hashes() -> None:
    assert len(locked()) > 60
    for requirement, block in locked():
        assert re.fullmatch(r"==[\w.]+", str(requirement.specifier)), requirement
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", block), requirement


@pytest.mark.parametrize(
    "path",
    [
        LOCK,
        *(
            folder / name
            for folder in NPM_FOLDERS
            for name in ("package.json", "package-lock.json", ".npmrc")
        ),
    ],
    ids=lambda path: f"{path.parent.name}/{path.name}",
)
def test_no_lock_names_a_registry_or_a_computer(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    for address in ("://", "http", "index-url", "find-links", "registry=", "@ file", "/opt/"):
        assert address not in text


@pytest.mark.parametrize("folder", NPM_FOLDERS, ids=lambda folder: folder.name)
def test_every_npm_package_is_checked_against_its_hash(folder: Path) -> None:
    lock = json.loads((folder / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: entry for name, entry in lock["packages"].items() if name}

    assert packages
    for name, entry in packages.items():
        assert entry["integrity"].startswith("sha512-"), name
        assert "resolved" not in entry, name
    assert "omit-lockfile-registry-resolved=true" in (folder / ".npmrc").read_text()


@pytest.mark.parametrize("system", SYSTEMS)
@pytest.mark.parametrize("python", ["3.11", "3.12", "3.13", "3.14"])
def test_the_lock_answers_what_the_project_asks_for(
    project: dict[str, Any], system: str, python: str
) -> None:
    here = {**SYSTEMS[system], "python_version": python, "python_full_version": f"{python}.1"}

    def applies(requirement: Requirement) -> bool:
        return requirement.marker is None or requirement.marker.evaluate(here)

    versions: dict[str, str] = {}
    for requirement, _ in locked():
        if applies(requirement):
            assert requirement.name not in versions, "locked twice for the same system"
            versions[requirement.name] = str(requirement.specifier).removeprefix("==")
    asked = [*project["project"]["dependencies"], *chain(*project["dependency-groups"].values())]
    for requirement in filter(applies, map(Requirement, asked)):
        assert requirement.specifier.contains(versions[requirement.name.lower()]), requirement


def test_the_build_uses_the_tools_that_are_locked(project: dict[str, Any]) -> None:
    assert set(project["build-system"]["requires"]) <= set(project["dependency-groups"]["build"])
