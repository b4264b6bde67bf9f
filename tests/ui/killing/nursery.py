"""Starts one user after the other: a line of JSON in, their lines out, ``{"ended": code}`` last.

On Linux each is a fork of this process, which has read everything and made nothing: no application,
no thread, no file. Elsewhere each is a process of its own.
"""

import json
import os
import subprocess
import sys

FORKS = sys.platform == "linux"

if FORKS:
    from tests.ui.killing import user


def main() -> None:
    """Serve until nobody asks any more."""
    for line in sys.stdin:
        code = _forked(line) if FORKS else _spawned(line)
        os.write(1, json.dumps({"ended": code}).encode() + b"\n")


def _forked(line: str) -> int:
    child = os.fork()
    if child == 0:
        code = 1
        try:
            code = user.main(json.loads(line))
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _spawned(line: str) -> int:
    command = [sys.executable, "-m", "tests.ui.killing.user", line]
    return subprocess.run(command, check=False).returncode  # noqa: S603  (this test's own program)


if __name__ == "__main__":
    main()
