"""The exports that go with the demonstration study."""

import tempfile
from pathlib import Path

from cga_desktop.domain.errors import NotWritten, reason
from cga_desktop.domain.exports import ReportAudience, ReportFormat, WrittenFile
from cga_desktop.i18n import _
from cga_desktop.operations.exports import freeze_report, write_report
from cga_desktop.operations.workspace import Workspace

FORMATS = (ReportFormat.HTML, ReportFormat.GEOJSON, ReportFormat.CSV, ReportFormat.PDF)


def renew_exports(workspace: Workspace, *, folder: Path) -> list[WrittenFile]:
    """Write what the town hall would be given, in place of the same files of an earlier run.

    Other exports never write over a file; these do, so that the demonstration can be made again
    and again in one folder. They are written aside first, and only then take their names.

    Raises:
        NotWritten: the disk refuses.
    """
    report = freeze_report(workspace, audience=ReportAudience.PUBLIC).value
    try:
        with tempfile.TemporaryDirectory(prefix=".exports-", dir=folder) as aside:
            written = write_report(workspace, report=report, formats=FORMATS, folder=Path(aside))
            return [
                WrittenFile(one.format, one.path.replace(folder / one.path.name), one.bytes)
                for one in written
            ]
    except OSError as error:
        raise NotWritten(
            _("Les exports n’ont pas pu être écrits dans « {folder} » : {reason}.").format(
                folder=folder, reason=reason(error)
            )
        ) from error
