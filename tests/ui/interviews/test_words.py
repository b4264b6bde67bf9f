"""The sentences of the room of interviews."""

import pytest

from cga_desktop.domain.kinds import Purpose
from cga_desktop.domain.records import Interview
from cga_desktop.domain.sheets import InterviewLine
from cga_desktop.ui.interviews.words import (
    answered,
    consent_sign,
    consent_word,
    counted,
    heading,
    joined,
    missing,
    second_line,
    status_mark,
    who,
)


def interview(**fields):
    given = {"kind": "resident", "guide_id": "g", "date": "2024-05-13", "pseudonym": "H-007"}
    return Interview(**given | fields)


def line(**fields):
    return InterviewLine(interview(**fields), "", "Awa", 1, 14)


@pytest.mark.parametrize(
    ("fields", "actor", "title"),
    [
        ({}, "", "H-007"),
        ({"pseudonym": ""}, "", "Sans pseudonyme"),
        ({"kind": "actor", "pseudonym": ""}, "Régie", "Régie"),
        ({"kind": "actor", "pseudonym": ""}, "", "Acteur à choisir"),
    ],
)
def test_whom_an_interview_is_with(fields, actor, title):
    assert who(interview(**fields), actor) == title


@pytest.mark.parametrize(
    ("fields", "actor", "title"),
    [
        ({"neighbourhood": "La Blanqui"}, "", "Entretien H-007 · habitant·e · La Blanqui"),
        ({}, "", "Entretien H-007 · habitant·e"),
        ({"kind": "actor"}, "Régie", "Entretien acteur · Régie"),
        ({"kind": "from a newer version"}, "", "Entretien H-007 · from a newer version"),
    ],
)
def test_the_heading_of_an_interview(fields, actor, title):
    assert heading(interview(**fields), actor) == title


def test_the_second_line_leaves_out_what_is_not_known():
    assert second_line(line()) == "habitant·e · lundi 13 mai 2024 · Awa · 1 réponse sur 14"


@pytest.mark.parametrize(
    ("done", "text"), [(0, "0 réponse sur 14"), (1, "1 réponse sur 14"), (2, "2 réponses sur 14")]
)
def test_how_far_an_interview_is(done, text):
    assert answered(done, 14) == text


def test_only_what_is_left_to_finish_is_marked():
    assert status_mark("in_progress") == "à finir"
    assert status_mark("finished") == ""


@pytest.mark.parametrize(
    ("shown", "statuses", "text"),
    [
        (0, [], "0 entretien"),
        (1, ["finished"], "1 entretien"),
        (2, ["finished", "in_progress"], "2 entretiens, 1 à finir"),
        (1, ["finished", "in_progress"], "1 sur 2 entretiens"),
    ],
)
def test_the_count_says_what_is_left(shown, statuses, text):
    assert counted(shown, [line(status=one) for one in statuses]) == text


def test_each_sign_of_consent_has_its_word():
    assert [consent_sign(said) for said in (True, False, None)] == ["✓", "✗", "–"]
    assert [consent_word(said) for said in (True, False, None)] == [
        "oui",
        "non",
        "pas encore demandé",
    ]


@pytest.mark.parametrize(
    ("parts", "text"),
    [([], ""), (["un"], "un"), (["un", "deux"], "un et deux"), (["a", "b", "c"], "a, b et c")],
)
def test_an_enumeration(parts, text):
    assert joined(parts) == text


def test_what_is_missing_is_one_sentence():
    assert missing(blanks=[], unanswered=0, unasked=[]) == "Rien ne manque à cet entretien."
    assert missing(blanks=["le quartier"], unanswered=1, unasked=[]) == (
        "Il manque encore\u00a0: le quartier et 1 réponse."
    )
    assert missing(blanks=[], unanswered=0, unasked=[Purpose.QUOTING]) == (
        "Il manque encore\u00a0: la demande d’accord (citation)."
    )
