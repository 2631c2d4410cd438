"""Does the mailbox belong to the organisation? Compares domains; a hint for the moderator, not a verdict."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from signatories.models import Signatory

# Anybody can have a mailbox there, so it says nothing about the organisation.
FREE_MAILBOXES = frozenset(
    """
    aol.com belgacom.net euphonynet.be fastmail.com gmail.com gmx.com gmx.de gmx.net googlemail.com hotmail.be hotmail.com
    hotmail.fr hotmail.nl icloud.com laposte.net live.be live.com live.fr live.nl mac.com mail.be mail.com me.com
    msn.com orange.fr outlook.be outlook.com outlook.fr pandora.be pm.me proton.me protonmail.com proximus.be
    scarlet.be skynet.be telenet.be tutanota.com voo.be yahoo.be yahoo.com yahoo.fr ymail.com zoho.com
    """.split()
)


@dataclass(frozen=True)
class MailboxMatch:
    """`level` is `good`, `unsure` or `late`, as the tags of the back office are called; `sentence` says why."""

    level: str
    word: str
    sentence: str


def match_mailbox(signatory: Signatory) -> MailboxMatch:
    domain, host = mailbox_domain(signatory), signatory.website_host
    names = {"domain": domain, "host": host}
    if not domain:
        return MailboxMatch("unsure", _("No mailbox"), _("There is no e-mail address, so nothing to compare."))
    if domain in FREE_MAILBOXES and domain == host:
        sentence = _("The e-mail address is at %(domain)s, like the website; but customers get a mailbox there too.")
        return MailboxMatch("unsure", _("Same domain, also a free mailbox"), sentence % names)
    if domain in FREE_MAILBOXES:
        sentence = _("%(domain)s gives a mailbox to anybody. That says nothing about the organisation, for or against.")
        return MailboxMatch("unsure", _("Free mailbox"), sentence % names)
    if not host:
        return MailboxMatch("unsure", _("No website"), _("There is no website to compare %(domain)s with.") % names)
    if is_same_domain(domain, host):
        sentence = _("The e-mail address is at %(domain)s and the website at %(host)s.")
        return MailboxMatch("good", _("Same domain"), sentence % names)
    sentence = _("The e-mail address is at %(domain)s, the website at %(host)s. Do they belong together?")
    return MailboxMatch("late", _("Other domain"), sentence % names)


def mailbox_domain(signatory: Signatory) -> str:
    return signatory.contact_email.rpartition("@")[2].lower()


def is_same_domain(domain: str, host: str) -> bool:
    """`gent.be` and `mail.gent.be` are; `gent.be` and `stadgent.be` are not."""
    host = host.lower()
    return domain == host or domain.endswith(f".{host}") or host.endswith(f".{domain}")
