"""Actors and observations, as points of the map and rows of its list."""

from dataclasses import dataclass

from cga_desktop.domain.kinds import ActorKind
from cga_desktop.domain.moments import day_and_time
from cga_desktop.domain.records import Actor, Observation
from cga_desktop.i18n import _
from cga_desktop.mapping.points import MapPoint, actor_points, observation_points
from cga_desktop.mapping.symbols import OBSERVATION
from cga_desktop.store.queries import Session
from cga_desktop.store.queries.actors import actors, observations
from cga_desktop.ui.look.symbols import symbol_icon
from cga_desktop.ui.widgets.record_list import Row

ACTORS, OBSERVATIONS = "actors", "observations"
_TITLE_LENGTH = 80


@dataclass(frozen=True, slots=True)
class OnTheMap:
    """What the map shows and lists, read at once."""

    actors: tuple[Actor, ...]
    observations: tuple[Observation, ...]

    def points(self) -> dict[str, MapPoint]:
        """Every record that has a place, by id."""
        found = (*actor_points(self.actors), *observation_points(self.observations))
        return {point.id: point for point in found}

    def rows(self) -> list[Row]:
        """Every record, by name; observations last, the latest first."""
        return [_actor_row(one) for one in self.actors] + [
            _observation_row(one) for one in self.observations
        ]


def on_the_map(session: Session) -> OnTheMap:
    """Every actor and observation of the study."""
    return OnTheMap(tuple(actors(session)), tuple(observations(session)))


def _title(one: Observation) -> str:
    line = " ".join(one.text.split())
    return (line[:_TITLE_LENGTH] + "…") if len(line) > _TITLE_LENGTH else line or _("Observation")


def _actor_row(actor: Actor) -> Row:
    return Row(
        id=actor.id,
        title=actor.name,
        subtitle=ActorKind.label_of(actor.kind),
        mark="" if actor.lat is not None else _("sans adresse"),
        picture=symbol_icon(actor.kind),
        groups=frozenset({ACTORS, actor.kind}),
    )


def _observation_row(one: Observation) -> Row:
    return Row(
        id=one.id,
        title=_title(one),
        subtitle=day_and_time(one.date),
        picture=symbol_icon(OBSERVATION),
        groups=frozenset({OBSERVATIONS}),
    )
