"""Every French sentence of the interface is set as French is printed, and every refusal ends.

The sentences are read from the source, where they stand in ``_(…)``, ``ngettext(…)``, and in the
titles and descriptions of the settings.
"""

import ast
import re
from dataclasses import dataclass
from functools import cache

import pytest

from cga_desktop.domain import errors
from tests.conftest import PROJECT

NARROW, WIDE = "\u202f", "\u00a0"
PLACEHOLDER = re.compile(r"\{[^{}]*\}")
NO_FRENCH_COLON = re.compile(r"\d:\d|[a-z]+://|\b[A-Z]:\\")
"""Times, addresses and drives have their own."""


@dataclass(frozen=True)
class Sentence:
    """One marked string and where it stands."""

    where: str
    text: str


def _called(node):
    """The name of what is called, ``_`` for ``_("…")`` and ``Field`` for ``Field(…)``."""
    if not isinstance(node, ast.Call):
        return ""
    function = node.func
    return function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")


def _marked(node):
    """The arguments of a call that people will read."""
    name = _called(node)
    if name == "_":
        return node.args[:1]
    if name == "ngettext":
        return node.args[:2]
    if name == "Field":
        return [one.value for one in node.keywords if one.arg in {"title", "description"}]
    return []


@cache
def trees():
    sources = sorted((PROJECT / "cga_desktop").rglob("*.py"))
    return {str(path.relative_to(PROJECT)): ast.parse(path.read_text("utf-8")) for path in sources}


@cache
def sentences():
    return tuple(
        Sentence(f"{path}:{text.lineno}", text.value)
        for path, tree in trees().items()
        for node in ast.walk(tree)
        for text in _marked(node)
        if isinstance(text, ast.Constant) and isinstance(text.value, str)
    )


def faults(wrong):
    return [f"{one.where}: {one.text!r}" for one in sentences() if wrong(one.text)]


def plain(text):
    """A sentence with a word in place of each placeholder; ``{space}`` is a no-break space."""
    return PLACEHOLDER.sub("x", text.replace("{space}", NARROW))


def test_there_are_sentences_to_look_at():
    assert len(sentences()) > 300
    assert any(one.where.startswith("cga_desktop/settings.py") for one in sentences())


def test_what_is_marked_can_be_found_by_gettext():
    """A computed string, an f-string for example, is never translated."""
    computed = [
        f"{path}:{node.lineno}"
        for path, tree in trees().items()
        if path != "cga_desktop/i18n.py"
        for node in ast.walk(tree)
        if _called(node) in {"_", "ngettext"}
        for text in _marked(node)
        if not isinstance(text, ast.Constant)
    ]
    assert computed == []


def test_apostrophes_are_typographic():
    assert faults(lambda text: re.search(r"\w'\w", plain(text))) == []


def test_double_signs_keep_to_their_word():
    """A no-break space, narrow or not, stands before ; : ? ! and inside « »."""

    def loose(text):
        free = NO_FRENCH_COLON.sub("x", plain(text))
        before = re.search(rf"(?<![{NARROW}{WIDE}?!])(?<!^)[;:?!]", free)
        return before or re.search(rf"«(?![{NARROW}{WIDE}])|(?<![{NARROW}{WIDE}])»", free)

    assert faults(loose) == []


def test_numbers_keep_to_their_unit():
    assert faults(lambda text: re.search(rf"(?<![{NARROW}{WIDE}])%", plain(text))) == []


def test_no_space_is_doubled():
    spaces = rf"[ {NARROW}{WIDE}]"
    assert faults(lambda text: re.search(rf"{spaces}{{2}}", text)) == []


def test_no_space_stands_before_a_comma_or_a_full_stop():
    spaces = rf"[ {NARROW}{WIDE}]"
    assert faults(lambda text: re.search(rf"{spaces}[,.](?!\w)", plain(text))) == []


def test_suspension_points_are_one_sign():
    assert faults(lambda text: "..." in text) == []


def test_quotation_marks_are_french():
    assert faults(lambda text: re.search(r'["“”]', plain(text))) == []


def test_nobody_is_told_of_errors_or_code():
    """LOOK: no "erreur", code or jargon towards a user."""
    jargon = re.compile(r"\b(erreur|exception|null|traceback|invalide|bug)s?\b", re.IGNORECASE)
    assert faults(lambda text: jargon.search(plain(text))) == []


def test_the_singular_says_nothing_that_the_plural_does_not():
    pairs = [
        [part.value for part in _marked(node)]
        for tree in trees().values()
        for node in ast.walk(tree)
        if _called(node) == "ngettext" and all(isinstance(x, ast.Constant) for x in _marked(node))
    ]
    assert pairs
    for one, many in pairs:
        assert set(PLACEHOLDER.findall(one)) <= set(PLACEHOLDER.findall(many)), one


# --- what a refusal says


@cache
def refusals():
    """The names of every class of refusal, also those declared outside the domain."""
    known = {name for name, one in vars(errors).items() if isinstance(one, type)}
    while True:
        found = {
            node.name
            for tree in trees().values()
            for node in ast.walk(tree)
            if isinstance(node, ast.ClassDef)
            and any(getattr(base, "id", getattr(base, "attr", "")) in known for base in node.bases)
        }
        if found <= known:
            return frozenset(known)
        known |= found


def said_in_refusals():
    for path, tree in trees().items():
        for node in ast.walk(tree):
            if _called(node) in refusals():
                for inner in ast.walk(node):
                    if _called(inner) in {"_", "ngettext"}:
                        for text in _marked(inner):
                            if isinstance(text, ast.Constant):
                                yield Sentence(f"{path}:{text.lineno}", text.value)


def test_refusals_are_found():
    assert {"UserError", "NotWritten", "Cancelled"} <= refusals()
    assert len(list(said_in_refusals())) > 40


def test_every_refusal_ends_with_a_full_stop():
    """Or with the sentence that is put in at its end."""
    unfinished = [
        f"{one.where}: {one.text!r}"
        for one in said_in_refusals()
        if not re.search(r"(\.|\?|\})$", one.text)
    ]
    assert unfinished == []


@pytest.mark.parametrize(
    ("text", "test"),
    [
        ("L'étude", test_apostrophes_are_typographic),
        ("Pourquoi ?", test_double_signs_keep_to_their_word),
        ("« étude »", test_double_signs_keep_to_their_word),
        ("Attention: ici", test_double_signs_keep_to_their_word),
        ("100 %", test_numbers_keep_to_their_unit),
        ("deux  mots", test_no_space_is_doubled),
        ("un , deux", test_no_space_stands_before_a_comma_or_a_full_stop),
        ("attendez...", test_suspension_points_are_one_sign),
        ('"mot"', test_quotation_marks_are_french),
        ("Erreur inconnue", test_nobody_is_told_of_errors_or_code),
    ],
)
def test_each_of_these_tests_bites(text, test, monkeypatch):
    wrong = Sentence("somewhere", text)
    monkeypatch.setattr(f"{__name__}.sentences", lambda: (wrong,))
    with pytest.raises(AssertionError, match="somewhere"):
        test()
