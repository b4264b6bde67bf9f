"""The words of the page, in the user's language: its scripts hold none of their own."""

from cga_desktop.i18n import _


def page_words() -> dict[str, str]:
    """Every word and sentence that the scripts of ``resources/web/map`` show or say, by key."""
    return {
        "lang": _("fr"),
        "map": _("Carte du territoire"),
        "keys": _(
            "Flèches pour se déplacer, plus et moins pour zoomer, Entrée pour ouvrir ce qui est au "
            "centre, N pour le point suivant, A pour ajouter ici."
        ),
        "buttons": _("Vue de la carte"),
        "zoom_in": _("Rapprocher"),
        "zoom_out": _("Éloigner"),
        "fit": _("Tout voir"),
        "communes": _("Aller à une commune"),
        "legend": _("Légende"),
        "approximate": _("Position approximative"),
        "gathered": _("Plusieurs au même endroit"),
        "limit": _("Limite de commune"),
        "landmark": _("Repère"),
        "scale": _("Échelle : {length}"),
        "sources": _("Sources"),
        "many": _("{count} au même endroit"),
        "pin": _("Épingle : faites-la glisser, ou déplacez-la avec les flèches"),
    }
