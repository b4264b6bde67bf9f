import io
import sys
import time

import pytest

from cga_desktop.cli.terminal import Terminal, columns, plain, shortened


class Screen(io.StringIO):
    """A terminal somebody looks at."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def terminal(world) -> Terminal:
    return Terminal(world.services())


def test_progress_is_shown_in_place_and_wiped_at_the_end(terminal, monkeypatch):
    monkeypatch.setattr(sys, "stderr", Screen())
    with terminal.progress("{count} lignes") as told:
        told(500)
        told(1000)
    shown = sys.stderr.getvalue().split("\r")
    assert [one.strip() for one in shown] == ["", "500 lignes", "1000 lignes", "", ""]
    assert "\n" not in sys.stderr.getvalue()


def test_progress_in_a_log_is_a_line_now_and_then(terminal, monkeypatch, capsys):
    clock = iter([0.0, 1.0, 6.0, 6.0, 7.0, 12.0, 12.0])
    monkeypatch.setattr(time, "monotonic", lambda: next(clock))
    with terminal.progress("{count} lignes") as told:
        for count in (1, 2, 3, 4):
            told(count)
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.splitlines() == ["2 lignes", "4 lignes"]


def test_a_windowed_program_has_nowhere_to_speak_and_does_not_mind(terminal, monkeypatch):
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    terminal.answer({}, "réponse")
    terminal.refuse("non")
    with terminal.progress("{count}") as told:
        told(1)


def test_columns_are_as_wide_as_their_longest_word_and_on_one_line_each():
    assert columns([("a", "bb\nb", "c"), ("aaa", "b", "")]) == "a    bb b  c\naaa  b"
    assert columns([]) == ""


def test_long_and_unsafe_words_are_tamed():
    assert shortened("court", 5) == "court"
    assert shortened("bien trop long", 6) == "bien…"
    assert plain("a\x1b[31mb\tc\x9b") == "a [31mb c "
