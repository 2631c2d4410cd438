"""Does the mailbox belong to the organisation? Compares domains; a hint for the moderator, not a verdict."""

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from signatories import mailboxes
from signatories.mailboxes import Match
from signatories.models import Signatory


@dataclass(frozen=True)
class MailboxMatch:
    """`level` is `good`, `unsure` or `late`, as the tags of the back office are called; `sentence` says why."""

    level: str
    word: str
    sentence: str
    help: str = ""  # what was asked of the applicant instead


def match_mailbox(signatory: Signatory) -> MailboxMatch:
    """The applicant read the same before sending, and in the mail after: see templates/signatories/mailbox."""
    found = _describe(signatory.contact_email, signatory.website_host)
    is_asked = (
        mailboxes.match(signatory.contact_email, signatory.website_host).asks_proof and not signatory.is_individual
    )
    return replace(found, help=_proof_asked()) if is_asked else found


def _proof_asked() -> str:
    return _("We asked for one more proof: a line on the website, or a mail from their general address.")


def match_second_mailbox(signatory: Signatory) -> MailboxMatch:
    return _describe(signatory.second_email, signatory.website_host)


def _describe(email: str, host: str) -> MailboxMatch:
    domain = mailboxes.domain_of(email)
    names = {"domain": domain, "host": host}
    match mailboxes.match(email, host):
        case Match.OWN_AND_FREE:
            sentence = _(
                "The e-mail address is at %(domain)s, like the website; but customers get a mailbox there too."
            )
            return MailboxMatch("unsure", _("Same domain, also a free mailbox"), sentence % names)
        case Match.FREE:
            sentence = _(
                "%(domain)s gives a mailbox to anybody. That says nothing about the organisation, for or against."
            )
            return MailboxMatch("unsure", _("Free mailbox"), sentence % names)
        case Match.OWN:
            sentence = _("The e-mail address is at %(domain)s and the website at %(host)s.")
            return MailboxMatch("good", _("Same domain"), sentence % names)
        case Match.OTHER:
            sentence = _("The e-mail address is at %(domain)s, the website at %(host)s. Do they belong together?")
            return MailboxMatch("late", _("Other domain"), sentence % names)
    if not domain:
        return MailboxMatch("unsure", _("No mailbox"), _("There is no e-mail address, so nothing to compare."))
    return MailboxMatch("unsure", _("No website"), _("There is no website to compare %(domain)s with.") % names)
