"""Speaking on the terminal: one answer on standard output, sentences and progress on the other."""

import errno
import json
import os
import sys
import time
import unicodedata
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import TextIOWrapper
from typing import TextIO

from cga_desktop.cli.services import Services
from cga_desktop.domain.errors import NotWritten, reason
from cga_desktop.i18n import _

Document = Mapping[str, object] | Sequence[object]
"""What an answer is with ``--json``: an object or a list."""
_NOBODY_READS = {errno.EPIPE, errno.EINVAL}
"""What a closed pipe answers; the second is how Windows says it."""
_WIDTH = 60
"""Of a line of progress shown in place, so that the next one covers it."""
_SECONDS_BETWEEN_LINES = 5.0
"""How often progress is said where it cannot be shown in place, as in a log."""


def speak_utf8() -> None:
    """Write UTF-8 on both streams, on Windows and in pipes too; what has no letter is escaped."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def plain(text: str) -> str:
    """``text`` on one line, without the control characters that could command a terminal."""
    return "".join(" " if unicodedata.category(one) == "Cc" else one for one in text)


def shortened(text: str, most: int) -> str:
    """``text`` cut to ``most`` characters, with an ellipsis where something was cut."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def columns(rows: Iterable[Sequence[str]]) -> str:
    """Rows of words, each column as wide as its longest word."""
    cleaned = [[plain(cell) for cell in row] for row in rows]
    if not cleaned:
        return ""
    widths = [max(len(cell) for cell in column) for column in zip(*cleaned, strict=True)]
    lines = (
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in cleaned
    )
    return "\n".join(lines)


def _write(stream: TextIO | None, text: str, *, end: str = "\n") -> None:
    """Write where there is somewhere to write: a windowed program has no streams."""
    if stream is None:
        return
    try:
        stream.write(text + end)
        stream.flush()
    except OSError as error:
        _deafen(stream)
        if error.errno not in _NOBODY_READS:
            raise


def _deafen(stream: TextIO) -> None:
    """Send what remains nowhere: nobody reads any more (``… | head``), or the disk is full.

    Python would otherwise try again at its end, and fail with a trace and a code of its own.
    """
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


@dataclass(slots=True)
class Terminal:
    """Where one command speaks, and what it may ask for.

    Attributes:
        services: the outside world.
        as_json: whether standard output must be exactly one JSON document.
    """

    services: Services
    as_json: bool = False
    _answered: bool = field(default=False, init=False)

    def answer(self, document: Document, text: str) -> None:
        """Give the answer of the command, once: ``document`` with ``--json``, else ``text``.

        Raises:
            NotWritten: standard output goes to a disk that refuses.
        """
        if self.as_json:
            text = json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False)
        self._answered = True
        try:
            _write(sys.stdout, text)
        except OSError as error:
            raise NotWritten(
                _(
                    "La commande est faite, mais sa réponse n’a pas pu être écrite : {reason}."
                ).format(reason=reason(error))
            ) from error

    def refuse(self, sentence: str) -> None:
        """Say why nothing was done: on standard error, and in the JSON document where asked."""
        self.say(sentence)
        if self.as_json and not self._answered:
            self.answer({"error": sentence}, "")

    def say(self, sentence: str) -> None:
        """A sentence beside the answer, on standard error."""
        _write(sys.stderr, sentence)

    @contextmanager
    def progress(self, words: str) -> Generator[Callable[[int], None]]:
        """What a long work tells its count to: shown on standard error, in place where it can be.

        Args:
            words: what to show, with ``{count}`` in it.
        """
        stream: TextIO | None = sys.stderr
        in_place = stream is not None and stream.isatty()
        said_at = time.monotonic()

        def told(count: int) -> None:
            nonlocal said_at
            if in_place:
                _write(stream, f"\r{words.format(count=count):<{_WIDTH}}", end="")
            elif time.monotonic() - said_at > _SECONDS_BETWEEN_LINES:
                said_at = time.monotonic()
                self.say(words.format(count=count))

        try:
            yield told
        finally:
            if in_place:
                _write(stream, f"\r{'':<{_WIDTH}}\r", end="")
