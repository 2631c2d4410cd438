"""Every type of page, with what must be in the database for it to exist."""

from django.utils import translation

from guidance.models import PageText, RuleText
from signatories import actions, tokens
from signatories.enums import Kind, Status
from signatories.models import Signatory
from signatories.tokens import Purpose
from tests import factories

from .applying import address

LANGUAGES = ("nl", "fr", "en")


def public_places(language: str) -> dict[str, str]:
    """Pages that are the same for everybody and have no form to send."""
    approved = Signatory.objects.filter(slug="voorbeeldstad").first() or factories.create_signatory(
        status=Status.APPROVED, name="Voorbeeldstad", slug="voorbeeldstad", kind=Kind.MUNICIPALITY
    )
    rules = RuleText.objects.public().in_language(language)
    plain, serious = rules.filter(rule__key="insults").get(), rules.filter(rule__key="threats").get()
    pages = PageText.objects.public().in_language(language).exclude(page__key="sent-here")
    directory = address("signatories:directory", language)
    return {
        "home": address("signatories:home", language),
        "rules": address("guidance:rules", language),
        "rule": plain.get_absolute_url(),
        "serious rule": serious.get_absolute_url(),
        "rule on behalf": address("signatories:rule_on_behalf", language, slug=plain.slug, signatory=approved.slug),
        "sent here": address("guidance:sent_here", language),
        "helplines": address("guidance:helplines", language),
        "directory": directory,
        "directory, found": f"{directory}?q=voorbeeld",
        "directory, nobody": f"{directory}?q=zzzz&kind=media",
        "directory, individuals": f"{directory}?kind=individual",
        "signatory": address("signatories:signatory", language, slug=approved.slug),
        **{f"page {page.page.key}": page.get_absolute_url() for page in pages},
    }


def form_places(language: str) -> dict[str, str]:
    """Pages with a form, and pages that a signed link opens."""
    unproven = factories.create_signatory(status=Status.UNCONFIRMED, language=language)
    waiting = factories.create_signatory(status=Status.SUBMITTED, language=language)
    expired = factories.create_signatory(status=Status.EXPIRED, language=language)
    disowned = factories.create_signatory(status=Status.UNCONFIRMED, language=language)
    actions.disown(disowned)
    return {
        "join": address("signatories:join", language),
        "sent": _with_token("signatories:sent", language, unproven, Purpose.RECEIPT),
        "confirm": _with_token("signatories:confirm", language, unproven, Purpose.CONFIRM),
        "confirmed": _with_token("signatories:confirm", language, waiting, Purpose.CONFIRM),
        "confirm, too late": _with_token("signatories:confirm", language, expired, Purpose.CONFIRM),
        "confirm, not me": _with_token("signatories:confirm", language, disowned, Purpose.CONFIRM),
        "code": address("signatories:confirm_code", language),
        **file_places(language),
    }


def file_places(language: str) -> dict[str, str]:
    """My file in every status; with a decision in it where there is one."""
    signatories = {status: factories.create_signatory(status=status, language=language) for status in Status}
    return {
        f"file, {status}": _with_token("signatories:my_file", language, signatory, Purpose.FILE)
        for status, signatory in signatories.items()
    }


def missing_places(language: str) -> dict[str, str]:
    """Pages that answer with 404."""
    return {
        "not found": f"/{language}/bestaat-niet/",
        "no such word": "/bestaatniet",
        "unknown link": address("signatories:confirm", language, token="verzonnen"),
    }


def _with_token(name: str, language: str, signatory: Signatory, purpose: Purpose) -> str:
    with translation.override(language):
        return address(name, language, token=tokens.make_token(signatory, purpose))
