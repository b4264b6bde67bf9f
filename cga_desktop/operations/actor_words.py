"""The words by which people name the fields and kinds of an actor, in files and commands."""

import json
from collections.abc import Mapping
from functools import cache

from cga_desktop.assets import asset
from cga_desktop.domain.errors import BadValue
from cga_desktop.domain.kinds import ActorKind
from cga_desktop.i18n import _
from cga_desktop.operations.tables import simplified

CITY = "city"
"""A column of its own in files; in the study it is part of the address."""

FIELD_WORDS: Mapping[str, tuple[str, ...]] = {
    "name": (
        "nom",
        "name",
        "acteur",
        "nom de l’acteur",
        "structure",
        "nom de la structure",
        "association",
        "nom de l’association",
        "organisme",
        "organisation",
        "raison sociale",
        "dénomination",
        "intitulé",
    ),
    "kind": ("type", "type d’acteur", "kind", "catégorie", "nature", "type de structure"),
    "description": ("description", "présentation", "activité", "activités", "missions", "objet"),
    "address": ("adresse", "address", "adresse complète", "adresse postale", "rue", "voie"),
    "postcode": ("code postal", "codepostal", "cp", "postcode", "postal code"),
    CITY: ("ville", "commune", "city", "nom commune"),
    "citycode": ("code insee", "insee", "code commune", "citycode", "codeinsee"),
    "lat": ("latitude", "lat"),
    "lon": ("longitude", "lon", "lng", "long"),
    "contact_name": (
        "contact",
        "nom du contact",
        "contact name",
        "personne contact",
        "interlocuteur",
        "interlocutrice",
        "interlocuteur·rice",
        "référent",
        "référente",
        "référent·e",
        "responsable",
    ),
    "contact_role": ("fonction", "fonction du contact", "rôle", "poste", "contact role"),
    "phone": ("téléphone", "tel", "tél", "phone", "portable", "mobile", "numéro de téléphone"),
    "email": ("email", "e-mail", "mail", "courriel", "adresse mail", "adresse e-mail", "mél"),
    "website": ("site", "site web", "site internet", "website", "url", "web"),
    "opening_hours": ("horaires", "heures d’ouverture", "horaires d’ouverture", "opening hours"),
    "audiences": ("public", "publics", "public visé", "publics accueillis", "audiences"),
    "themes": ("thème", "thèmes", "thématique", "thématiques", "domaine", "domaines", "themes"),
    "notes": ("notes", "note", "remarques", "remarque", "commentaire", "commentaires"),
}
"""For each field, the names its column goes by, the most exact first."""

_KIND_WORDS: Mapping[ActorKind, tuple[str, ...]] = {
    ActorKind.ASSOCIATION: ("asso", "association loi 1901", "associations"),
    ActorKind.LOCAL_AUTHORITY: ("collectivités", "mairie", "service public", "institution"),
    ActorKind.SOCIAL_STRUCTURE: ("structures sociales", "structure socio-culturelle", "social"),
    ActorKind.COMPANY: ("entreprise", "ess", "entreprises", "société", "coopérative"),
    ActorKind.SHOP: ("commerces", "magasin", "boutique", "commerçant", "commerçante"),
    ActorKind.COLLECTIVE: ("collectif", "collectif d’habitants", "collectifs", "collectif citoyen"),
    ActorKind.VENUE: ("lieux", "équipement", "tiers-lieu"),
    ActorKind.RESOURCE_PERSON: ("personne ressource", "habitant relais", "personnes-ressources"),
}


@cache
def _kinds() -> dict[str, ActorKind]:
    words = {simplified(kind.value): kind for kind in ActorKind}
    words |= {simplified(kind.label): kind for kind in ActorKind}
    return words | {
        simplified(word): kind for kind, others in _KIND_WORDS.items() for word in others
    }


def actor_kind(word: str) -> str:
    """The kind that ``word`` names, as the study writes it: "shop", "commerce", "Commerces" alike.

    Raises:
        BadValue: no kind goes by that name; the sentence lists them.
    """
    found = _kinds().get(simplified(word))
    if found is None:
        raise BadValue(
            _("« {word} » n’est pas un type d’acteur. Types possibles : {kinds}.").format(
                word=word, kinds=", ".join(kind.label for kind in ActorKind)
            )
        )
    return found.value


@cache
def _vocabulary() -> dict[str, str]:
    words = json.loads(asset("vocabulary/default.json").read_text(encoding="utf-8"))
    known = [*words["themes"], *words["audiences"]]
    return {simplified(one[part]): one["key"] for one in known for part in ("key", "name")}


def vocabulary_keys(text: str) -> str:
    """Themes or audiences as people list them, as the study writes them: keys, a comma apart.

    A word that the vocabulary does not know is kept as it is.
    """
    words = [word.strip() for word in text.replace(";", ",").replace("|", ",").split(",")]
    keys = (_vocabulary().get(simplified(word), word) for word in words if word)
    return ", ".join(dict.fromkeys(keys))
