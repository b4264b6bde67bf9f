"""The map as one HTML file for readers without the program: it opens anywhere, with no network.

Everything is inside: Leaflet, supercluster, our scripts, the data. The page's own policy lets it
load nothing; every text of the study is escaped in the table, and written as text by the scripts.
The table beside the map says the same in words; it is there without scripts too.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from string import Template

from cga_desktop.assets import asset
from cga_desktop.domain.territories import Source
from cga_desktop.i18n import _, ngettext
from cga_desktop.mapping.inert import script_json, with_policy
from cga_desktop.mapping.page import LARGEST_ZOOM, PAGE_SCRIPTS, SMALLEST_ZOOM, START, page_data
from cga_desktop.mapping.plan import Plan, plan_features, source_line
from cga_desktop.mapping.points import MapPoint
from cga_desktop.mapping.shapes import svg_points
from cga_desktop.mapping.symbols import SYMBOLS, symbol_of
from cga_desktop.mapping.words import page_words

_SCRIPTS = (
    "dist/leaflet/leaflet.js",
    "dist/supercluster/supercluster.min.js",
    *(f"map/{name}.js" for name in (*PAGE_SCRIPTS, "standalone")),
)
_STYLES = ("dist/leaflet/leaflet.css", "map/map.css", "map/standalone.css")
# What would make a browser look for a file beside the page.
_PICTURE = re.compile(r"url\(images/[^)]*\)")
_SOURCE_MAP = re.compile(r"^//# sourceMappingURL=.*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Unplaced:
    """An actor or observation that has no place: it stands in the table only."""

    id: str
    symbol: str
    title: str
    subtitle: str = ""
    details: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class StandaloneMap:
    """What one exported page says; every text is plain text.

    Attributes:
        title: what the map is about.
        subtitle: the study, its territories, for whom: one line.
        date: when it was made, in words.
        plan: the schematic plan beneath.
        points: what stands on the map, and in the table in this order.
        unplaced: what stands in the table only.
        sources: whom the facts come from.
        notes: sentences for the reader, for example what was left out and why.
    """

    title: str
    subtitle: str
    date: str
    plan: Plan
    points: Sequence[MapPoint] = ()
    unplaced: Sequence[Unplaced] = ()
    sources: Sequence[Source] = ()
    notes: Sequence[str] = ()


def standalone_page(shown: StandaloneMap) -> str:
    """The whole page, as the text of one UTF-8 file."""
    sources = list(dict.fromkeys(source_line(source) for source in shown.sources))
    page = Template(_text("map/standalone.html")).substitute(
        _words(len(shown.points) + len(shown.unplaced)),
        title=escape(shown.title),
        subtitle=escape(shown.subtitle),
        date=escape(shown.date),
        kinds=_kind_options(shown),
        rows=_rows(shown),
        notes=_notes(shown.notes),
        sources=_items(sources),
        styles="\n".join(_style(name) for name in _STYLES),
        scripts="\n".join(f"<script>{_script(name)}</script>" for name in _SCRIPTS),
        licences=escape(_text("dist/LICENSES.txt")),
        data=script_json(_data(shown, sources)),
    )
    return with_policy(page)


def _found(count: int) -> str:
    return ngettext("{count} acteur ou observation", "{count} acteurs et observations", count)


def _words(count: int) -> dict[str, str]:
    words = {
        "lang": _("fr"),
        "map_word": _("Carte"),
        "list_word": _("Acteurs et observations de la carte"),
        "no_script": _("La carte a besoin de JavaScript. La liste dit la même chose sans lui."),
        "search_word": _("Rechercher"),
        "kind_word": _("Type"),
        "all_kinds": _("Tous les types"),
        "name_word": _("Nom"),
        "address_word": _("Adresse"),
        "sources_word": _("Sources"),
        "licences_word": _("Logiciels libres de cette page"),
        "found": _found(count).format(count=count),
    }
    return {key: escape(word) for key, word in words.items()}


def _data(shown: StandaloneMap, sources: list[str]) -> dict[str, object]:
    words = {
        **page_words(),
        "keys": _(
            "Flèches pour se déplacer, plus et moins pour zoomer, Entrée pour ouvrir ce qui est au "
            "centre, N pour le point suivant."
        ),
        "close": _("Fermer"),
        "found_one": _found(1),
        "found_many": _found(2),
    }
    return {
        **page_data(),
        "words": words,
        "zooms": [SMALLEST_ZOOM, LARGEST_ZOOM],
        "center": START,
        "plan": plan_features(shown.plan),
        "points": [point.row() for point in shown.points],
        "details": {point.id: point.details for point in shown.points if point.details},
        "sources": sources,
    }


def _text(name: str) -> str:
    return asset(f"web/{name}").read_text(encoding="utf-8")


def _script(name: str) -> str:
    return _SOURCE_MAP.sub("", _text(name))


def _style(name: str) -> str:
    return _PICTURE.sub("none", _text(name))


def _kind_options(shown: StandaloneMap) -> str:
    present = {symbol_of(one.symbol).key for one in (*shown.points, *shown.unplaced)}
    return "".join(
        f'<option value="{key}">{escape(_capital(symbol.label))}</option>'
        for key, symbol in SYMBOLS.items()
        if key in present
    )


def _rows(shown: StandaloneMap) -> str:
    placed = (_row(one, placed=True, precision=one.precision_label) for one in shown.points)
    unplaced = (
        _row(one, placed=False, precision=_("sans place sur la carte")) for one in shown.unplaced
    )
    return "\n".join((*placed, *unplaced))


def _row(one: MapPoint | Unplaced, *, placed: bool, precision: str) -> str:
    symbol = symbol_of(one.symbol)
    title = escape(one.title)
    name = f'<button type="button">{title}</button>' if placed else f"<strong>{title}</strong>"
    kind = escape(_capital(symbol.label))
    points = svg_points(symbol.polygon, 20, margin=1.5)
    return (
        f'<tr data-id="{escape(one.id)}" data-symbol="{symbol.key}"><td><div class="name">'
        f'<svg class="cga-symbol" viewBox="0 0 20 20" aria-hidden="true">'
        f'<polygon points="{points}" fill="{symbol.colour}"/></svg>'
        f'<div>{name}<span class="kind">{kind}</span>{_more(one.details)}</div></div></td>'
        f'<td>{escape(one.subtitle)}<span class="precision">{escape(precision)}</span></td></tr>'
    )


def _more(details: Iterable[tuple[str, str]]) -> str:
    lines = "".join(f"<dt>{escape(word)}</dt><dd>{escape(text)}</dd>" for word, text in details)
    if not lines:
        return ""
    summary = escape(_("En savoir plus"))
    return f'<details class="more"><summary>{summary}</summary><dl>{lines}</dl></details>'


def _notes(notes: Sequence[str]) -> str:
    return f"<ul>{_items(notes)}</ul>" if notes else ""


def _items(lines: Iterable[str]) -> str:
    return "".join(f"<li>{escape(line)}</li>" for line in lines)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
