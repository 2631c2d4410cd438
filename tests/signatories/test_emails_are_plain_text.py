"""What somebody types may look like a template; it must arrive as it was typed."""

import pytest
from post_office.models import Email

from signatories import emails
from tests import factories


@pytest.mark.parametrize(
    "name", ["{% if %} vzw", "{{ signatory }} nv", "{# stil #} bv", "{% endverbatim %}{% debug %}"]
)
def test_a_name_that_looks_like_a_template_stays_a_name(db, name):
    signatory = factories.create_signatory(name=name)

    emails.confirm_address(signatory)

    assert name in Email.objects.get().message
