"""Interview guides and themes: from the files that travel with the program into a study."""

import json

from pydantic import BaseModel, ConfigDict

from cga_desktop.assets import asset
from cga_desktop.domain.records import InterviewGuide, Question, Theme
from cga_desktop.store.database import Session


class _Resource(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class GuideQuestion(_Resource):
    """One question as a guide file writes it."""

    key: str
    wording: str
    help: str = ""


class GuideSection(_Resource):
    """A titled group of questions."""

    title: str
    questions: tuple[GuideQuestion, ...]


class GuideFile(_Resource):
    """A guide as a file: what ``resources/guides`` holds."""

    key: str
    kind: str
    version: int
    title: str
    introduction: str = ""
    sections: tuple[GuideSection, ...]
    closing: str = ""


def default_guides() -> list[GuideFile]:
    """The guides that travel with the program."""
    paths = sorted(asset("guides").glob("*.json"))
    return [GuideFile.model_validate_json(path.read_bytes()) for path in paths]


def add_guide(session: Session, guide: GuideFile) -> InterviewGuide:
    """Write ``guide`` and its questions into the study."""
    row = InterviewGuide(
        **guide.model_dump(include={"key", "kind", "version", "title", "introduction", "closing"})
    )
    session.add(row)
    session.flush()
    asked = [(section, one) for section in guide.sections for one in section.questions]
    for position, (section, one) in enumerate(asked, start=1):
        session.add(
            Question(guide_id=row.id, position=position, section=section.title, **one.model_dump())
        )
    return row


def add_default_themes(session: Session) -> None:
    """Write the default vocabulary into the study."""
    vocabulary = json.loads(asset("vocabulary/default.json").read_text(encoding="utf-8"))
    for theme in vocabulary["themes"]:
        session.add(Theme(key=theme["key"], name=theme["name"]))
