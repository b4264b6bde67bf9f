"""The guides and the vocabulary that travel with the program."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from cga_desktop.domain.kinds import InterviewKind
from cga_desktop.operations.guides import GuideFile, default_guides

RESOURCES = Path(__file__).parents[2] / "resources"

# What a guide must not ask (article 9 and 10 of the GDPR), as it would sound in French.
SENSITIVE = re.compile(
    r"relig|croyan|prière|confession|politi|élection|\bvot(?:e|er|ez)\b|syndic|nationalit|\borigine"
    r"|ethni|\brac(?:e|ial)|maladi|malade|diagnosti|médica|traitement|grossesse|sexuel|couple"
    r"|casier|condamn|prison|justice|police|papiers d.identité|date de naissance|revenu",
    re.IGNORECASE,
)
ORDINARY_SPACE_BEFORE = re.compile(r"[^\S\u00a0\u202f][:;?!»]|«[^\S\u00a0\u202f]")


@pytest.fixture(params=["habitant", "acteur"])
def guide(request: pytest.FixtureRequest) -> GuideFile:
    return next(one for one in default_guides() if one.key == request.param)


def test_there_is_one_guide_for_each_kind_of_interview() -> None:
    assert {one.key: one.kind for one in default_guides()} == {
        "habitant": InterviewKind.RESIDENT,
        "acteur": InterviewKind.ACTOR,
    }


def test_a_conversation_of_three_quarters_of_an_hour(guide: GuideFile) -> None:
    assert 5 <= len(guide.sections) <= 6
    assert 12 <= sum(len(section.questions) for section in guide.sections) <= 16


def test_question_keys_last_from_version_to_version(guide: GuideFile) -> None:
    keys = [one.key for section in guide.sections for one in section.questions]
    assert len(set(keys)) == len(keys)
    for key in keys:
        assert re.fullmatch(r"[a-z]+(_[a-z]+)+", key)


def test_questions_are_open_short_and_come_with_a_prompt(guide: GuideFile) -> None:
    for section in guide.sections:
        assert section.title
        for one in section.questions:
            assert one.wording.endswith("\u202f?"), one.key
            assert len(one.wording) <= 160, one.key
            assert one.help, one.key


def test_nothing_sensitive_is_asked(guide: GuideFile) -> None:
    for section in guide.sections:
        for one in section.questions:
            assert not SENSITIVE.search(f"{one.wording} {one.help}"), one.key


def test_the_interviewer_first_says_that_it_is_voluntary_and_can_stop(guide: GuideFile) -> None:
    for words in ("à tout moment", "passer une question", "ce que vous acceptez"):
        assert words in guide.introduction
    assert "retirer ce que vous avez dit" in guide.closing
    if guide.kind == InterviewKind.RESIDENT:
        assert "pseudonyme" in guide.introduction
        assert "Je n’écris ni votre nom ni votre adresse" in guide.introduction


def _strings(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for one in value.values() for text in _strings(one)]
    if isinstance(value, list):
        return [text for one in value for text in _strings(one)]
    return [value] if isinstance(value, str) else []


@pytest.mark.parametrize(
    "path",
    sorted(
        path
        for folder in ("guides", "vocabulary", "demonstration")
        for path in (RESOURCES / folder).glob("*.json")
    ),
    ids=lambda path: path.stem,
)
def test_french_typography(path: Path) -> None:
    for text in _strings(json.loads(path.read_text(encoding="utf-8"))):
        assert "'" not in text, text
        assert "..." not in text, text
        assert not ORDINARY_SPACE_BEFORE.search(text), text


def test_the_vocabulary_names_themes_and_audiences_once() -> None:
    vocabulary = json.loads((RESOURCES / "vocabulary/default.json").read_text(encoding="utf-8"))
    assert vocabulary["version"] == 1
    assert "data·inclusion" in vocabulary["source"]
    for terms, fewest in (("themes", 20), ("audiences", 9)):
        keys = [one["key"] for one in vocabulary[terms]]
        names = [one["name"] for one in vocabulary[terms]]
        assert len(set(keys)) == len(set(names)) == len(keys) >= fewest
        assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", key) for key in keys)
