"""Every screen on which moderators work, with what must be in the database for all of its parts to be there."""

from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone
from post_office.models import STATUS, Log

from signatories import actions, wording
from signatories.content_loading import load_limits
from signatories.enums import BurstMode, Doubt, Kind, LogoState, Status
from signatories.models import (
    Batch,
    ContactChange,
    Limit,
    Listed,
    ModerationSettings,
    OutgoingMail,
    Reason,
    Signatory,
    Wording,
)
from tests import factories
from tests.signatories import questions
from tests.signatories.deciding import take
from tests.signatories.logos import create_logo
from tests.signatories.test_moderation_admin import create_mail

SAVE = "[name=_save]"
BEGIN = "#content form [name=begin]"
# With one word that is wider than a phone.
WIDE_LETTERS = "ABCDEGHKMNOPQRSUVWXYZ"
LONG = "Koninklijk Gemeenschapsbeheerdersverenigingssecretariaatsmedewerkersverbond van Vlaanderen vzw"


@dataclass(frozen=True)
class Screen:
    """Where it is, what is pressed there to come further, and which button does what one comes for."""

    path: str
    presses: tuple[str, ...] = ()
    button: str = ""


def somebody(*, name: str = "", host: str = "", **facts: object) -> Signatory:
    """Unlike everybody else by default, or each page would list all of them as perhaps the same; with a name that breaks lines."""
    number = next(factories.numbers)
    host = host or f"plaats{number}.example"
    own = {
        "website": f"https://{host}/",
        "contact_email": f"lies{number}@{host}",
        "contact_phone": f"02 555 {number:06}",
    }
    letter = WIDE_LETTERS[number % len(WIDE_LETTERS)]
    return factories.create_signatory(name=name or f"{letter * 45} {number}", **(own | facts))


def place(name: str, *args: object) -> str:
    return reverse(f"admin:{name}", args=args)


def desk(name: str, *args: object) -> str:
    return place(f"signatories_signatory_{name}", *args)


def make_screens(me: User) -> dict[str, Screen]:
    """Makes the rows too; `me` is the moderator who looks."""
    anke = factories.create_moderator(name="Anke")
    load_limits()
    ModerationSettings(burst=BurstMode.ON, second_look_in_burst=True).save()
    return {
        **_lists(me),
        **_first_page_and_settings(),
        **_mails(),
        **_deciding(anke),
        **_changes_and_contacts(),
        **_several_at_once(me, anke),
    }


def _lists(me: User) -> dict[str, Screen]:
    signatory = somebody(name=LONG, doubts=[Doubt.TOO_FAST], enterprise_number="0202239951", assigned_to=me)
    somebody(status=Status.APPROVED, host="stad.example")
    for letter in "ab":
        somebody(name=f"Dienst {letter}", host="stad.example")
    somebody(status=Status.QUARANTINED, doubts=[Doubt.HONEYPOT, Doubt.BLOCKED])
    create_logo(somebody(status=Status.APPROVED), LogoState.WAITING)
    return {
        "queue": Screen(desk("queue"), button="#bulk button"),
        "queue, set apart": Screen(f"{desk('queue')}?tab=quarantined", button="#bulk button"),
        "queue, for the applicant": Screen(f"{desk('queue')}?tab=changes_asked"),
        "queue, proposed changes": Screen(f"{desk('queue')}?tab=changes_proposed"),
        "queue, narrowed to nobody": Screen(f"{desk('queue')}?sort=easiest&q=niemand&to=me"),
        "groups": Screen(desk("groups")),
        "one group": Screen(f"{desk('groups')}?domain=stad.example", button="#content form button"),
        "lane": Screen(desk("lane")),
        "logos": Screen(desk("logos")),
        "signatories": Screen(place("signatories_signatory_changelist"), button="#bulk button"),
        "signatories, found": Screen(
            f"{place('signatories_signatory_changelist')}?q=vlaanderen&status__exact=submitted"
        ),
        "signatory, to correct": Screen(place("signatories_signatory_change", signatory.pk), button=SAVE),
        "log of a signatory": Screen(place("signatories_signatory_history", signatory.pk)),
        "history of everybody": Screen(place("signatories_event_changelist")),
        "upkeep": Screen(place("signatories_event_upkeep")),
        "numbers": Screen(desk("numbers")),
    }


def _first_page_and_settings() -> dict[str, Screen]:
    listed = Listed.objects.create(listing="block", what="network", value="192.0.2.0/24", comment="Een vlaag.")
    reason = Reason.objects.filter(decision="decline").first()
    assert reason
    return {
        "first page": Screen(place("index")),
        "limits": Screen(place("signatories_limit_changelist")),
        "limit": Screen(place("signatories_limit_change", Limit.objects.all()[0].pk), button=SAVE),
        "allow and block": Screen(place("signatories_listed_changelist")),
        "allow and block, one": Screen(place("signatories_listed_change", listed.pk), button=SAVE),
        "allow and block, a new one": Screen(place("signatories_listed_add"), button=SAVE),
        "allow and block, without one": Screen(
            place("signatories_listed_delete", listed.pk), button="#content form [type=submit]"
        ),
        "allow and block, wrong": Screen(place("signatories_listed_add"), (SAVE,), button=SAVE),
        "way of working": Screen(place("signatories_moderationsettings_changelist"), button=SAVE),
        "reasons": Screen(place("signatories_reason_changelist")),
        "reason": Screen(place("signatories_reason_change", reason.pk), button=SAVE),
        "reason, a new one": Screen(place("signatories_reason_add"), button=SAVE),
        "digest": Screen(desk("digest"), button="#content form button[type=submit]"),
    }


def _mails() -> dict[str, Screen]:
    unproven = somebody(status=Status.UNCONFIRMED)
    mail = create_mail(status=STATUS.failed, signatory=unproven)
    OutgoingMail.objects.filter(pk=mail.pk).update(refused_at=timezone.now())
    said = f"550 5.1.1 <{'lies' * 20}@voorbeeld.example>: Recipient address rejected: User unknown"
    Log.objects.create(email=mail.email, status=STATUS.failed, message=said, exception_type="SMTPRecipientsRefused")
    message = "application_approved"
    passage = wording.passages(message, "nl")[0]
    Wording.objects.create(message=message, language="nl", passage=passage.name, text=f"{passage.shipped} Fijn!")
    return {
        "mails": Screen(place("signatories_outgoingmail_changelist")),
        "mails, failed": Screen(f"{place('signatories_outgoingmail_changelist')}?state=unseen"),
        "mail that failed": Screen(
            place("signatories_outgoingmail_change", mail.pk),
            button="#content form[action$='/correct-address/'] button",
        ),
        "words of mails": Screen(place("signatories_wording_changelist")),
        "words of a mail": Screen(place("signatories_wording_edit", message, "nl"), button="#content form .press"),
    }


def _deciding(anke: User) -> dict[str, Screen]:
    signatory = somebody(name="Zoete Voorbeeld", host="zoet.example")
    double = somebody(name="Zoete Voorbeeld vzw", host="zoet.example", enterprise_number="0202239951")
    actions.write_note(signatory, by=anke, text="Wie kent deze? @Mo")
    held = somebody()
    actions.hold(held, by=anke)
    alone = somebody(kind=Kind.ASSOCIATION, second_name="An", second_email="an@alleen.example")
    review, compare = desk("review", signatory.pk), desk("compare", signatory.pk, double.pk)
    left = factories.create_signatory(status=Status.WITHDRAWN, kind=Kind.INDIVIDUAL)
    decline, show = ".presses .press--decline", ".decide-actions .press"
    return {
        "review": Screen(review, button=BEGIN),
        "review of what a colleague reads": Screen(desk("review", held.pk), button=BEGIN),
        "review without the second person": Screen(desk("review", alone.pk), button=BEGIN),
        "review of who has left": Screen(desk("review", left.pk)),
        "approve": Screen(review, (".presses .press--approve",), button="button[name=confirm]"),
        "approve all the same": Screen(
            desk("review", alone.pk), (".presses .press--approve_all_the_same",), button=show
        ),
        "decline": Screen(review, (decline,), button=show),
        "decline without a reason": Screen(review, (decline, show), button=show),
        "ask": Screen(review, (".presses .press--ask",), button=show),
        "ask without a question": Screen(review, (".presses .press--ask", show), button=show),
        "compare": Screen(compare, button=".make-one button"),
        "merge": Screen(compare, (".make-one button",), button="button[name=confirm]"),
    }


def _changes_and_contacts() -> dict[str, Screen]:
    now = timezone.now()
    changing = somebody(status=Status.APPROVED)
    questions.propose(changing, name=LONG, website="https://verandert.example/", social_accounts=[])
    answered = somebody()
    asked = questions.ask(answered, questions.NAME, questions.ROLE)
    actions.answer_questions(
        answered, asked=[one.pk for one in asked], answers={"name": LONG, "contact_role": "Baas"}, remark="Zo dan?"
    )
    unanswered = somebody()
    questions.ask(unanswered)
    waits = somebody(status=Status.APPROVED, contact_email="", contact_phone="")
    ContactChange.objects.create(
        signatory=waits, kind="claim", new_name="Mia", new_email="info@voorbeeld.example", confirmed_at=now
    )
    contested = somebody(status=Status.APPROVED, contested_at=now)
    ContactChange.objects.create(signatory=contested, kind="claim", confirmed_at=now, done_at=now, objected_at=now)
    lapsed = somebody(status=Status.APPROVED, approved_at=now - timedelta(days=500), lapsed_at=now, reminders_sent=4)
    return {
        **{
            f"still true, {tab}": Screen(f"{desk('contacts')}?tab={tab}")
            for tab in ("changes", "unreachable", "nobody", "lapsed")
        },
        "review with a proposed change": Screen(desk("review", changing.pk), button=BEGIN),
        "approve a change": Screen(
            desk("review", changing.pk), (".presses .press--approve_change",), button="button[name=confirm]"
        ),
        "decline a change": Screen(
            desk("review", changing.pk), (".presses .press--decline_change",), button=".decide-actions .press"
        ),
        "review with answers": Screen(desk("review", answered.pk), button=BEGIN),
        "review with open questions": Screen(desk("review", unanswered.pk), button=BEGIN),
        "review of a new contact": Screen(
            desk("review", waits.pk),
            ("section[aria-labelledby=contact] summary",),
            button="form[action$='/approve/'] .press",
        ),
        "review of a contested one": Screen(
            desk("review", contested.pk),
            ("section[aria-labelledby=contact] summary",),
            button="section[aria-labelledby=contact] form.stack button",
        ),
        "review of one that lapsed": Screen(desk("review", lapsed.pk), button="form[action$='/still-true/'] .press"),
    }


def _several_at_once(me: User, anke: User) -> dict[str, Screen]:
    rows: list[Signatory] = [somebody() for _number in range(3)]
    batch = Batch.objects.create(by=me, choice="approve", number=3, skipped={str(rows[0].pk): "Zomaar."})
    for row in rows[1:]:
        take("approve", row, by=me, batch=batch)
    decided = somebody()
    take("decline", decided, by=me)
    take("approve", somebody(name="Door Anke"), by=anke)
    chosen = ("[name=chosen] >> nth=0", "[name=chosen] >> nth=1", "#bulk button")
    return {
        "several at once": Screen(desk("queue"), chosen, button="button[name=confirm]"),
        "several at once, done": Screen(desk("bulk_done", batch.pk), button="#content form button"),
        "just decided": Screen(desk("just_decided"), button="form[action*='/undo/'] button"),
        "review of what was just decided": Screen(desk("review", decided.pk), button="form[action*='/undo/'] button"),
    }
