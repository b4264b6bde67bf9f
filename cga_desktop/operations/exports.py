"""Letting a study out: one report frozen for one kind of reader, then written in several forms."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from cga_desktop.domain.changes import Outcome
from cga_desktop.domain.errors import BadValue, NotWritten, reason
from cga_desktop.domain.exports import Paper, ReportAudience, ReportFormat, WrittenFile
from cga_desktop.exporting.building import build_report
from cga_desktop.exporting.geojson import geojson
from cga_desktop.exporting.report import Report
from cga_desktop.exporting.sheet.compose import compose
from cga_desktop.exporting.tables import table
from cga_desktop.i18n import _
from cga_desktop.mapping.standalone import standalone_page
from cga_desktop.operations.report_files import file_name, make_folder, write_into
from cga_desktop.operations.report_material import read_material
from cga_desktop.operations.report_views import report_ground, report_page, report_plan
from cga_desktop.operations.workspace import Workspace

__all__ = ["Report", "freeze_report", "write_report"]

K = TypeVar("K", ReportAudience, ReportFormat, Paper)
Write = Callable[[Path], None]
Progress = Callable[[int], None]


def freeze_report(workspace: Workspace, *, audience: str) -> Outcome[Report]:
    """What ``audience`` may see of the study as it is now; changes nothing.

    Run it where changes are written, after the last of them.

    Raises:
        BadValue: not an audience.
    """
    return Outcome(build_report(read_material(workspace), _audience(audience)))


def write_report(
    workspace: Workspace,
    *,
    report: Report,
    formats: Sequence[str],
    folder: Path,
    paper: str = Paper.A4,
    progress: Progress = lambda _done: None,
) -> list[WrittenFile]:
    """Write a report into ``folder`` (made where missing), one file for each of ``formats``.

    A name that is taken gets " (2)" after it: nothing that was there is touched. ``progress`` is
    told how many files are done; where it raises, those of this run are removed again.

    Raises:
        BadValue: a format or size of paper that does not exist; nothing was written.
        NotWritten: the disk refuses; the sentence says which files are there.
    """
    wanted = [_format(one) for one in dict.fromkeys(formats)]
    writers = _writers(workspace, report, wanted, _paper(paper))
    make_folder(folder)
    written: list[WrittenFile] = []
    try:
        for kind in wanted:
            progress(len(written))
            name = file_name(report, kind, _paper(paper))
            path = write_into(folder, name, writers[kind])
            written.append(WrittenFile(kind, path, path.stat().st_size))
        progress(len(written))
    except OSError as error:
        raise _not_written(folder, written, error) from error
    except BaseException:
        for file in written:
            file.path.unlink(missing_ok=True)
        raise
    return written


def _writers(
    workspace: Workspace, report: Report, wanted: Sequence[ReportFormat], paper: Paper
) -> dict[ReportFormat, Write]:
    """How each wanted form is written; each does its work when it is called."""

    def pdf(path: Path) -> None:
        ground = report_ground(report_plan(workspace, report))
        printer = workspace.printer
        printer.pdf(compose(report, ground, paper, printer.text_width), path)

    def html(path: Path) -> None:
        page = standalone_page(report_page(report, report_plan(workspace, report)))
        path.write_bytes(page.encode("utf-8", errors="replace"))

    drawn: dict[ReportFormat, Write] = {ReportFormat.PDF: pdf, ReportFormat.HTML: html}
    return {kind: drawn.get(kind) or _spelled(report, kind) for kind in wanted}


def _spelled(report: Report, kind: ReportFormat) -> Write:
    if kind is ReportFormat.GEOJSON:
        return lambda path: _write_bytes(path, geojson(report))
    return lambda path: _write_bytes(path, table(report, kind))


def _write_bytes(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def _one_of(kind: type[K], word: str, sentence: str) -> K:
    """The member of ``kind`` that ``word`` names, or ``sentence`` with those there are."""
    try:
        return kind(word)
    except ValueError:
        raise BadValue(sentence.format(word=word, known=", ".join(kind))) from None


def _audience(word: str) -> ReportAudience:
    said = _("« {word} » n’est pas un public d’export. Possibles : {known}.")
    return _one_of(ReportAudience, word, said)


def _format(word: str) -> ReportFormat:
    said = _("« {word} » n’est pas un format d’export. Possibles : {known}.")
    return _one_of(ReportFormat, word, said)


def _paper(word: str) -> Paper:
    said = _("« {word} » n’est pas un format de papier. Possibles : {known}.")
    return _one_of(Paper, word, said)


def _not_written(folder: Path, written: Sequence[WrittenFile], error: OSError) -> NotWritten:
    if not written:
        return NotWritten(
            _(
                "Rien n’a pu être exporté dans « {folder} » : {reason}. L’étude n’est pas touchée. "
                "Choisissez un autre dossier, ou faites de la place."
            ).format(folder=folder, reason=reason(error))
        )
    names = ", ".join(f"« {file.path.name} »" for file in written)
    return NotWritten(
        _(
            "L’export s’est arrêté : {reason}. Ces fichiers sont complets : {names}. Les autres "
            "n’ont pas été écrits. Choisissez un autre dossier, ou faites de la place."
        ).format(reason=reason(error), names=names)
    )
