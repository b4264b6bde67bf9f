import os
import sys

import pytest
from PySide6.QtWidgets import QApplication

from cga_desktop.domain.errors import UserError
from cga_desktop.ui.qt import qt_application, refuse_root


def test_there_is_one_application_whoever_asks(qapp: QApplication) -> None:
    assert qt_application() is qapp
    assert qt_application(on_screen=False) is qapp


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no root")
def test_root_gets_a_sentence_before_the_web_engine_ends_the_process(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.delenv("QTWEBENGINE_DISABLE_SANDBOX", raising=False)
    with pytest.raises(UserError, match="votre propre compte"):
        refuse_root()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no root")
@pytest.mark.parametrize(("user", "disabled"), [(0, "1"), (1000, "0")])
def test_everybody_else_may_draw_maps(
    monkeypatch: pytest.MonkeyPatch, user: int, disabled: str
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: user)
    monkeypatch.setenv("QTWEBENGINE_DISABLE_SANDBOX", disabled)
    refuse_root()
