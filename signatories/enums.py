"""What a signatory can be, in which states its life passes, and which moves between them are legal."""

from enum import nonmember

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(models.TextChoices):
    COMPANY = "company", _("Company")
    PUBLIC_AUTHORITY = "public_authority", _("Public authority")
    MUNICIPALITY = "municipality", _("Municipality")
    EDUCATION = "education", _("Education")
    CARE = "care", _("Care and health")
    ASSOCIATION = "association", _("Association")
    FEDERATION = "federation", _("Federation")
    MEDIA = "media", _("Media")
    AGENCY = "agency", _("Agency")
    PLATFORM = "platform", _("Platform")
    INDIVIDUAL = "individual", _("Individual community manager")

    organisations = nonmember(
        ("company", "public_authority", "municipality", "education", "care", "association", "federation", "media",
         "agency", "platform")
    )  # fmt: skip
    # The council or the college decides that it signs.
    decided_by_council = nonmember(("municipality", "public_authority"))
    # Nobody speaks for these alone: a second person confirms.
    confirmed_by_two = nonmember(("association", "federation"))


class Status(models.TextChoices):
    UNCONFIRMED = "unconfirmed", _("Address not confirmed yet")
    QUARANTINED = "quarantined", _("Set apart")
    SUBMITTED = "submitted", _("Waiting for a decision")
    CHANGES_ASKED = "changes_asked", _("Changes asked")
    APPROVED = "approved", _("Approved")
    SUSPENDED = "suspended", _("Suspended")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    EXPIRED = "expired", _("Expired")

    # Still to be judged: these need a contact person.
    open = nonmember(("unconfirmed", "quarantined", "submitted", "changes_asked"))
    # Where an address can still be waiting for its confirmation.
    unproven = nonmember(("unconfirmed", "quarantined"))
    # Somebody has judged, or the signatory has left since.
    decided = nonmember(("approved", "suspended", "declined", "withdrawn"))
    # Nothing personal may be left in these.
    erased = nonmember(("withdrawn", "expired"))
    # Nothing comes of these by itself.
    at_rest = nonmember(("declined", "withdrawn", "expired"))
    shown_once = nonmember(("approved", "suspended"))
    once_listed = nonmember(("approved", "suspended", "withdrawn"))
    # What waits for a moderator.
    waiting = nonmember(("submitted", "quarantined"))


TRANSITIONS: dict[Status, frozenset[Status]] = {
    Status.UNCONFIRMED: frozenset({Status.SUBMITTED, Status.EXPIRED}),
    Status.QUARANTINED: frozenset({Status.SUBMITTED, Status.DECLINED, Status.EXPIRED}),
    Status.SUBMITTED: frozenset({Status.APPROVED, Status.DECLINED, Status.CHANGES_ASKED, Status.WITHDRAWN}),
    Status.CHANGES_ASKED: frozenset({Status.SUBMITTED, Status.WITHDRAWN, Status.EXPIRED}),
    Status.APPROVED: frozenset({Status.WITHDRAWN, Status.SUSPENDED}),
    Status.SUSPENDED: frozenset({Status.APPROVED, Status.WITHDRAWN}),
    Status.DECLINED: frozenset({Status.SUBMITTED}),
    Status.WITHDRAWN: frozenset({Status.SUBMITTED}),
    Status.EXPIRED: frozenset(),
}


# What the history says of an application that the owner of the mailbox disowned, instead of one that came to its end.
NOT_ASKED_FOR = "not asked for by the owner of the mailbox"
# Or of one that the applicant took back before anybody judged it.
TAKEN_BACK = "taken back by the applicant"


class Doubt(models.TextChoices):
    """Why an application was set apart instead of taken in at once."""

    HONEYPOT = "honeypot", _("A field that people do not see was filled in.")
    TOO_FAST = "too_fast", _("The form came back faster than anybody can type.")
    FORM_TOKEN = "form_token", _("The form did not come from our page, or was tampered with.")
    MANY_FROM_ADDRESS = "many_from_address", _("Many applications from the same internet address in a short time.")
    AWAITING_PROOF = "awaiting_proof", _("Released by a moderator; the e-mail address has not been confirmed yet.")
    MANY_TO_MAILBOX = "many_to_mailbox", _("Many applications with the same e-mail address in a short time.")
    MANY_FROM_NETWORK = "many_from_network", _("Many applications from the same part of the internet in a short time.")
    MANY_FROM_DOMAIN = "many_from_domain", _("Many applications with mailboxes at the same domain in a short time.")
    BLOCKED = "blocked", _("It comes from what a moderator has put on the block list.")
    DISPOSABLE = "disposable", _("The mailbox is one of those that are thrown away after use.")

    # Lifted by a proven address: somebody who fills forms by habit is fast too.
    lifted_by_proof = nonmember(("too_fast", "awaiting_proof"))
    # The owner of the mailbox is asked all the same, and a moderator decides.
    for_a_person = nonmember(("disposable",))
    # While one of these stands no mail goes out: the form must not become a cannon aimed at somebody's mailbox.
    holds_mail = nonmember(
        (
            "honeypot",
            "form_token",
            "many_from_address",
            "many_to_mailbox",
            "many_from_network",
            "many_from_domain",
            "blocked",
        )
    )


class Evidence(models.TextChoices):
    """What a public source says of somebody who was in before this site kept its own list."""

    SIGNED = "signed", _("Signed the charter")
    JOINED = "joined", _("Joined the initiative")
    SUPPORTS = "supports", _("Supports the initiative")


class EventKind(models.TextChoices):
    """What an entry in the history is about."""

    STATUS = "status", _("Change of status")
    CORRECTION = "correction", _("Correction by a moderator")
    CHANGES_ANSWERED = "changes_answered", _("Corrections sent in")
    CHANGE_PROPOSED = "change_proposed", _("Change proposed")
    CHANGE_APPROVED = "change_approved", _("Change approved")
    CHANGE_DECLINED = "change_declined", _("Change declined")
    CHANGE_TAKEN_BACK = "change_taken_back", _("Change taken back")
    CONTACT_ASKED = "contact_asked", _("Other contact person asked for")
    CONTACT_CHANGED = "contact_changed", _("Other contact person")
    CONTACT_REFUSED = "contact_refused", _("Other contact person refused")
    SECOND_CONFIRMED = "second_confirmed", _("Confirmed by the second person")
    SECOND_REFUSED = "second_refused", _("Not confirmed by the second person")
    SECOND_ASKED = "second_asked", _("Second person asked once more")
    LOGO = "logo", _("Logo")
    RENEWED = "renewed", _("Confirmed for another year")
    REMINDED = "reminded", _("Reminder to confirm")
    LAPSED = "lapsed", _("Out of the list until it is confirmed again")
    RETURNED = "returned", _("Back in the list")
    MERGED = "merged", _("Merged")
    UNDONE = "undone", _("Decision undone")
    MAIL_RESENT = "mail_resent", _("Mail sent again to another address")
    DETAILS = "details", _("Own details corrected by the contact person")


class Decision(models.TextChoices):
    """Which decision a reason belongs to."""

    DECLINE = "decline", _("To decline")
    SUSPEND = "suspend", _("To suspend")


class LogoState(models.TextChoices):
    """Where a logo stands; of each signatory at most one in each."""

    DRAFT = "draft", _("Preview")
    WAITING = "waiting", _("Waits for a moderator")
    USED = "used", _("In use")
    REFUSED = "refused", _("Not accepted")


class Ground(models.TextChoices):
    """On what a logo can be seen; where the page is otherwise, a plate of that kind lies behind it."""

    ANY = "any", _("any ground")
    LIGHT = "light", _("a light ground")
    DARK = "dark", _("a dark ground")


class LogoReason(models.TextChoices):
    """Why a logo is not accepted, in words that stand in the mail."""

    OF_ANOTHER = "of_another", _("It is not your own logo, or we cannot see that it is.")
    UNREADABLE = "unreadable", _("It is hard to make out at the size at which we show it.")
    UNFITTING = "unfitting", _("It shows or says something that goes against the charter.")
    ADVERTISING = "advertising", _("It is an advertisement or a photo, not a logo.")


class LookAnswer(models.TextChoices):
    """What came of asking a website for its own title. Says nothing about whether visitors can open it."""

    TITLE = "title", _("The website answered.")
    UNTITLED = "untitled", _("The page has no title.")
    NO_PAGE = "no_page", _("What came back is no web page.")
    REFUSED = "refused", _("The website does not answer programs, as many do; people may well see it.")
    NO_ANSWER = "no_answer", _("The website did not answer in time, or not to us.")
    NOT_PUBLIC = "not_public", _("The address does not lead to a place on the public internet.")


class LimitScope(models.TextChoices):
    """What sign-ups are counted by; each has a limit that moderators can set."""

    ADDRESS = "sign_up_from_address", _("Internet address")
    NETWORK = "sign_up_from_network", _("Network: 256 neighbouring internet addresses")
    MAILBOX = "sign_up_to_mailbox", _("Mailbox")
    DOMAIN = "sign_up_from_domain", _("Mailboxes at one domain")
    FREE_DOMAIN = "sign_up_from_free_domain", _("Mailboxes at one provider of free mailboxes")


class Listable(models.TextChoices):
    """What can stand on the allow and the block list."""

    ADDRESS = "address", _("Internet address")
    NETWORK = "network", _("Network")
    DOMAIN = "domain", _("Domain of mailboxes")
    MAILBOX = "mailbox", _("Mailbox")

    # Says something about one person, so it never stays for good.
    personal = nonmember(("address", "mailbox"))


class Listing(models.TextChoices):
    ALLOW = "allow", _("Allow: the limits do not count")
    BLOCK = "block", _("Block: set apart at once")


class BurstMode(models.TextChoices):
    """When the site says that many applications wait, and moderators work in groups."""

    AUTOMATIC = "automatic", _("When the queue is long")
    ON = "on", _("On")
    OFF = "off", _("Off")


class Askable(models.TextChoices):
    """What a moderator can ask an applicant to correct. Not all are fields of the signatory; see corrections.py."""

    KIND = "kind", _("Kind")
    NAME = "name", _("Name")
    WEBSITE = "website", _("Website")
    ENTERPRISE_NUMBER = "enterprise_number", _("Enterprise number")
    CONTACT_ROLE = "contact_role", _("Role of the contact person")
    CONTACT_PHONE = "contact_phone", _("Phone number")
    SOCIAL_ACCOUNTS = "social_accounts", _("Social media accounts")
    MANDATE_DECIDED_ON = "mandate_decided_on", _("Day of the decision to sign")
    SECOND_PERSON = "second_person", _("Second person")
    LOGO = "logo", _("Logo")


class Problem(models.TextChoices):
    """Ready-made phrases for what is wrong, by field; each stands in the mail in the applicant's own language."""

    NAME_SHORT = "name_short", _("Write the name in full, the way people know the organisation.")
    NAME_OTHER = "name_other", _("This name seems to belong to another organisation. For whom do you sign?")
    NAME_PERSON = "name_person", _("You sign as an individual: write your own first name and surname.")
    NAME_SLOGAN = "name_slogan", _("Write the name only, without a slogan or advertising.")
    KIND_OTHER = "kind_other", _("Another kind seems to fit better. Please look at the list once more.")
    KIND_NOT_A_PERSON = "kind_not_a_person", _("You seem to sign for an organisation. Choose what kind it is.")
    WEBSITE_DEAD = "website_dead", _("We cannot open this website. Please check the address.")
    WEBSITE_OTHER = "website_other", _("This website seems to belong to another organisation.")
    WEBSITE_SOCIAL = (
        "website_social",
        _("This is a page on social media. Does the organisation have a website of its own?"),
    )
    NUMBER_MISSING = "number_missing", _("Please add the enterprise number: it shows us which organisation you are.")
    NUMBER_OTHER = "number_other", _("This enterprise number belongs to an organisation with another name.")
    ROLE_UNCLEAR = "role_unclear", _("Please say what you do in the organisation: it shows us that you may sign.")
    PHONE_MISSING = (
        "phone_missing",
        _("We would like to call you about your application. On which number can we reach you?"),
    )
    PHONE_WRONG = "phone_wrong", _("We could not reach anybody on this number.")
    ACCOUNTS_MISSING = "accounts_missing", _("Please give the social media pages on which you manage comments.")
    ACCOUNTS_DEAD = "accounts_dead", _("We cannot open one of these pages. Please check the addresses.")
    DECISION_MISSING = "decision_missing", _("On which day did the council or the board decide to sign?")
    SECOND_MISSING = "second_missing", _("Please name a second person in the organisation who can confirm this.")
    SECOND_SAME = "second_same", _("The second person must be somebody else, with a mailbox of their own.")
    LOGO_UNCLEAR = "logo_unclear", _("Your logo is hard to see at a small size. Do you have a clearer one?")
    LOGO_OTHER = "logo_other", _("This logo seems to belong to another organisation.")


PROBLEMS_OF = {
    Askable.KIND: "kind_", Askable.NAME: "name_", Askable.WEBSITE: "website_", Askable.ENTERPRISE_NUMBER: "number_",
    Askable.CONTACT_ROLE: "role_", Askable.CONTACT_PHONE: "phone_", Askable.SOCIAL_ACCOUNTS: "accounts_",
    Askable.MANDATE_DECIDED_ON: "decision_", Askable.SECOND_PERSON: "second_", Askable.LOGO: "logo_",
}  # fmt: skip


def problems_of(field: Askable) -> list[Problem]:
    return [problem for problem in Problem if problem.value.startswith(PROBLEMS_OF[field])]


class ChangeState(models.TextChoices):
    """What has become of a proposed change."""

    WAITING = "waiting", pgettext_lazy("change", "Waiting")
    APPROVED = "approved", pgettext_lazy("change", "Approved")
    DECLINED = "declined", pgettext_lazy("change", "Declined")
    TAKEN_BACK = "taken_back", pgettext_lazy("change", "Taken back")


class Platform(models.TextChoices):
    """From which family of sites a visitor came, as far as the browser says so; never which page."""

    FACEBOOK = "facebook", "Facebook"
    INSTAGRAM = "instagram", "Instagram"
    THREADS = "threads", "Threads"
    X = "x", "X"
    LINKEDIN = "linkedin", "LinkedIn"
    TIKTOK = "tiktok", "TikTok"
    YOUTUBE = "youtube", "YouTube"
    REDDIT = "reddit", "Reddit"
    BLUESKY = "bluesky", "Bluesky"
    WHATSAPP = "whatsapp", "WhatsApp"
    TELEGRAM = "telegram", "Telegram"
    OTHER = "other", pgettext_lazy("where visitors come from", "Other sites")
    UNKNOWN = "unknown", pgettext_lazy("where visitors come from", "Not told")
