"""The command line: its global options, its exit codes, what happens when something goes wrong."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from cga_desktop.cli.codes import BUG, DONE, INTERRUPTED, REFUSED, USAGE
from cga_desktop.cli.services import Services
from cga_desktop.cli.terminal import Terminal, speak_utf8
from cga_desktop.domain.errors import UserError
from cga_desktop.i18n import _, use_language
from cga_desktop.logbook import keep
from cga_desktop.settings import load_settings

PROGRAM = "cga-desktop"
LANGUAGES = ("fr", "en")
_STUDY_SUFFIX = ".cgaetude"


@dataclass(frozen=True, slots=True)
class _CommandLine:
    """A command line without its global options, which may stand anywhere before ``--``."""

    words: tuple[str, ...]
    as_json: bool
    language: str | None

    @classmethod
    def of(cls, argv: Sequence[str]) -> "_CommandLine":
        """Read ``--json`` and ``--lang`` out of ``argv``, wherever they stand."""
        words: list[str] = []
        as_json, language = False, None
        waiting = iter(argv)
        for word in waiting:
            if word == "--":
                words += [word, *waiting]
            elif word == "--json":
                as_json = True
            elif word == "--lang":
                language = next(waiting, "")
            elif word.startswith("--lang="):
                language = word.partition("=")[2]
            else:
                words.append(word)
        if words and not words[0].startswith("-") and words[0].endswith(_STUDY_SUFFIX):
            words.insert(0, "open")  # what a double click on a study does
        return cls(tuple(words), as_json, language)


def run(argv: list[str], services: Services) -> int:
    """Obey one command line; answers the exit code of the process and never raises.

    Args:
        argv: the words after the name of the program.
        services: the outside world.
    """
    speak_utf8()
    line = _CommandLine.of(argv)
    terminal = Terminal(services, line.as_json)
    try:
        return _guarded(lambda: _obeyed(line, terminal), terminal)
    except KeyboardInterrupt:
        terminal.refuse(_("Interrompu à votre demande. Ce qui était enregistré l’est toujours."))
        return INTERRUPTED


def _guarded(obey: Callable[[], int], terminal: Terminal) -> int:
    try:
        code = obey()
    except UserError as error:
        terminal.refuse(str(error))
        return REFUSED
    except SystemExit:  # typer's own way out when nobody reads the help any more
        return DONE
    except Exception as error:  # noqa: BLE001  (the last resort: a bug gets a sentence and a log)
        return _misused(error, terminal) or _bug(error, terminal)
    if code == INTERRUPTED:
        raise KeyboardInterrupt
    return code


def _misused(error: Exception, terminal: Terminal) -> int | None:
    """The exit code, where it is the command line that cannot be understood."""
    import typer

    from cga_desktop.cli.french import usage_sentence

    if not isinstance(error, typer.TyperException):
        return None
    terminal.refuse(usage_sentence(error))
    return USAGE


def _bug(error: Exception, terminal: Terminal) -> int:
    log = keep(error)
    where = (
        _("Le détail est dans « {log} ».").format(log=log)
        if log is not None
        else _("Le détail n’a pas pu être gardé : le disque refuse.")
    )
    terminal.refuse(
        _(
            "Le programme a rencontré un défaut qui lui est propre. Ce qui était enregistré l’est "
            "toujours. {where} Transmettez ce fichier à la personne qui s’occupe du programme."
        ).format(where=where)
    )
    return BUG


def _obeyed(line: _CommandLine, terminal: Terminal) -> int:
    if line.language is not None and line.language not in LANGUAGES:
        import typer

        raise typer.BadParameter(
            _("--lang : « {language} » n’est pas connue. Langues : {known}.").format(
                language=line.language, known=", ".join(LANGUAGES)
            )
        )
    use_language(line.language or load_settings().language)
    if not line.words:
        return terminal.services.window(None, False)  # noqa: FBT003  (a start waits for no command)
    from cga_desktop.cli.program import program  # now: its help is in the language just chosen

    code = program().main(
        args=list(line.words), prog_name=PROGRAM, standalone_mode=False, obj=terminal
    )
    return int(code or DONE)
