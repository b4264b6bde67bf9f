"""The files that a small study becomes, kept beside the tests and compared byte for byte.

Run ``python -m tests.exporting.references`` after a wanted change, and read the difference.
"""

from pathlib import Path

from cga_desktop.domain.exports import ReportAudience, ReportFormat
from cga_desktop.exporting.building import build_report
from cga_desktop.exporting.geojson import geojson
from cga_desktop.exporting.tables import table
from tests.exporting.studies import small_study

FOLDER = Path(__file__).parent / "reference"
TEXT_FORMATS = tuple(
    one for one in ReportFormat if one not in {ReportFormat.HTML, ReportFormat.PDF}
)
CASES = [(audience, kind) for audience in ("public", "team") for kind in TEXT_FORMATS]


def content(audience: str, kind: ReportFormat) -> bytes:
    """What the small study becomes."""
    report = build_report(small_study(), ReportAudience(audience))
    return geojson(report) if kind is ReportFormat.GEOJSON else table(report, kind)


def path(audience: str, kind: ReportFormat) -> Path:
    """Where its reference lies."""
    return FOLDER / f"{audience}-{kind.word}{kind.suffix}"


if __name__ == "__main__":
    for case in CASES:
        path(*case).write_bytes(content(*case))
