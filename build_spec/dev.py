"""One command for who works on CGA Terrain: ``python3 build_spec/dev.py run`` (or test, bench, …).

It needs a Python and nothing else: what is missing it installs into ``.venv`` or, for the
system's own libraries, by apt where it may; elsewhere it prints the command to run.
"""

from __future__ import annotations

import argparse
import sys

OLDEST, NEWEST = (3, 11), (3, 14)


def main(arguments: list[str] | None = None) -> int:
    """Run one subcommand; the answer is the exit code."""
    found = sys.version_info[:2]
    if not OLDEST <= found <= NEWEST:  # this file stays readable to older Pythons for this sentence
        print(
            f"CGA Terrain needs Python 3.11 to 3.14; this is {found[0]}.{found[1]}. "
            "Start this command with another one, for example: python3.13 build_spec/dev.py run",
            file=sys.stderr,
        )
        return 2
    from dev_console import Stop, in_plain_text
    from dev_tasks import TASKS

    in_plain_text()
    options = _parser().parse_args(arguments)
    try:
        return TASKS[options.task](options)
    except Stop as stop:
        print(f"\n{stop}", file=sys.stderr, flush=True)
        return stop.code
    except KeyboardInterrupt:
        print("\nInterrupted.", file=sys.stderr)
        return 130


def _parser() -> argparse.ArgumentParser:
    from dev_checks import STEPS

    parser = argparse.ArgumentParser(prog="dev.py", description="CGA Terrain, for its developers.")
    tasks = parser.add_subparsers(dest="task", required=True, metavar="TASK")
    tasks.add_parser("run", help="start the program; without a screen, make the demonstration")
    test = tasks.add_parser("test", help="every check, then the frozen program built and tried")
    test.add_argument("--only", choices=list(STEPS), help="this step alone")
    tasks.add_parser("bench", help="the benchmarks")
    tasks.add_parser("package", help="the program as a folder and an archive to hand on, in dist/")
    fix = tasks.add_parser("fix", help="format, and repair what the linter can repair")
    fix.add_argument("files", nargs="*", metavar="FILE", help="these alone")
    tasks.add_parser("lock", help="lock the newest allowed version of every dependency")
    return parser


if __name__ == "__main__":
    sys.exit(main())
