"""System checks that fail when something this site cannot do without is missing."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core import checks
from django.db import models
from django.template import TemplateDoesNotExist, TemplateSyntaxError
from django.template.loader import get_template

from hierniet.languages import LANGUAGES
from signatories import contact_emails, renewal_emails
from signatories.emails import ENDINGS, MESSAGES
from signatories.models import Signatory
from signatories.retention import LINES


@checks.register(checks.Tags.templates)
def every_mail_is_complete(**_options: Any) -> Iterable[checks.CheckMessage]:
    """Three files per message and language: a missing Dutch text must never be found out by a Dutch applicant."""
    for language in LANGUAGES:
        for message in (*MESSAGES, *renewal_emails.MESSAGES, *contact_emails.MESSAGES):
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
    covered = {field for line in LINES for field in line.fields}
    for field in Signatory._meta.get_fields():
        is_personal = isinstance(field, models.Field) and field.name.startswith("contact_")
        if is_personal and f"Signatory.{field.name}" not in covered:
            yield checks.Error(f"Signatory.{field.name} has no line in retention.py.", id="signatories.E003")


@checks.register(checks.Tags.security, deploy=True)
def staff_need_a_second_factor(**_options: Any) -> Iterable[checks.CheckMessage]:
    if not settings.STAFF_SECOND_FACTOR:
        yield checks.Warning(
            "STAFF_SECOND_FACTOR is off: a stolen password opens the back office.", id="signatories.W001"
        )
