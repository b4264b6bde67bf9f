"""``check``, ``dump``, ``doctor``: care of the study file and of the program."""

import json
from collections.abc import Sequence

import typer

from cga_desktop.cli.arguments import StudyFile
from cga_desktop.cli.codes import DONE, REFUSED
from cga_desktop.cli.french import FrenchCommand
from cga_desktop.cli.opening import opened_database
from cga_desktop.cli.terminal import Terminal, columns
from cga_desktop.domain.errors import StudyUnreadable
from cga_desktop.i18n import _


def add_to(program: typer.Typer) -> None:
    """Give the program these commands."""
    for name, command, said in (
        ("check", _check, _("Vérifie le fichier d’une étude.")),
        ("dump", _dump, _("Écrit tout le contenu d’une étude, en JSON.")),
        ("doctor", _doctor, _("Dit si tout est en place sur cet ordinateur.")),
    ):
        program.command(name, cls=FrenchCommand, help=said)(command)


def _check(ctx: typer.Context, study: StudyFile) -> int:
    """Every page is decrypted and every reference followed."""
    from cga_desktop.operations.care import check_study

    terminal: Terminal = ctx.obj
    try:
        with opened_database(terminal, study) as database:
            problems = check_study(database)
    except StudyUnreadable as error:  # so damaged that it does not open: that is the answer
        problems = [str(error)]
    terminal.answer(
        {"ok": not problems, "problems": problems},
        "\n".join(problems) or _("L’étude est en bon état."),
    )
    if not problems:
        return DONE
    terminal.say(
        _(
            "L’étude n’est pas en ordre. Elle n’a pas été modifiée : réparez un fichier abîmé "
            "par la commande « repair », ou restaurez une copie de sauvegarde."
        )
    )
    return REFUSED


def _dump(ctx: typer.Context, study: StudyFile) -> int:
    """The canonical state: the same text for the same content."""
    from cga_desktop.store.dump import canonical_state

    terminal: Terminal = ctx.obj
    with opened_database(terminal, study) as database, database.reading() as session:
        state = canonical_state(session)
    ordered = json.dumps(state, ensure_ascii=False, indent=2, sort_keys=True)
    terminal.answer(json.loads(ordered), ordered)
    return DONE


def _doctor(ctx: typer.Context) -> int:
    """What the program needs, one by one."""
    from cga_desktop.operations.health import examine

    terminal: Terminal = ctx.obj
    checks = examine(vault=terminal.services.vault(), qt_version=terminal.services.qt_version)
    return answer_checks(
        terminal,
        [(one.name, one.ok, one.detail) for one in checks],
        failed=_("Quelque chose manque : voyez les lignes marquées « non »."),
    )


def answer_checks(
    terminal: Terminal, checks: Sequence[tuple[str, bool, str]], *, failed: str
) -> int:
    """Answer what was looked at: (what, whether it is well, a word); ``failed`` says it is not."""
    ok = all(well for _name, well, _detail in checks)
    terminal.answer(
        {
            "ok": ok,
            "checks": [
                {"name": name, "ok": well, "detail": detail} for name, well, detail in checks
            ],
        },
        columns([(_("oui") if well else _("non"), name, detail) for name, well, detail in checks]),
    )
    if ok:
        return DONE
    terminal.say(failed)
    return REFUSED
