"""A disk that is full for a while, under a study that is otherwise real."""

from contextlib import contextmanager

from cga_desktop.domain.errors import NotWritten
from cga_desktop.store.database import Database


class FullDisk:
    """A study whose disk refuses to write while ``full``; reading goes on."""

    def __init__(self, database: Database) -> None:
        self.full = False
        self._database = database
        self.reading = database.reading

    @contextmanager
    def writing(self):
        if self.full:
            raise NotWritten("Le disque est plein : rien n’a été écrit.")
        with self._database.writing() as session:
            yield session
