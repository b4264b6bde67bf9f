"""A disk that is full for a while, under a study that is otherwise real."""

from contextlib import contextmanager

from cga_desktop.domain.errors import DiskFull
from cga_desktop.domain.verbs import Verb
from cga_desktop.store.database import Database


class FullDisk:
    """A study whose disk refuses to write while ``full``; everything else goes on."""

    def __init__(self, database: Database) -> None:
        self.full = False
        self._database = database

    def __getattr__(self, name):
        return getattr(self._database, name)

    @contextmanager
    def writing(self, verb=Verb.CHANGE):
        self._refuse_if_full()
        with self._database.writing(verb) as session:
            yield session

    @contextmanager
    def typing(self, verb):
        self._refuse_if_full()
        with self._database.typing(verb) as pen:
            yield pen

    def _refuse_if_full(self):
        if self.full:
            raise DiskFull("Le disque est plein : rien n’a été écrit.")
