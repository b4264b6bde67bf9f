"""What dev.py says and how it starts other programs: without a shell, on every system."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")


class Stop(Exception):
    """dev.py cannot go on; carries the sentence for its user and the exit code."""

    def __init__(self, sentence: str, code: int = 1) -> None:
        super().__init__(sentence)
        self.code = code


def in_plain_text() -> None:
    """Let no terminal's encoding stop a sentence from being printed."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def heading(title: str) -> None:
    """Announce what comes."""
    print(f"\n== {title}", flush=True)


def duration(seconds: float) -> str:
    """``seconds`` as people say it."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest:02d} s" if minutes else f"{seconds:.1f} s"


def call(command: Sequence[str | Path], **variables: str) -> int:
    """The exit code of ``command``, run from the project's root with ``variables`` added."""
    return subprocess.run(
        [str(part) for part in command], cwd=ROOT, env=surroundings(**variables), check=False
    ).returncode


def must(command: Sequence[str | Path], otherwise: str, **variables: str) -> None:
    """Run ``command``.

    Raises:
        Stop: with ``otherwise``, where it fails.
    """
    if call(command, **variables) != 0:
        raise Stop(otherwise)


def call_quietly(command: Sequence[str | Path], **variables: str) -> tuple[int, str]:
    """The exit code of ``command`` and all it says, in English; 127 where there is no such one."""
    try:
        done = subprocess.run(
            [str(part) for part in command],
            env=surroundings(LC_ALL="C", **variables),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
    except OSError as problem:
        return 127, str(problem)
    return done.returncode, done.stdout.decode("utf-8", errors="replace")


def call_keeping(
    command: Sequence[str | Path], wanted: re.Pattern[str], **variables: str
) -> tuple[int, str]:
    """As :func:`call`, and the last line printed that ``wanted`` matches, colours aside."""
    kept = ""
    with subprocess.Popen(
        [str(part) for part in command],
        cwd=ROOT,
        env=surroundings(**variables),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    ) as process:
        for line in process.stdout or ():
            print(line, end="", flush=True)
            plain = _COLOURS.sub("", line).strip()
            if wanted.match(plain):
                kept = plain
    return process.returncode, kept


def surroundings(**variables: str) -> Mapping[str, str]:
    """The environment our programs run in: this one, in UTF-8, and what Qt needs to be calm."""
    inherited = {**os.environ, "PYTHONUTF8": "1"}
    if sys.platform == "linux":
        inherited.update(_for_linux(inherited))
    return {**inherited, **variables}


def _for_linux(inherited: Mapping[str, str]) -> dict[str, str]:
    """Without these Qt warns of the locale or the folder, or its web engine refuses to start."""
    added: dict[str, str] = {}
    locale = next((inherited[n] for n in ("LC_ALL", "LC_CTYPE", "LANG") if inherited.get(n)), "")
    if "utf" not in locale.lower():
        added["LC_ALL"] = "C.UTF-8"
    if not inherited.get("XDG_RUNTIME_DIR"):
        folder = ROOT / "build" / "runtime"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        added["XDG_RUNTIME_DIR"] = str(folder)
    if os.getuid() == 0:
        added["QTWEBENGINE_DISABLE_SANDBOX"] = "1"  # Chromium's sandbox refuses to start as root
    return added
