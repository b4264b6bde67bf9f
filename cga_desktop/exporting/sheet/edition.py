"""What one document is made of, handed from part to part."""

from dataclasses import dataclass

from cga_desktop.exporting.report import Report
from cga_desktop.exporting.sheet.ground import Ground
from cga_desktop.exporting.sheet.look import Look
from cga_desktop.exporting.sheet.roster import Roster


@dataclass(frozen=True, slots=True)
class Edition:
    """A report, its numbers, what it is drawn on and with, and how it is set."""

    report: Report
    roster: Roster
    ground: Ground
    look: Look
