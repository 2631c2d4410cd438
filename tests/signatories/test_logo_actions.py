"""From preview to public, with a moderator in between for who is public already; and out again, files included."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from guidance.models import ContentVersion
from signatories import actions, retention
from signatories.actions import TransitionNotAllowedError, logos
from signatories.actions.logos import LogoGoneError
from signatories.enums import EventKind, Kind, LogoReason, LogoState, Status
from signatories.logos import storage, sweeping
from signatories.models import Logo, Signatory
from tests import factories
from tests.signatories.logos import create_logo, kept, made
from tests.signatories.threads import together

pytestmark = pytest.mark.django_db
HAVE_A_BENCH = {Status.SUBMITTED, Status.CHANGES_ASKED, Status.APPROVED, Status.SUSPENDED}


def states_of(signatory: Signatory) -> dict[str, str]:
    return {logo.state: logo.name for logo in signatory.logos.all()}


def told(signatory: Signatory) -> list[tuple[str, str]]:
    return [(event.what, event.why) for event in signatory.events.all()]


def version() -> int:
    return ContentVersion.current()


@pytest.mark.parametrize("status", Status)
def test_who_has_proven_the_address_and_not_ended_may_bring_one(status):
    signatory = factories.create_signatory(status=status)

    assert logos.may_bring_logo(signatory) == (status in HAVE_A_BENCH)
    if status not in HAVE_A_BENCH:
        with pytest.raises(TransitionNotAllowedError):
            logos.keep_draft(signatory, made())
        assert not signatory.logos.exists()


def test_who_never_proved_the_address_may_not():
    signatory = factories.create_signatory(confirmed_at=None, source_url="https://bron.example/")

    assert not logos.may_bring_logo(signatory)


def test_files_of_a_draft_that_found_no_row_are_taken_away_at_once():
    signatory = factories.create_signatory(status=Status.EXPIRED)
    before = sweeping._paths()

    with pytest.raises(TransitionNotAllowedError):
        logos.keep_draft(signatory, made())

    assert sweeping._paths() == before


def test_draft_takes_the_place_of_an_earlier_one(django_capture_on_commit_callbacks):
    signatory = factories.create_signatory()
    first = logos.keep_draft(signatory, made())

    with django_capture_on_commit_callbacks(execute=True):
        second = logos.keep_draft(signatory, made())

    assert states_of(signatory) == {LogoState.DRAFT: second.name}
    assert (set(kept(first)), set(kept(second))) == ({False}, {True})
    assert first.name != second.name
    assert told(signatory) == []


@pytest.mark.parametrize(("status", "state", "why"), [
    (Status.SUBMITTED, LogoState.USED, "logo added"),
    (Status.CHANGES_ASKED, LogoState.USED, "logo added"),
    (Status.APPROVED, LogoState.WAITING, "logo waits"),
    (Status.SUSPENDED, LogoState.WAITING, "logo waits"),
])  # fmt: skip
def test_chosen_logo_goes_with_the_application_or_waits_beside_the_public_one(status, state, why):
    signatory = factories.create_signatory(status=status)
    old = create_logo(signatory, LogoState.USED)
    refused = create_logo(signatory, LogoState.REFUSED)
    draft = logos.keep_draft(signatory, made())
    before = version()

    logos.use(signatory, draft.name)

    expected = {LogoState.USED: old.name} if state == LogoState.WAITING else {}
    assert states_of(signatory) == expected | {state: draft.name}
    assert not Logo.objects.filter(pk=refused.pk).exists()
    assert told(signatory) == [(EventKind.LOGO, why)]
    assert version() == before


def test_second_press_finds_nothing_to_do():
    signatory = factories.create_signatory()
    draft = logos.keep_draft(signatory, made())
    logos.use(signatory, draft.name)

    with pytest.raises(LogoGoneError):
        logos.use(signatory, draft.name)

    assert states_of(signatory) == {LogoState.USED: draft.name}
    assert len(told(signatory)) == 1


def test_preview_that_was_replaced_meanwhile_is_not_used_by_an_old_page():
    signatory = factories.create_signatory()
    seen = logos.keep_draft(signatory, made())
    other = logos.keep_draft(signatory, made())

    with pytest.raises(LogoGoneError):
        logos.use(signatory, seen.name)

    assert states_of(signatory) == {LogoState.DRAFT: other.name}


def test_logo_of_somebody_else_cannot_be_named():
    mine, other = factories.create_signatory(), factories.create_signatory()
    draft = logos.keep_draft(other, made())

    for act in (logos.use, logos.take_back):
        with pytest.raises(LogoGoneError):
            act(mine, draft.name)

    assert states_of(other) == {LogoState.DRAFT: draft.name}


def test_approved_logo_takes_the_place_of_the_public_one(moderator, django_capture_on_commit_callbacks):
    signatory = factories.create_signatory(status=Status.APPROVED)
    old, new = create_logo(signatory), create_logo(signatory, LogoState.WAITING)
    before = version()

    with django_capture_on_commit_callbacks(execute=True):
        logos.approve(signatory, new.name, by=moderator)

    assert states_of(signatory) == {LogoState.USED: new.name}
    assert (set(kept(old)), set(kept(new))) == ({False}, {True})
    assert version() > before
    assert [mail.message for mail in signatory.mails.all()] == ["logo_approved"]
    assert [(event.why, event.by) for event in signatory.events.all()] == [("logo approved", moderator)]


@pytest.mark.parametrize("state", [LogoState.WAITING, LogoState.USED])
def test_refused_logo_is_mailed_with_the_reason_and_nobody_sees_it_any_more(moderator, state):
    signatory = factories.create_signatory(status=Status.APPROVED)
    logo = create_logo(signatory, state)
    before = version()

    logos.refuse(
        signatory, logo.name, seen_as=state, by=moderator, reason=LogoReason.OF_ANOTHER, own_words="Van de buren?"
    )

    logo.refresh_from_db()
    assert (logo.state, logo.reason, logo.own_words, logo.is_public) == (
        LogoState.REFUSED, LogoReason.OF_ANOTHER, "Van de buren?", False
    )  # fmt: skip
    assert (version() > before) == (state == LogoState.USED)
    mail = signatory.mails.get()
    assert mail.message == "logo_refused"
    assert "Van de buren?" in mail.email.message
    assert told(signatory) == [(EventKind.LOGO, "logo refused, of_another")]


def test_applicant_takes_it_back_at_once(django_capture_on_commit_callbacks):
    signatory = factories.create_signatory(status=Status.APPROVED)
    logo = create_logo(signatory)
    before = version()

    with django_capture_on_commit_callbacks(execute=True):
        logos.take_back(signatory, logo.name)

    assert (states_of(signatory), set(kept(logo))) == ({}, {False})
    assert version() > before
    assert told(signatory) == [(EventKind.LOGO, "logo taken back")]


@pytest.mark.parametrize("kind", [Kind.INDIVIDUAL, Kind.COMPANY])
@pytest.mark.parametrize("ending", ["withdraw", "expire", "forget"])
def test_who_leaves_takes_every_logo_along(django_capture_on_commit_callbacks, kind, ending):
    starts = {"withdraw": Status.APPROVED, "expire": Status.CHANGES_ASKED, "forget": Status.DECLINED}
    signatory = factories.create_signatory(status=starts[ending], kind=kind)
    brought = [create_logo(signatory, state) for state in LogoState]
    ends = {
        "withdraw": lambda: actions.withdraw(signatory, by=None),
        "expire": lambda: actions.expire(signatory, why="not confirmed in time"),
        "forget": lambda: actions.forget_person(signatory),
    }

    with django_capture_on_commit_callbacks(execute=True):
        ends[ending]()

    assert not signatory.logos.exists()
    assert [set(kept(logo)) for logo in brought] == [{False}] * len(LogoState)


def test_store_that_is_away_stops_nobody_from_leaving(django_capture_on_commit_callbacks, monkeypatch):
    signatory = factories.create_signatory(status=Status.APPROVED)
    create_logo(signatory)
    monkeypatch.setattr(type(storage.store()), "delete", lambda *_: (_ for _ in ()).throw(OSError("away")))

    with django_capture_on_commit_callbacks(execute=True):
        actions.withdraw(signatory, by=None)

    assert signatory.status == Status.WITHDRAWN


def test_database_keeps_one_logo_a_state_and_refuses_the_impossible():
    signatory = factories.create_signatory()
    create_logo(signatory)
    impossible = [
        {"state": LogoState.USED},
        {"state": "lost"},
        {"state": LogoState.DRAFT, "ground": "mud"},
        {"state": LogoState.DRAFT, "widths": []},
        {"state": LogoState.DRAFT, "reason": LogoReason.UNREADABLE},
        {"state": LogoState.REFUSED},
    ]
    for facts in impossible:
        everything = {"widths": [160], "width": 160, "height": 80, "fingerprint": "0" * 16} | facts
        with pytest.raises(IntegrityError), transaction.atomic():
            Logo.objects.create(signatory=signatory, **everything)


@pytest.mark.django_db(transaction=True)
def test_approving_and_refusing_at_the_same_moment_has_one_winner():
    moderators = [factories.create_moderator(name=name) for name in ("An", "Bo")]
    signatory = factories.create_signatory(status=Status.APPROVED)
    logo = create_logo(signatory, LogoState.WAITING)

    def one(act, by, **more):
        return lambda: act(Signatory.objects.get(pk=signatory.pk), logo.name, by=by, **more)

    results = together(
        one(logos.approve, moderators[0]),
        one(logos.refuse, moderators[1], seen_as=LogoState.WAITING, reason=LogoReason.UNREADABLE),
    )

    ends = (
        ["NoneType", "LogoGoneError"]
        if signatory.logos.get().state == LogoState.USED
        else ["LogoGoneError", "NoneType"]
    )
    assert [type(result).__name__ for result in results] == ends
    assert signatory.mails.count() == signatory.events.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_previews_at_once_leave_one_with_its_files():
    signatory = factories.create_signatory()

    drafts = together(*[lambda: logos.keep_draft(Signatory.objects.get(pk=signatory.pk), made())] * 3)

    last = signatory.logos.get()
    assert {draft.name: set(kept(draft)) for draft in drafts} == {
        draft.name: {draft.name == last.name} for draft in drafts
    }


@pytest.fixture
def folder(tmp_path, settings):
    backend = "django.core.files.storage.FileSystemStorage"
    settings.STORAGES = settings.STORAGES | {"logos": {"BACKEND": backend, "OPTIONS": {"location": tmp_path}}}
    return tmp_path


def age(path, days: int) -> None:
    import os

    moment = (timezone.now() - timedelta(days=days)).timestamp()
    os.utime(path, (moment, moment))


def test_sweep_lists_what_is_lost_and_takes_what_no_row_names(folder):
    signatory = factories.create_signatory()
    whole, broken = create_logo(signatory), create_logo(signatory, LogoState.DRAFT)
    (folder / storage.path_of(broken.files[0])).unlink()
    for number, days in ((1, 2), (2, 0)):
        storage.store().save(storage.path_of(f"{number}" * 32 + "-160.png"), ContentFile(b"x"))
        age(folder / storage.path_of(f"{number}" * 32 + "-160.png"), days)
    for file in whole.files:
        age(folder / storage.path_of(file), 9)
    orphan = storage.path_of("1" * 32 + "-160.png")
    dry, wet = StringIO(), StringIO()

    call_command("tidy_logos", stdout=dry)
    still_there = (folder / orphan).exists()
    call_command("tidy_logos", "--delete", stdout=wet)

    said = [f"lost: {signatory.receipt_number}, draft: {broken.files[0]}", f"without a logo: {orphan}"]
    assert dry.getvalue().splitlines() == said
    assert wet.getvalue().splitlines() == [*said, "deleted: 1"]
    assert (still_there, (folder / orphan).exists()) == (True, False)
    assert (folder / storage.path_of("2" * 32 + "-160.png")).exists()
    assert set(kept(whole)) == {True}


def test_sweep_of_an_empty_store_and_of_one_that_is_away(folder, monkeypatch):
    assert sweeping.find_orphans().paths == []

    monkeypatch.setattr(sweeping, "_paths", lambda: (_ for _ in ()).throw(OSError("away")))

    assert sweeping.find_orphans().paths == []


def test_retention_takes_unused_previews_old_refusals_and_orphans(folder, django_capture_on_commit_callbacks):
    now = timezone.now()
    old, fresh = factories.create_signatory(status=Status.APPROVED), factories.create_signatory(status=Status.APPROVED)
    for signatory, days in ((old, 31), (fresh, 6)):
        for state in LogoState:
            create_logo(signatory, state, since=now - timedelta(days=days))
    storage.store().save(storage.path_of("3" * 32 + "-160.png"), ContentFile(b"x"))
    age(folder / storage.path_of("3" * 32 + "-160.png"), 2)
    due = {"old logos": 2, "logo files without a logo": 1}

    counted = retention.enforce(dry_run=True)
    with django_capture_on_commit_callbacks(execute=True):
        erased = retention.enforce()

    assert ({name: counted[name] for name in due}, {name: erased[name] for name in due}) == (due, due)
    assert set(states_of(old)) == {LogoState.WAITING, LogoState.USED}
    assert set(states_of(fresh)) == set(LogoState)


def test_files_are_there_before_the_row_and_go_after_it(monkeypatch, django_capture_on_commit_callbacks):
    """A process that is killed in between leaves a file without a row, which the sweep finds; never the reverse."""
    order: list[str] = []
    put, save, remove = storage.put, Logo.save, storage.remove
    monkeypatch.setattr(storage, "put", lambda files: (order.append("files"), put(files)))
    monkeypatch.setattr(Logo, "save", lambda self, *a, **k: (order.append("row"), save(self, *a, **k))[1])
    monkeypatch.setattr(storage, "remove", lambda files: (order.append("files gone"), remove(files)))
    signatory = factories.create_signatory()

    with django_capture_on_commit_callbacks(execute=True):
        logo = logos.keep_draft(signatory, made())
        logos.take_back(signatory, logo.name)
        order.append("row gone")

    assert order == ["files", "row", "row gone", "files gone"]
