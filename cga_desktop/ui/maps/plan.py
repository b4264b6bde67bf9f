"""What the schematic plan of a study is drawn from."""

from collections.abc import Mapping, Sequence

from cga_desktop.domain.territories import Street, TerritoryFacts, embedded_territories
from cga_desktop.operations.workspace import Workspace
from cga_desktop.store.queries.study import territories

Plan = tuple[list[TerritoryFacts], Mapping[str, Sequence[Street]]]


def study_plan(workspace: Workspace) -> Plan:
    """The communes of the study that the program has facts about, and their known streets."""
    with workspace.database.reading() as session:
        chosen = territories(session)
    embedded = embedded_territories()
    facts = [embedded[one.code] for one in chosen if one.code in embedded]
    return facts, {one.code: workspace.finder.streets(one.code) for one in facts}
