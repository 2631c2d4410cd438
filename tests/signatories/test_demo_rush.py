"""A month of made-up applications through the real form: nobody is lost, no honest one set apart, nothing breaks."""

import pytest
from django.core.management import CommandError, call_command

from signatories.demo import NotLocalError, rush
from signatories.demo.rush.applicants import Numbers
from signatories.demo.rush.guises import GUISES
from signatories.demo.rush.hostile import HOSTILE
from signatories.demo.rush.report import report_on
from signatories.demo.rush.spam import SPAM
from signatories.enums import Status
from signatories.models import Signatory

pytestmark = [pytest.mark.django_db, pytest.mark.pages]

DOUBLES = 40
FOUND_AT_LEAST = 36  # two letters that changed places in a short name can make it a name like any other
EVERY_KIND = Numbers(
    everybody=60 + DOUBLES + len(SPAM) + len(HOSTILE), doubles=DOUBLES, spam=len(SPAM), hostile=len(HOSTILE)
)


def test_same_seed_gives_the_same_month_with_as_many_of_each():
    month = rush.make_applicants(EVERY_KIND, seed="a")

    assert month == rush.make_applicants(EVERY_KIND, seed="a")
    assert month != rush.make_applicants(EVERY_KIND, seed="b")
    assert len(month) == EVERY_KIND.everybody
    assert {one.guise for one in month if one.nature == rush.Nature.DOUBLE} == {name for name, _disguise in GUISES}


def test_nobody_is_lost_no_honest_one_is_set_apart_and_doubles_are_found(settings):
    settings.MINIMUM_FILL_SECONDS = 3
    month = rush.make_applicants(EVERY_KIND, seed="a")

    outcomes = list(rush.send_all(month))

    assert Signatory.objects.count() == sum(outcome.signatory is not None for outcome in outcomes)
    for outcome in outcomes:
        assert (outcome.signatory is None) == bool(outcome.words), outcome
    honest = [one.signatory for one in outcomes if one.applicant.nature in (rush.Nature.HONEST, rush.Nature.DOUBLE)]
    assert {signatory.status if signatory else "" for signatory in honest} == {Status.SUBMITTED}
    spam = [one.signatory for one in outcomes if one.applicant.nature == rush.Nature.SPAM and one.signatory]
    assert {signatory.status for signatory in spam} == {Status.QUARANTINED}
    hostile = [one.signatory for one in outcomes if one.applicant.nature == rush.Nature.HOSTILE and one.signatory]
    assert Status.SUBMITTED not in {signatory.status for signatory in hostile}
    report = report_on(outcomes)
    assert len(report.found) + len(report.missed) == DOUBLES
    assert len(report.found) >= FOUND_AT_LEAST, report.missed
    assert {guise for guise, _name, _other in report.found} == {name for name, _disguise in GUISES}


def test_public_site_gets_none(settings):
    settings.IS_LOCAL = False

    with pytest.raises(NotLocalError):
        next(rush.send_all(rush.make_applicants(EVERY_KIND, seed="a")))
    with pytest.raises(CommandError, match="public"):
        call_command("demo_rush", "--applications", "50")
