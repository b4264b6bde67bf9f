"""What is said and kept of a real deletion: a certificate without anything of the person."""

from typing import Literal

from pydantic import BaseModel, ConfigDict


class BackupLine(BaseModel):
    """One copy of the study: its file's name, and whether the deletion reached it."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    name: str
    rewritten: bool


class Certificate(BaseModel):
    """The account of one real deletion.

    It names what was erased by its reference alone, so that it can be kept, shown and handed over.

    Attributes:
        id: the certificate's own.
        study: the study's name.
        kind: what was erased: ``interview``, ``actor`` or ``observation``.
        reference: its id, which says nothing but when the record was made.
        at: when, ISO 8601 in UTC.
        by: who did it; "" where nobody said.
        reason: why, in their words.
        records: how many records went, by the name of their kind; deleted ones count.
        operations: how many lines of the history lost what they held.
        media: how many recordings and photos went.
        unsaved: how many unsaved texts went.
        backups: the copies that were found, and whether they were rewritten.
        unfinished: sentences about what the disk did not let be done yet; it is tried again.
        finished: whether everything within reach was done.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    format: Literal[1] = 1
    id: str
    study: str
    kind: str
    reference: str
    at: str
    by: str = ""
    reason: str
    records: dict[str, int] = {}
    operations: int = 0
    media: int = 0
    unsaved: int = 0
    backups: tuple[BackupLine, ...] = ()
    unfinished: tuple[str, ...] = ()
    finished: bool = False
