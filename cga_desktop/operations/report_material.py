"""Reading a study for a report: rows of every kind at one moment, and facts of its territories."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Protocol, TypeVar

from cga_desktop.assets import asset
from cga_desktop.domain.errors import NotFound
from cga_desktop.domain.moments import now
from cga_desktop.domain.records import Theme
from cga_desktop.domain.territories import Source, TerritoryFacts, territory_facts
from cga_desktop.exporting.material import Material
from cga_desktop.exporting.report import ReportTerritory
from cga_desktop.i18n import _
from cga_desktop.operations.workspace import Workspace
from cga_desktop.store.database import Session
from cga_desktop.store.queries import actors as actor_queries
from cga_desktop.store.queries import interviews as interview_queries
from cga_desktop.store.queries import study as study_queries
from cga_desktop.version import version


class _OfInterview(Protocol):
    @property
    def interview_id(self) -> str | None: ...


T = TypeVar("T", bound=_OfInterview)


def read_material(workspace: Workspace) -> Material:
    """The whole study as it is now, nothing held back; only read."""
    with workspace.database.reading() as session:
        territories = study_queries.territories(session)
        excerpts = interview_queries.excerpts(session)
        return Material(
            study=study_queries.the_study(session).name,
            made_at=now(),
            program=version(),
            territories=tuple(
                ReportTerritory(one.code, one.name, _outline(one.code)) for one in territories
            ),
            sources=tuple(_sources(workspace, [one.code for one in territories])),
            actors=actor_queries.actors(session),
            contact_consents=actor_queries.consents_by_actor(session),
            observations=actor_queries.observations(session),
            contributors={one.id: one.name for one in study_queries.contributors(session)},
            interviews=[line.interview for line in interview_queries.interviews(session)],
            answers=_by_interview(interview_queries.answers(session)),
            interview_consents=_by_interview(interview_queries.consents_of_interviews(session)),
            excerpts=excerpts,
            themes=_theme_names(session, {one.theme_id for one in excerpts if one.theme_id}),
            vocabulary=_vocabulary() | {one.key: one.name for one in study_queries.themes(session)},
        )


def _by_interview(rows: Iterable[T]) -> Mapping[str, Sequence[T]]:
    gathered: defaultdict[str, list[T]] = defaultdict(list)
    for row in rows:
        gathered[row.interview_id or ""].append(row)
    return gathered


def _theme_names(session: Session, ids: Iterable[str]) -> dict[str, str]:
    """Names of themes by id; a merged theme goes by the name of the one it went into."""
    names: dict[str, str] = {}
    for id_ in ids:
        theme = session.get(Theme, id_)
        seen = {id_}
        while theme and theme.merged_into_id and theme.merged_into_id not in seen:
            seen.add(theme.merged_into_id)
            theme = session.get(Theme, theme.merged_into_id) or theme
        if theme:
            names[id_] = theme.name
    return names


@cache
def _vocabulary() -> dict[str, str]:
    words = json.loads(asset("vocabulary/default.json").read_text(encoding="utf-8"))
    return {one["key"]: one["name"] for one in (*words["themes"], *words["audiences"])}


def facts_of(code: str) -> TerritoryFacts | None:
    """What the program knows of a commune; None for one it does not carry."""
    try:
        return territory_facts(code)
    except NotFound:
        return None


def _outline(code: str) -> tuple[tuple[tuple[float, float], ...], ...]:
    facts = facts_of(code)
    return facts.outline if facts else ()


def _sources(workspace: Workspace, codes: Sequence[str]) -> Iterable[Source]:
    """Whom the facts come from, and who published the addresses where some were imported."""
    found: list[Source] = []
    for code in codes:
        facts = facts_of(code)
        found += facts.sources if facts else ()
    for known in workspace.finder.known():
        if known.code in codes and known.addresses:
            found.append(Source(what=_("adresses"), name=known.source, licence="", date=known.date))
    return dict.fromkeys(found)
