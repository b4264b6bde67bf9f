import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import PROJECT


@pytest.mark.skipif(sys.platform == "win32", reason="CI runs it with bash")
def test_ci_checks_everything_from_the_project_s_folder_whatever_its_surroundings(
    tmp_path: Path,
) -> None:
    python = tmp_path / "python3"
    python.write_text('#!/bin/sh\necho "$PWD|$*|$LC_ALL|$PATH"; exit 7\n')
    python.chmod(0o755)
    bash = shutil.which("bash")
    assert bash is not None

    done = subprocess.run(  # noqa: S603  (our own script)
        [bash, str(PROJECT / ".ci" / "run")],
        cwd=tmp_path,
        env={"PATH": f"{tmp_path}:/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )

    folder, arguments, locale, path = done.stdout.strip().split("|")
    assert (Path(folder), arguments) == (PROJECT, "build_spec/dev.py test")
    assert locale == "C.UTF-8"
    assert "/usr/sbin" in path
    assert done.returncode == 7
