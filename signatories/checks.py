"""System checks that fail when something this site cannot do without is missing."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core import checks
from django.template import TemplateDoesNotExist, TemplateSyntaxError
from django.template.loader import get_template

from hierniet.languages import LANGUAGES
from signatories import personal_data
from signatories.emails import ENDINGS, STAFF_MESSAGES
from signatories.messages import MESSAGES


@checks.register(checks.Tags.templates)
def every_mail_is_complete(**_options: Any) -> Iterable[checks.CheckMessage]:
    """Three files per message and language: a missing Dutch text must never be found out by a Dutch applicant."""
    for language in LANGUAGES:
        for message in (*MESSAGES, *STAFF_MESSAGES):
            for ending in ENDINGS:
                yield from _template_problems(f"emails/{language}/{message}{ending}")


def _template_problems(name: str) -> Iterable[checks.CheckMessage]:
    try:
        get_template(name)
    except TemplateDoesNotExist:
        yield checks.Error(f"The mail template {name} is missing.", id="signatories.E001")
    except TemplateSyntaxError as error:
        yield checks.Error(f"The mail template {name} cannot be read: {error}", id="signatories.E002")


@checks.register(checks.Tags.models)
def every_personal_field_has_a_retention_line(**_options: Any) -> Iterable[checks.CheckMessage]:
    for field in personal_data.fields_with_words():
        if not personal_data.is_accounted_for(field):
            yield checks.Error(
                f"{personal_data.name_of(field)} has no line in retention.py, and no reason in personal_data.py.",
                id="signatories.E003",
            )
    for name in sorted(personal_data.names_of_nothing()):
        yield checks.Error(
            f"A line or a reason about personal data names {name}, which is not there.", id="signatories.E004"
        )


@checks.register(checks.Tags.security, deploy=True)
def staff_need_a_second_factor(**_options: Any) -> Iterable[checks.CheckMessage]:
    if not settings.STAFF_SECOND_FACTOR:
        yield checks.Warning(
            "STAFF_SECOND_FACTOR is off: a stolen password opens the back office.", id="signatories.W001"
        )
