"""Compute ``resources/territories/*.json`` from open data, so that anybody can check them.

    python build_spec/make_territories.py --data ../shared/data

The folder holds ``iris2022_3communes.geojson`` (IGN and INSEE, Contours…IRIS),
``landmarks_3communes.csv`` and one ``ban_<code>_<name>.csv`` (Base Adresse Nationale) for each
commune whose streets are wanted. ``build_spec/territories/`` holds what was entered by hand: the
communes, more landmarks with their sources, and spellings to repair.
"""

import argparse
import csv
import json
import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from statistics import fmean
from typing import Any

from outlines import centroid, outside_by, polygons, thinned_ring, union_outline
from street_figures import Address, Plan, number_range, street_line

from cga_desktop.domain.territories import Landmark, LonLat, Source, Street, TerritoryFacts

HERE = Path(__file__).resolve().parent
TWIN_M = 200.0
"""Two landmarks of one name nearer than this are one."""
BORDER_M = 150.0
"""A landmark up to this far outside its commune still serves it: a station on the border."""
UNWANTED_KINDS = frozenset({"pharmacy"})
UNNAMED_NEIGHBOURHOOD = re.compile(r"^(Iris \d+|ZAC)$")
IRIS_SOURCE = "IGN et INSEE, Contours…IRIS 2022"

Row = Mapping[str, str]


def rows(path: Path, delimiter: str = ",") -> Iterator[Row]:
    """The rows of one CSV file, by column name."""
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter=delimiter)


def folded(text: str) -> str:
    """``text`` without accents, capitals and punctuation, to compare names."""
    plain = unicodedata.normalize("NFD", text.casefold())
    return " ".join(re.findall(r"[a-z0-9]+", "".join(c for c in plain if c.isascii())))


class Spelling:
    """Repairs of names: whole names first, then word by word."""

    def __init__(self, path: Path) -> None:
        self._found = {row["found"]: row["written"] for row in rows(path)}

    def __call__(self, name: str) -> str:
        """``name`` as it should be written."""
        name = name.strip().replace("'", "’")
        if name in self._found:
            return self._found[name]
        words = re.split(r"([ ’-])", name)
        return "".join(self._found.get(word, word) for word in words)


def neighbourhoods(features: Iterable[Mapping[str, Any]], spelling: Spelling) -> Iterator[Landmark]:
    """One landmark for each named neighbourhood, at the middle of its largest part."""
    parts: dict[str, list[tuple[float, float, float]]] = defaultdict(list)
    for feature in features:
        name = re.sub(r" 0\d$", "", feature["properties"]["NOM_IRIS"])
        if not UNNAMED_NEIGHBOURHOOD.match(name):
            largest = max(centroid(polygon[0]) for polygon in polygons(feature))
            parts[spelling(name)].append(largest)
    for name, found in sorted(parts.items()):
        total = sum(area for area, _, _ in found)
        yield Landmark(
            name=name if name.startswith(("L", "F")) else f"Quartier {name}",
            kind="neighbourhood",
            lat=round(sum(area * lat for area, _, lat in found) / total, 5),
            lon=round(sum(area * lon for area, lon, _ in found) / total, 5),
            detail="Milieu du quartier",
            source=IRIS_SOURCE,
        )


# ---------------------------------------------------------------------------------- landmarks


def landmark(row: Row, spelling: Spelling) -> Landmark:
    """One row of a landmark file, named as people say it."""
    name, detail = row["name"], row["detail"]
    if row["kind"] == "college" and not name.startswith("Collège"):
        name = f"Collège {name}"
    if row["kind"] == "station":
        name, detail = _station(name, detail)
    return Landmark(
        name=spelling(name),
        kind="college" if name.startswith("Collège") else row["kind"],
        lat=round(float(row["lat"]), 5),
        lon=round(float(row["lon"]), 5),
        detail=spelling(detail),
        source=row["source"].replace("OpenStreetMap contributors", "Contributeurs OpenStreetMap"),
    )


def _station(name: str, line: str) -> tuple[str, str]:
    name = re.sub("^Epinay", "Épinay", name.replace(" - ", " – "))
    mode, number = line.split()
    if mode in {"RER", "TRAIN"}:
        of = "d’" if name.startswith("É") else "de "
        return f"Gare {of}{name}", f"RER {number}" if mode == "RER" else f"Transilien {number}"
    return f"Station {name}", f"Tramway T{number}" if mode == "TRAM" else f"Métro ligne {number}"


def landmarks(
    found: Iterable[Landmark], outline: Sequence[Sequence[LonLat]]
) -> tuple[Landmark, ...]:
    """Landmarks of one commune: the wanted kinds, once each, within or on its border."""
    kept: list[Landmark] = []
    for one in found:
        if one.kind in UNWANTED_KINDS or outside_by(one.lat, one.lon, outline) > BORDER_M:
            continue
        if not any(_twins(one, other) for other in kept):
            kept.append(one)
    return tuple(sorted(kept, key=lambda one: (one.kind, folded(one.name), one.detail)))


def _twins(one: Landmark, other: Landmark) -> bool:
    if folded(one.name) != folded(other.name) or one.kind != other.kind:
        return False
    if one.kind == "station" and one.detail != other.detail:
        return False
    plan = Plan(one.lat, one.lon)
    return math.hypot(*plan.to_metres(other.lat, other.lon)) < TWIN_M


# ------------------------------------------------------------------------------------ streets


def streets(path: Path, spelling: Spelling) -> tuple[Street, ...]:
    """The streets of one BAN file as figures, in order of name."""
    named: dict[str, dict[tuple[int, str], Address]] = defaultdict(dict)
    postcodes: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows(path, ";"):
        name = spelling(row["nom_voie"])
        one = Address(int(row["numero"]), row["rep"], float(row["lat"]), float(row["lon"]))
        named[name].setdefault((one.number, one.suffix), one)
        postcodes[name][row["code_postal"]] += 1
    return tuple(
        street(name, list(named[name].values()), postcodes[name].most_common(1)[0][0])
        for name in sorted(named, key=folded)
    )


def street(name: str, addresses: Sequence[Address], postcode: str) -> Street:
    """One street's figures."""
    first, last = number_range(addresses)
    return Street(
        name=name,
        lat=round(fmean(one.lat for one in addresses), 5),
        lon=round(fmean(one.lon for one in addresses), 5),
        first=first,
        last=last,
        numbers=len(addresses),
        postcode=postcode,
        line=tuple((round(lon, 5), round(lat, 5)) for lon, lat in street_line(addresses)),
    )


# ---------------------------------------------------------------------------------- the files


def sources(commune: Row, *, with_streets: bool) -> tuple[Source, ...]:
    """Where the facts of one commune come from."""
    found = [
        Source(what="contour", name=IRIS_SOURCE, licence="Licence Ouverte 2.0", date="2022"),
        Source(what="centre", name=commune["source"], licence=commune["licence"]),
        Source(
            what="repères",
            name="Chaque repère porte sa source : Île-de-France Mobilités, Département de la "
            "Seine-Saint-Denis, INSEE, Région Île-de-France, contributeurs OpenStreetMap",
            licence="Licence Ouverte 2.0 ; ODbL 1.0 pour OpenStreetMap",
        ),
    ]
    if with_streets:
        name = "Base Adresse Nationale"
        licence = "Licence Ouverte 2.0"
        found.append(Source(what="rues", name=name, licence=licence, date="2022-05"))
    return tuple(found)


def territory(commune: Row, data: Path, spelling: Spelling) -> TerritoryFacts:
    """Everything the program carries about one commune."""
    code = commune["code"]
    features = json.loads((data / "iris2022_3communes.geojson").read_text(encoding="utf-8"))
    iris = [one for one in features["features"] if one["properties"]["INSEE_COM"] == code]
    outline = tuple(thinned_ring(ring) for ring in union_outline(iris))
    entered = [
        landmark(row, spelling)
        for path in (HERE / "territories/landmarks.csv", data / "landmarks_3communes.csv")
        for row in rows(path)
        if row["citycode"] == code
    ]
    ban = sorted(data.glob(f"ban_{code}_*.csv"))
    return TerritoryFacts(
        code=code,
        name=commune["name"],
        postcodes=tuple(commune["postcodes"].split()),
        lat=float(commune["lat"]),
        lon=float(commune["lon"]),
        outline=outline,
        landmarks=landmarks([*entered, *neighbourhoods(iris, spelling)], outline),
        streets=streets(ban[0], spelling) if ban else (),
        sources=sources(commune, with_streets=bool(ban)),
    )


def as_text(facts: TerritoryFacts) -> str:
    """One territory as JSON with one item of a list to a line, so that changes can be read."""
    lines: list[str] = []
    for field, value in facts.model_dump(mode="json").items():
        if field in {"landmarks", "streets", "sources"}:
            items = ",\n".join(json.dumps(one, ensure_ascii=False) for one in value)
            lines.append(f'"{field}": [\n{items}\n]' if value else f'"{field}": []')
        else:
            lines.append(f'"{field}": {json.dumps(value, ensure_ascii=False)}')
    return "{\n" + ",\n".join(lines) + "\n}\n"


def main(arguments: Sequence[str] | None = None) -> None:
    """Write one file for each commune of ``territories/communes.csv``."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, required=True, help="folder of the open data")
    parser.add_argument("--out", type=Path, default=HERE.parent / "resources/territories")
    given = parser.parse_args(arguments)
    spelling = Spelling(HERE / "territories/spelling.csv")
    for commune in rows(HERE / "territories/communes.csv"):
        facts = territory(commune, given.data, spelling)
        path = given.out / f"{facts.code}.json"
        path.write_text(as_text(facts), encoding="utf-8", newline="\n")
        size = path.stat().st_size // 1000
        known = f"{len(facts.landmarks)} landmarks, {len(facts.streets)} streets"
        print(f"{facts.name}: {known}, {size} kB")


if __name__ == "__main__":
    main()
