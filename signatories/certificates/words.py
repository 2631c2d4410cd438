"""What stands on a certificate, in the language that is active."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from guidance.previews import letters
from hierniet.dates import written
from hierniet.languages import SITE_NAMES, site_address
from signatories.enums import Evidence
from signatories.models import Signatory

from .seals import make_seal


@dataclass(frozen=True)
class Certificate:
    """Every text whole and of letters that can be drawn; `check_url` is what the code reads as."""

    language: str
    title: str
    site_name: str
    name: str
    statement: str
    promise: str
    question: str
    answer: str
    dates: str
    check_url: str


def certificate_of(signatory: Signatory) -> Certificate:
    """Of one who is in the list. A name that cannot be drawn whole is its short name, as in previews."""
    assert signatory.approved_at is not None
    language, today = translation.get_language() or "", timezone.localdate()
    name = letters.clean(signatory.name) if letters.can_be_drawn(signatory.name) else signatory.slug
    here = site_address(language)
    seal = reverse("signatories:certificate", kwargs={"seal": make_seal(signatory.public_id, today)})
    return Certificate(
        language=language,
        title=_("Certificate of %(name)s") % {"name": name},
        site_name=SITE_NAMES[language],
        name=name,
        statement=_statement(signatory),
        promise=_promise(signatory),
        question=_("Is this still true?"),
        answer=_("Scan the code, or look at %(address)s")
        % {"address": f"{here.partition('//')[2]}{signatory.get_absolute_url()}"},
        dates=_dates(signatory, today),
        check_url=f"{here}{seal}",
    )


def _statement(signatory: Signatory) -> str:
    """As on the page of the signatory: of who was in before this list was kept, what a public source says."""
    if signatory.source_says == Evidence.SUPPORTS:
        return pgettext("below a name, on a certificate", "supports the initiative HierNiet.")
    if signatory.source_says == Evidence.JOINED:
        return pgettext("below a name, on a certificate", "joined the initiative HierNiet.")
    return pgettext("below a name, on a certificate", "signed the charter of HierNiet.")


def _promise(signatory: Signatory) -> str:
    if signatory.is_individual:
        return _("Under my posts, criticism is welcome. Hate and discrimination are not.")
    return _("On our pages, criticism is welcome. Hate and discrimination are not.")


def _dates(signatory: Signatory, today: date) -> str:
    assert signatory.approved_at is not None
    facts = {
        "since": written(timezone.localdate(signatory.approved_at)),
        "today": written(today),
    }
    return _("In the list since %(since)s. Certificate of %(today)s. It is a promise, not a quality label.") % facts
