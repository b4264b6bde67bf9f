"""Errors whose message is written for the user; anything else is a bug.

Each message says, in French, what happened, what was kept and what to do next.
"""


class UserError(Exception):
    """Something in the user's world: shown as it is, never with a traceback."""


class WrongPassphrase(UserError):
    """The passphrase does not open this study."""


class PassphraseNeeded(UserError):
    """The study is locked and nobody was there to be asked."""


class StudyTooNew(UserError):
    """The study was written by a newer version of the program."""


class StudyUnreadable(UserError):
    """The file is not a study, or is damaged."""


class PlaceRefused(UserError):
    """A study must not lie here: a synchronised, shared or read-only folder."""


class NotWritten(UserError):
    """The disk refused: full, read-only or gone."""


class UnreadableFile(UserError):
    """A file to import cannot be read: not its format, wrong encoding, truncated."""


class NotFound(UserError):
    """No record, territory or place answers to that name."""


class BadValue(UserError):
    """A value typed or given on the command line does not fit its field."""


class ServiceUnavailable(UserError):
    """An online service that the user asked for did not answer."""
