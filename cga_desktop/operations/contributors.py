"""Who works on a study."""

from cga_desktop.domain.errors import NotFound
from cga_desktop.domain.records import Contributor
from cga_desktop.domain.texts import one_line
from cga_desktop.i18n import _
from cga_desktop.store.database import Session
from cga_desktop.store.queries import study as queries
from cga_desktop.store.queries.rows import row


def known_contributor(session: Session, name: str) -> Contributor | None:
    """Who ``name`` is in this study, made where they are new; None for no name."""
    called = one_line(name)
    if not called:
        return None
    found = queries.contributor_named(session, called)
    if found is None:
        found = Contributor(name=called)
        session.add(found)
        session.flush()
    return found


def check_contributor(session: Session, contributor_id: object) -> None:
    """Refuse somebody who is not in the study; nobody is fine.

    Raises:
        NotFound: no contributor has that id.
    """
    if contributor_id is not None and row(session, Contributor, str(contributor_id)) is None:
        raise NotFound(
            _("Personne dans cette étude n’a l’identifiant {id}.").format(id=contributor_id)
        )
