"""What a damaged study became, and how that is said."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cga_desktop.domain.figures import figure
from cga_desktop.domain.moments import day_and_time
from cga_desktop.i18n import _, ngettext

_NAMED = 12
"""Records that are named; the others are counted."""
_RANGES = 5


@dataclass(frozen=True, slots=True)
class LostChanges:
    """Changes in a row that could not be read.

    Attributes:
        first: the number of the first.
        last: the number of the last.
        after: the moment of the change before them (ISO 8601), "" where there is none.
        before: the moment of the change after them, "" where there is none.
    """

    first: int
    last: int
    after: str
    before: str

    @property
    def count(self) -> int:
        """How many they are."""
        return self.last - self.first + 1


@dataclass(frozen=True, slots=True)
class Repair:
    """What became of a damaged study.

    Attributes:
        study: its file, whole again.
        aside: the damaged file, moved aside.
        copy_made_at: when the copy that it was rebuilt from had been made; none without one.
        changes: how many changes of the log were read back beyond that copy.
        rows: how many records were read back whose last changes the log no longer told.
        lost: the changes that could not be read.
        end_known: whether it is known how many changes there were.
        records_whole: whether every record could be read, so that only history is missing.
        older: titles of what may be older than it was.
        emptied: titles of what others refer to and of which nothing else was left.
        pages: pages of the damaged file.
        unread: those of them that are damaged.
    """

    study: Path
    aside: Path
    copy_made_at: datetime | None
    changes: int
    rows: int
    lost: tuple[LostChanges, ...]
    end_known: bool
    records_whole: bool
    older: tuple[str, ...]
    emptied: tuple[str, ...]
    pages: int
    unread: int

    @property
    def complete(self) -> bool:
        """Whether nothing at all is missing."""
        return self.end_known and not (self.lost or self.older or self.emptied)


def sentences(repair: Repair) -> list[str]:
    """What was done, then exactly what is missing."""
    said = [
        _("L’étude est réparée. Le fichier abîmé est gardé : « {name} ».").format(
            name=repair.aside.name
        ),
        _source(repair),
    ]
    if repair.complete:
        return [*said, _("Rien ne manque : tout ce qui était enregistré a été retrouvé.")]
    if not repair.end_known:
        said.append(
            _(
                "Le fichier abîmé ne dit plus jusqu’où allait son journal : des changements plus "
                "récents que ceux-ci ont pu y être."
            )
        )
    said += _lost(repair.lost)
    if repair.records_whole:
        said.append(
            _("Les fiches sont toutes là, telles qu’elles étaient : seule leur histoire a un trou.")
        )
    else:
        said.append(
            _("Ce qui avait été écrit par ces changements, et nulle part ailleurs, peut manquer.")
        )
    return [*said, *_older(repair.older), *_emptied(repair.emptied)]


def _source(repair: Repair) -> str:
    if repair.copy_made_at is not None and not repair.changes and not repair.rows:
        return _(
            "Elle vient de la copie du {moment} ; rien de plus récent n’a été lu dans le fichier "
            "abîmé."
        ).format(moment=day_and_time(repair.copy_made_at.isoformat()))
    back = ngettext("{n} changement relu", "{n} changements relus", repair.changes).format(
        n=figure(repair.changes)
    )
    if repair.rows:
        back += ngettext(
            " et {n} fiche relue telle quelle", " et {n} fiches relues telles quelles", repair.rows
        ).format(n=figure(repair.rows))
    if repair.copy_made_at is None:
        return _("Sans copie de sauvegarde, elle vient du seul fichier abîmé : {back}.").format(
            back=back
        )
    return _("Elle vient de la copie du {moment}, et du fichier abîmé : {back}.").format(
        moment=day_and_time(repair.copy_made_at.isoformat()), back=back
    )


def _lost(lost: Sequence[LostChanges]) -> list[str]:
    if not lost:
        return []
    count = sum(one.count for one in lost)
    said = ngettext(
        "{n} changement n’a pas pu être relu :", "{n} changements n’ont pas pu être relus :", count
    ).format(n=figure(count))
    ranges = [_range(one) for one in lost[:_RANGES]]
    if len(lost) > _RANGES:
        ranges.append(_("et d’autres plus loin"))
    return [f"{said} {' ; '.join(ranges)}."]


def _range(lost: LostChanges) -> str:
    numbers = (
        _("n° {first}").format(first=lost.first)
        if lost.count == 1
        else _("n° {first} à {last}").format(first=lost.first, last=lost.last)
    )
    after, before = day_and_time(lost.after), day_and_time(lost.before)
    if lost.after and lost.before:
        when = _("entre le {after} et le {before}").format(after=after, before=before)
    elif lost.after:
        when = _("après le {after}").format(after=after)
    else:
        when = _("à un moment inconnu") if not lost.before else _("avant le {before}")
        when = when.format(before=before)
    return f"{numbers} ({when})"


def _older(titles: Sequence[str]) -> list[str]:
    if not titles:
        return []
    said = ngettext(
        "Peut-être plus ancien qu’il n’était, à relire : {names}.",
        "Peut-être plus anciens qu’ils n’étaient, à relire : {names}.",
        len(titles),
    )
    return [said.format(names=_named(titles))]


def _emptied(titles: Sequence[str]) -> list[str]:
    if not titles:
        return []
    said = ngettext(
        "Retrouvé sans son contenu, à compléter : {names}.",
        "Retrouvés sans leur contenu, à compléter : {names}.",
        len(titles),
    )
    return [said.format(names=_named(titles))]


def _named(titles: Sequence[str]) -> str:
    named = ", ".join(titles[:_NAMED])
    more = len(titles) - _NAMED
    if more > 0:
        named += ngettext(" et {n} autre", " et {n} autres", more).format(n=figure(more))
    return named
