"""Whether somebody else changed an open study: another window, or a command."""

from cga_desktop.operations.workspace import Workspace


class Elsewhere:
    """Remembers how the log ended; whoever writes through here says so with ``took``.

    Both are to be called by the one thread that writes, so that no change of ours falls between.
    """

    def __init__(self) -> None:
        self._seen: tuple[int, int] | None = None

    def took(self, workspace: Workspace) -> None:
        """Something was written here: what the log ends with is ours.

        Unless it grew by more than one action since the last look: the next look tells.
        """
        if self._seen is None:
            return
        now = self._end(workspace)
        if now[0] <= self._seen[0] + 1:
            self._seen = now

    def changed(self, workspace: Workspace) -> bool:
        """Whether the study was changed elsewhere since the last look; the first look never says.

        Raises:
            NotWritten: the disk does not answer.
        """
        before, self._seen = self._seen, self._end(workspace)
        return before not in (None, self._seen)

    def _end(self, workspace: Workspace) -> tuple[int, int]:
        from cga_desktop.store.queries.said import last_action  # a window does not wait for it

        with workspace.database.reading() as session:
            return last_action(session)
