"""Recording what a person agrees to."""

from cga_desktop.domain.consents import NOTICE_VERSION
from cga_desktop.domain.errors import BadValue
from cga_desktop.domain.kinds import Purpose
from cga_desktop.domain.moments import now
from cga_desktop.domain.records import Consent
from cga_desktop.i18n import _
from cga_desktop.operations.records import apply


def checked_purpose(purpose: str) -> Purpose:
    """The purpose of that name.

    Raises:
        BadValue: nobody is asked for that; the sentence names what people are asked for.
    """
    try:
        return Purpose(purpose)
    except ValueError as error:
        raise BadValue(
            _("Aucun consentement ne porte sur « {purpose} ». Il porte sur : {known}.").format(
                purpose=purpose, known=", ".join(one.value for one in Purpose)
            )
        ) from error


def say(consent: Consent, granted: bool | None) -> bool:
    """Record a yes, a no, or None for not asked; whether that differs from what was said before.

    A yes that becomes a no is taken back, and the moment is kept.
    """
    if consent.granted == granted:
        return False
    moment = now()
    return apply(
        consent,
        {
            "granted": granted,
            "given_at": moment if granted is not None else None,
            "withdrawn_at": moment if consent.granted and granted is False else None,
            "notice_version": NOTICE_VERSION,
        },
    )
