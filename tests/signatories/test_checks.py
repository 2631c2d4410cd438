import pytest

from signatories import checks, emails, messages


def test_checks_find_nothing_wrong_with_what_ships():
    assert list(checks.every_mail_is_complete()) == []
    assert list(checks.every_personal_field_has_a_retention_line()) == []


def test_check_misses_no_mail_in_any_language(monkeypatch):
    monkeypatch.setattr(checks, "MESSAGES", (*messages.MESSAGES, "application_forgotten"))

    problems = list(checks.every_mail_is_complete())

    assert {problem.id for problem in problems} == {"signatories.E001"}
    assert len(problems) == 9
    assert "emails/fr/application_forgotten.subject.txt" in " ".join(problem.msg for problem in problems)


def test_check_reads_the_mails_and_says_which_is_broken(monkeypatch, settings, tmp_path):
    (tmp_path / "emails" / "nl").mkdir(parents=True)
    (tmp_path / "emails" / "nl" / "confirm_address.txt").write_text("{% if %}")
    first = {**settings.TEMPLATES[0], "DIRS": [tmp_path, *settings.TEMPLATES[0]["DIRS"]]}
    settings.TEMPLATES = [first]

    problems = list(checks.every_mail_is_complete())

    assert [problem.id for problem in problems] == ["signatories.E002"]
    assert "emails/nl/confirm_address.txt" in problems[0].msg


@pytest.mark.parametrize(("is_on", "number"), [(True, 0), (False, 1)])
def test_check_warns_when_staff_need_no_second_factor(settings, is_on, number):
    settings.STAFF_SECOND_FACTOR = is_on

    assert len(list(checks.staff_need_a_second_factor())) == number


def test_every_message_has_its_own_function():
    assert all(callable(getattr(emails, message)) for message in emails.MESSAGES)
