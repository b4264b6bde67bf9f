"""Help and usage in French: typer speaks English, so its words are replaced as they come out."""

import re
from collections.abc import Callable
from difflib import get_close_matches
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from cga_desktop.i18n import _


def _words() -> dict[str, str]:
    """What typer writes, to what people read; whole lines or bracketed words only."""
    return {
        "Usage: ": _("Utilisation : "),
        "COMMAND [ARGS]...": _("COMMANDE …"),
        "[OPTIONS]": _("[OPTIONS]"),
        "\nOptions:\n": _("\nOptions :\n"),
        "\nArguments:\n": _("\nArguments :\n"),
        "\nCommands:\n": _("\nCommandes :\n"),
        "Show this message and exit.": _("Montre cette aide."),
        "[required]": _("[obligatoire]"),
        "; required]": _("; obligatoire]"),
        "[default: ": _("[par défaut : "),
    }


def _in_french(text: str) -> str:
    for english, french in _words().items():
        text = text.replace(english, french)
    return text


class FrenchCommand(TyperCommand):
    """A command whose help is in French."""

    def get_help(self, ctx: Any) -> str:  # noqa: ANN401  (a context of typer's own click)
        """The help page."""
        return _in_french(super().get_help(ctx))


class FrenchGroup(TyperGroup):
    """A group of commands whose help and unknown commands are said in French."""

    def get_help(self, ctx: Any) -> str:  # noqa: ANN401  (a context of typer's own click)
        """The help page."""
        return _in_french(super().get_help(ctx))

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:  # noqa: ANN401  (as the parent)
        """The command that ``args`` begin with.

        Raises:
            typer.BadParameter: there is no such command; the nearest names are proposed.
        """
        if not args[0].startswith("-") and self.get_command(ctx, args[0]) is None:
            sentence = _("La commande « {name} » n’existe pas.").format(name=args[0])
            near = get_close_matches(args[0], [one for one in self.commands if one != "open"])
            if near:
                sentence += " " + _("Vouliez-vous dire {names} ?").format(names=", ".join(near))
            raise typer.BadParameter(sentence, ctx=ctx)
        return super().resolve_command(ctx, args)


def usage_sentence(error: typer.TyperException) -> str:
    """What is wrong with a command line, and where its help is."""
    speaker = _SPEAKERS.get(type(error).__name__, _anything)
    hint = ""
    context = getattr(error, "ctx", None)
    if context is not None and speaker is not _help_instead:
        hint = "\n" + _("Aide : {command} --help").format(command=context.command_path)
    return speaker(error) + hint


def _missing(error: typer.TyperException) -> str:
    return _("Il manque {what}.").format(what=_named(error) or "?")


def _bad(error: typer.TyperException) -> str:
    name = _named(error)
    if error.__cause__ is None and name is None:  # a sentence of ours
        return error.message
    if error.__cause__ is None:
        return _("{what} : {reason}").format(what=name, reason=error.message)
    return _("La valeur donnée pour {what} ne convient pas.").format(what=name)


def _named(error: typer.TyperException) -> str | None:
    hint = getattr(error, "param_hint", None)
    if hint is not None:
        return str(hint)
    parameter = getattr(error, "param", None)
    return None if parameter is None else parameter.get_error_hint().strip("'")


def _unknown_option(error: typer.TyperException) -> str:
    sentence = _("L’option {name} n’existe pas.").format(name=getattr(error, "option_name", "?"))
    near: list[str] = list(getattr(error, "possibilities", None) or ())
    return (
        f"{sentence} " + _("Vouliez-vous dire {names} ?").format(names=", ".join(near))
        if near
        else sentence
    )


def _bad_option(error: typer.TyperException) -> str:
    name = getattr(error, "option_name", "?")
    if "requires" in error.message:
        return _("L’option {name} demande une valeur.").format(name=name)
    return _("L’option {name} ne prend pas de valeur.").format(name=name)


def _help_instead(error: typer.TyperException) -> str:
    return error.message


def _anything(error: typer.TyperException) -> str:
    extra = re.search(r"unexpected extra arguments? \((.*)\)", error.message)
    if extra is not None:
        return _("En trop sur la ligne : {what}.").format(what=extra[1])
    return _("Cette ligne de commande n’est pas complète.")


_SPEAKERS: dict[str, Callable[[typer.TyperException], str]] = {
    "MissingParameter": _missing,
    "BadParameter": _bad,
    "NoSuchOption": _unknown_option,
    "BadOptionUsage": _bad_option,
    "NoArgsIsHelpError": _help_instead,
}
"""By class name: most of typer's own exceptions are not public."""
