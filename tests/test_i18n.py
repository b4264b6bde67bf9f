import struct

import pytest

from cga_desktop import i18n
from cga_desktop.i18n import _, ngettext, use_language

HEADER = "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=2; plural=(n != 1);\n"


def catalogue(words):
    """A compiled catalogue as msgfmt writes it: GNU gettext, "The Format of GNU MO Files"."""
    pairs = sorted((one.encode(), other.encode()) for one, other in {"": HEADER, **words}.items())
    texts = [[pair[side] for pair in pairs] for side in (0, 1)]
    place = 28 + 16 * len(pairs)
    tables, heap = b"", b""
    for text in [*texts[0], *texts[1]]:
        tables += struct.pack("<II", len(text), place + len(heap))
        heap += text + b"\0"
    count = len(pairs)
    head = struct.pack("<IIIIIII", 0x950412DE, 0, count, 28, 28 + 8 * count, 0, place)
    return head + tables + heap


@pytest.fixture
def english(tmp_path, monkeypatch):
    """An English catalogue of two entries."""
    folder = tmp_path / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    plural = {"{count} acteur\0{count} acteurs": "{count} actor\0{count} actors"}
    (folder / "cga_desktop.mo").write_bytes(catalogue({"Bonjour": "Hello", **plural}))
    monkeypatch.setattr(i18n, "asset", {"locale": tmp_path}.__getitem__)


def test_the_source_is_french():
    assert _("Bonjour") == "Bonjour"


@pytest.mark.parametrize(
    ("count", "said"),
    [(0, "acteur"), (1, "acteur"), (2, "acteurs"), (100, "acteurs"), (-1, "acteur")],
)
def test_in_french_zero_and_one_are_singular(count, said):
    assert ngettext("acteur", "acteurs", count) == said


@pytest.mark.usefixtures("english")
def test_another_language_is_spoken_where_there_is_a_catalogue():
    use_language("en")
    assert _("Bonjour") == "Hello"
    assert _("Au revoir") == "Au revoir"
    assert ngettext("{count} acteur", "{count} acteurs", 0) == "{count} actors"
    assert ngettext("{count} acteur", "{count} acteurs", 1) == "{count} actor"
    use_language("fr")
    assert _("Bonjour") == "Bonjour"


@pytest.mark.parametrize("language", ["fr", "en", "xx", ""])
def test_a_language_without_a_catalogue_is_french(language, monkeypatch):
    monkeypatch.setattr(i18n, "asset", _missing)
    use_language(language)
    assert _("Bonjour") == "Bonjour"


def _missing(name):
    raise FileNotFoundError(name)
