"""Fictitious signatories: as good as real ones for whoever works on the site, and never to be taken for them."""

import json
from collections import Counter
from datetime import timedelta
from io import StringIO
from random import Random

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db.models import Count
from django.utils import timezone
from post_office.models import STATUS, Email

from signatories import actions, demo, retention
from signatories.content_loading import load_reasons
from signatories.demo import biography
from signatories.demo.biography import tell
from signatories.demo.lives import COURSES, LAUNCH, Moment, first_doubts
from signatories.demo.load import find_judges, make_plans
from signatories.demo.names import make_identity
from signatories.demo.rows import store
from signatories.enums import TRANSITIONS, Doubt, Kind, Status
from signatories.models import Event, HistoryHead, OutgoingMail, Reason, Signatory
from signatories.models.signatory import APPLICATION_FIELDS
from signatories.renewal_state import renewal_state
from tests.protected import history_unprotected


def demo_data(*arguments: str) -> str:
    output = StringIO()
    call_command("demo_data", *arguments, stdout=output)
    return output.getvalue()


@pytest.fixture
def crowd(db):
    demo_data("--signatories", "40", "--seed", "a")
    return list(Signatory.objects.prefetch_related("events", "mails__email"))


# Complete --------------------------------------------------------------------------------------------------------------


def test_a_handful_shows_every_status_kind_and_doubt(db):
    demo_data("--signatories", "20")

    assert set(Signatory.objects.values_list("status", flat=True)) == set(Status)
    assert set(Signatory.objects.values_list("kind", flat=True)) == set(Kind)
    in_quarantine = Signatory.objects.filter(status=Status.QUARANTINED)
    assert {doubt for signatory in in_quarantine for doubt in signatory.doubts} == set(Doubt)


def test_each_kind_shows_that_it_may_sign(db):
    demo_data("--signatories", "60", "--seed", "a")

    listed = Signatory.objects.filter(status=Status.APPROVED)
    assert not listed.filter(kind=Kind.MUNICIPALITY, mandate_decided_on=None).exists()
    assert not listed.filter(kind__in=Kind.confirmed_by_two, second_confirmed_at=None).exists()
    assert listed.exclude(social_accounts=[]).exists()
    assert OutgoingMail.objects.filter(message="second_person_asked").exists()


def test_some_sign_twice_and_all_three_languages_occur():
    identities = [plan.identity for plan in make_plans(number=300, seed="a")]

    assert max(Counter(identity.name for identity in identities).values()) > 1
    assert {identity.language for identity in identities} == {"nl", "fr", "en"}


def test_some_mails_did_not_arrive_and_some_refusals_say_more(db, monkeypatch):
    monkeypatch.setattr(biography, "SHARE_OF_LOST_MAILS", 1)
    monkeypatch.setattr(biography, "SHARE_WITH_OWN_WORDS", 1)

    demo_data("--signatories", "12", "--only", "suspended")

    assert Email.objects.filter(status=STATUS.failed, logs__isnull=False).exists()
    assert Email.objects.filter(status=STATUS.sent).exists()
    assert not Signatory.objects.filter(own_words="").exists()


def test_only_one_status_can_be_asked_for(db):
    demo_data("--signatories", "15", "--only", "approved")

    assert set(Signatory.objects.values_list("status", flat=True)) == {Status.APPROVED}


# Consistent ------------------------------------------------------------------------------------------------------------


def test_each_row_is_one_that_the_form_could_have_made(crowd):
    for signatory in crowd:
        if signatory.status not in Status.erased and signatory.contact_email:
            signatory.clean_fields()
        assert signatory.search_text == signatory.make_search_text()


def test_each_history_follows_the_table_and_ends_where_the_row_stands(crowd):
    for signatory in crowd:
        events = list(signatory.events.all())
        steps = [(event.from_status, event.to_status) for event in events]
        assert [start for start, _end in steps] == ["", *(end for _start, end in steps[:-1])]
        assert steps[-1][1] == signatory.status
        assert all(end == start or end in TRANSITIONS[Status(start)] for start, end in steps[1:])


def test_all_dates_are_past_and_in_order(crowd):
    now = timezone.now()
    for signatory in crowd:
        moments = [LAUNCH, *(event.at for event in signatory.events.all()), now]
        assert moments == sorted(moments)
        assert signatory.created_at == moments[1]
        assert all(signatory.created_at <= mail.email.created <= now for mail in signatory.mails.all())


def test_nothing_is_past_its_date(crowd):
    assert set(retention.enforce(dry_run=True).values()) == {0}


def test_some_are_asked_now_whether_it_is_still_true_and_most_are_not(crowd):
    listed = [signatory for signatory in crowd if signatory.status == Status.APPROVED]

    asked = [signatory for signatory in listed if renewal_state(signatory)["is_open"]]

    assert 0 < len(asked) < len(listed) / 4


def test_mails_are_written_in_the_language_and_to_the_address_of_the_applicant(crowd):
    mails = OutgoingMail.objects.select_related("email", "signatory")

    assert mails
    second = {mail for mail in mails if mail.message == "second_person_asked"}
    assert all(mail.email.to == [mail.signatory.second_email] for mail in second)
    assert all(mail.email.to == [mail.signatory.contact_email] for mail in set(mails) - second)
    assert all(mail.language == mail.signatory.language for mail in mails)
    assert all(mail.signatory.name in mail.email.message for mail in mails)


def test_each_course_leaves_what_the_actions_would_have_left(db):
    """The one place where a change to `actions` shows that the fictitious lives lag behind."""
    load_reasons()
    judges = find_judges()
    courses = [course for several in COURSES.values() for course in dict.fromkeys(several)]
    courses += [("set_apart", "released"), ("set_apart", "released", "proven", "declined", "reopened")]
    compared = 0
    for number, course in enumerate(courses):
        if set(course) & NOT_AN_ACTION_YET:
            continue
        chance = Random(number)
        identity = make_identity(chance, kind=list(Kind)[number % len(Kind)], language="fr", taken=set())
        doubts = first_doubts(chance, list(course), number)
        begun = timezone.now() - timedelta(days=300)
        life = [Moment(name, begun + timedelta(hours=hour)) for hour, name in enumerate(course)]
        told = tell(identity, life, receipt_number=f"HN-{number}", doubts=doubts, chance=chance, judges=judges)
        told.signatory.slug = f"verteld-{number}" if told.signatory.approved_at else ""
        store([told], now=timezone.now())

        lived = live_through_actions(course, told, doubts=doubts)

        assert (course, left_by(told.signatory)) == (course, left_by(lived))
        compared += 1
    assert compared > 12


NOT_AN_ACTION_YET = {"changes_asked", "corrected", "withdrawn", "never_corrected"}


ACTIONS = {
    "confirmed": lambda signatory, **_facts: actions.confirm(signatory),
    "proven": lambda signatory, **_facts: actions.confirm(signatory),
    "released": lambda signatory, *, by, **_facts: actions.release(signatory, by=by),
    "approved": lambda signatory, *, by, **_facts: actions.approve(signatory, by=by),
    "declined": lambda signatory, *, by, reasons, own_words: actions.decline(
        signatory, by=by, reason=reasons[Status.DECLINED], own_words=own_words
    ),
    "reopened": lambda signatory, *, by, **_facts: actions.reopen(signatory, by=by),
    "suspended": lambda signatory, *, by, reasons, own_words: actions.suspend(
        signatory, by=by, reason=reasons[Status.SUSPENDED], own_words=own_words
    ),
    "restored": lambda signatory, *, by, **_facts: actions.restore(signatory, by=by),
    "too_late": lambda signatory, **_facts: actions.expire(signatory, why="not confirmed in time"),
    "never_released": lambda signatory, **_facts: actions.expire(signatory, why="not confirmed in time"),
    "disowned": lambda signatory, **_facts: actions.disown(signatory),
}


def live_through_actions(course, told, *, doubts):
    """The same course by the real actions, with the same people and the same reasons."""
    details = {name: getattr(told.signatory, name) for name in APPLICATION_FIELDS} | {"contact_email": "lies@a.example"}
    signatory = actions.sign_up(details=details, submission_key=None, doubts=doubts)
    given = {event.to_status: Reason.objects.filter(key=event.why).first() for _at, event in told.events}
    for name in course[1:]:
        ACTIONS[name](signatory, by=User.objects.first(), reasons=given, own_words=told.signatory.own_words)
    return signatory


def left_by(signatory):
    """What stands in the database of a life, without what differs from one run to the next."""
    row = Signatory.objects.get(pk=signatory.pk)
    dates = ("confirmed_at", "submitted_at", "approved_at", "decided_at", "charter_agreed_at")
    return {
        "status": row.status,
        "doubts": row.doubts,
        "name": row.name,
        "website": row.website,
        "has_contact": bool(row.contact_email or row.contact_name or row.contact_phone or row.contact_role),
        "dates": [name for name in dates if getattr(row, name)],
        "order": row.submitted_at is None or row.confirmed_at <= row.submitted_at,
        "decided_by_somebody": row.decided_by_id is not None,
        "reason": row.reason_id,
        "own_words": row.own_words,
        "has_slug": bool(row.slug),
        "events": [(e.from_status, e.to_status, e.why, e.by_id is not None) for e in row.events.order_by("at", "pk")],
        "mails": sorted((mail.message, mail.language) for mail in row.mails.all()),
    }


# Fictitious ------------------------------------------------------------------------------------------------------------


def test_every_address_is_under_example_and_every_number_is_nobodys(crowd):
    for signatory in crowd:
        assert not signatory.website or signatory.website_host.endswith(".example")
        assert not signatory.contact_email or signatory.contact_email.endswith(".example")
        assert not signatory.enterprise_number or signatory.enterprise_number < "0200"
        assert not signatory.contact_phone or signatory.contact_phone.startswith("02 000")


def test_the_moderators_cannot_log_in(crowd):
    for moderator in User.objects.filter(pk__in=Event.objects.exclude(by=None).values("by")):
        assert not moderator.is_active
        assert not moderator.has_usable_password()


# Reproducible ----------------------------------------------------------------------------------------------------------


def fingerprint(number: int, seed: str) -> str:
    plans = make_plans(number=number, seed=seed)
    return json.dumps([[plan.identity.name, plan.status, plan.receipt_number, plan.identity.kind] for plan in plans])


def test_the_same_seed_gives_the_same_people_and_more_of_them_begin_alike():
    assert fingerprint(60, "a") == fingerprint(60, "a")
    assert fingerprint(60, "a") != fingerprint(60, "b")
    assert fingerprint(90, "a").startswith(fingerprint(60, "a")[:-1])


def test_a_second_database_gets_the_same_rows(db):
    def rows() -> list[tuple[object, ...]]:
        columns = ("name", "slug", "status", "receipt_number", "file_key", "own_words", "doubts", "reason__key")
        return list(Signatory.objects.order_by("receipt_number").values_list(*columns))

    demo_data("--signatories", "15")
    first = rows()
    with history_unprotected():
        HistoryHead.objects.all().delete()
        Event.objects.all().delete()
    Signatory.objects.all().delete()
    demo_data("--signatories", "15")

    assert rows() == first


def test_a_second_run_adds_what_is_missing_and_says_so(db):
    demo_data("--signatories", "20")

    assert "Nothing added. 20 were there already" in demo_data("--signatories", "20")
    assert "5 fictitious signatories added" in demo_data("--signatories", "25")
    assert Signatory.objects.count() == 25


def test_another_seed_adds_others_beside_them_without_clashing(db):
    demo_data("--signatories", "20", "--only", "approved")
    demo_data("--signatories", "20", "--only", "approved", "--seed", "other")

    slugs = Signatory.objects.values("slug").annotate(times=Count("pk"))
    assert len(slugs) == Signatory.objects.count() == 40


# Refused ---------------------------------------------------------------------------------------------------------------


def test_production_gets_no_fictitious_signatories(db, settings):
    settings.IS_LOCAL = False

    with pytest.raises(CommandError, match="gets no fictitious signatories"):
        demo_data("--signatories", "20")
    with pytest.raises(demo.NotLocalError):
        demo.load(number=1)

    assert not Signatory.objects.exists()


@pytest.mark.parametrize("number", ["0", "-3", "20001"])
def test_a_number_out_of_bounds_is_refused(db, number):
    with pytest.raises(CommandError, match="from 1 to 20000"):
        demo_data(f"--signatories={number}")
