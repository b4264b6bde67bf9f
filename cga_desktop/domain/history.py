"""What was done to a study, as people read it back."""

from dataclasses import dataclass

from cga_desktop.domain.verbs import Verb


@dataclass(frozen=True, slots=True)
class ActionLine:
    """One thing somebody did, which can be taken back or done again.

    Attributes:
        verb: what it was, a value of ``Verb`` or of a newer program.
        author: who did it; "" where nobody said.
        at: when it was last added to, ISO 8601.
        title: what it was about: a name, a pseudonym, or how many records.
    """

    verb: str
    author: str
    at: str
    title: str

    @property
    def words(self) -> str:
        """What it was and about what, to follow « Annuler : »."""
        label = Verb.label_of(self.verb)
        return f"{label} ({self.title})" if self.title else label


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One value of one record that changed; none for what was not there, or is no more."""

    field: str
    before: object
    after: object


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One operation of a record's history.

    Attributes:
        hlc: its clock value: going back to it makes the record what it was just then.
        at: the same as a moment, ISO 8601.
        author: who did it; "" where nobody said.
        verb: the action it was part of.
        record_kind: the table of the record that changed: the interview's own, or ``answer``…
        record_id: its id.
        title: what that record is, where it is a part: the question, the purpose.
        kind: ``write``, ``delete``, ``erase``, ``gone``, or what a newer program wrote.
        changes: what changed, in the order of the fields.
    """

    hlc: int
    at: str
    author: str
    verb: str
    record_kind: str
    record_id: str
    title: str
    kind: str
    changes: tuple[FieldChange, ...]
