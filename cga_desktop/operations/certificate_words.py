"""A certificate of real deletion as people read it, and hand it to who asked for it."""

from collections.abc import Mapping

from cga_desktop.domain.certificates import Certificate
from cga_desktop.domain.moments import day, parse
from cga_desktop.i18n import _, ngettext


def certificate_title() -> str:
    """What it is called."""
    return _("Certificat d’effacement définitif")


def certificate_parts(certificate: Certificate) -> list[tuple[str, list[str]]]:
    """Headings, the first one empty, and the sentences under each."""
    parts = [
        ("", _identity(certificate)),
        (_("Ce qui a été effacé"), _erased(certificate)),
        (_("Les copies de sauvegarde de l’étude"), _copies(certificate)),
        (_("Ce qui reste à faire"), list(certificate.unfinished)),
        (_("Ce que le programme ne peut pas atteindre"), out_of_reach()),
    ]
    return [(heading, lines) for heading, lines in parts if lines]


def certificate_text(certificate: Certificate) -> str:
    """The certificate as plain text."""
    blocks = [certificate_title()]
    for heading, lines in certificate_parts(certificate):
        said = "\n".join(f"- {line}" for line in lines) if heading else "\n".join(lines)
        blocks.append(f"{heading}\n{said}" if heading else said)
    return "\n\n".join(blocks) + "\n"


def _identity(certificate: Certificate) -> list[str]:
    return [
        _("Étude : {study}").format(study=certificate.study),
        _("Objet : {subject}").format(subject=_subject(certificate.kind)),
        _("Référence : {reference}").format(reference=certificate.reference),
        _("Effacé le {when}").format(when=_when(certificate.at)),
        _("Par : {who}").format(who=certificate.by or _("personne qui n’a pas donné son nom")),
        _("Raison : {reason}").format(reason=certificate.reason),
        _("Certificat n° {id}").format(id=certificate.id),
    ]


def _subject(kind: str) -> str:
    words = {
        "interview": _("un entretien"),
        "actor": _("un acteur"),
        "observation": _("une observation"),
    }
    return words.get(kind, kind)


def _when(text: str) -> str:
    moment = parse(text)
    return _("{day} à {hour} h {minute}").format(
        day=day(moment.date()), hour=moment.hour, minute=f"{moment.minute:02}"
    )


def counted(kind: str, count: int) -> str:
    """``3 réponses``."""
    words = {
        "interview": ngettext("{count} entretien", "{count} entretiens", count),
        "actor": ngettext("{count} acteur", "{count} acteurs", count),
        "observation": ngettext("{count} observation", "{count} observations", count),
        "answer": ngettext("{count} réponse", "{count} réponses", count),
        "excerpt": ngettext("{count} verbatim", "{count} verbatims", count),
        "consent": ngettext("{count} accord ou refus", "{count} accords ou refus", count),
        "relation": ngettext("{count} lien", "{count} liens", count),
        "media": ngettext("{count} pièce jointe", "{count} pièces jointes", count),
    }
    other = ngettext("{count} autre fiche", "{count} autres fiches", count)
    return words.get(kind, other).format(count=count)


_FIRST = ("interview", "actor", "observation", "answer")


def all_counted(counts: Mapping[str, int]) -> str:
    """``1 entretien, 3 réponses, 5 accords ou refus``: what it is about first."""
    first = [kind for kind in _FIRST if kind in counts]
    kinds = dict.fromkeys([*first, *counts])
    return ", ".join(counted(kind, counts[kind]) for kind in kinds)


def _erased(certificate: Certificate) -> list[str]:
    said = all_counted(certificate.records)
    lines = [
        _("Dans l’étude : {records}. Ce qui avait été supprimé avant est compté.").format(
            records=said
        ),
        ngettext(
            "Dans l’historique : {count} opération, vidée de son contenu.",
            "Dans l’historique : {count} opérations, vidées de leur contenu.",
            certificate.operations,
        ).format(count=certificate.operations),
        _("Dans l’index de recherche : tous les mots de ces fiches."),
    ]
    if certificate.media:
        lines.append(
            ngettext(
                "Dans le dossier des pièces jointes : {count} fichier.",
                "Dans le dossier des pièces jointes : {count} fichiers.",
                certificate.media,
            ).format(count=certificate.media)
        )
    if certificate.unsaved:
        lines.append(
            ngettext(
                "Dans les fichiers de secours : {count} texte non enregistré.",
                "Dans les fichiers de secours : {count} textes non enregistrés.",
                certificate.unsaved,
            ).format(count=certificate.unsaved)
        )
    if certificate.finished:
        lines.append(_("Le fichier de l’étude a été réécrit en entier."))
    return lines


def _copies(certificate: Certificate) -> list[str]:
    lines = [
        _("{name} : réécrite, sans ces fiches.").format(name=one.name)
        if one.rewritten
        else _("{name} : illisible, n’a pas été modifiée.").format(name=one.name)
        for one in certificate.backups
    ]
    if not lines and certificate.finished:
        lines.append(_("Aucune copie n’a été trouvée."))
    return lines


def out_of_reach() -> list[str]:
    """What is to be done by hand, if anything."""
    return [
        _(
            "Ce que d’autres fiches disent de la personne dans leurs textes : un pseudonyme ou un "
            "nom cité dans une autre réponse, une note, une observation. Cherchez-le dans l’étude."
        ),
        _(
            "Les exports, impressions et captures déjà faits, et les copies de l’étude ou des "
            "sauvegardes placées ailleurs : clé USB, courriel, autre ordinateur."
        ),
        _(
            "Les fichiers abîmés qui ont été mis de côté, et les copies illisibles : supprimez-les "
            "vous-même."
        ),
        _(
            "Ce que garde le disque lui-même sous un fichier supprimé ou réécrit : tout y est "
            "chiffré, et ne se lit pas sans la clé de l’étude."
        ),
    ]
