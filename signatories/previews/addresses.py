"""What the page of a rule says about its picture, on behalf of a signatory."""

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from guidance.models import RuleText
from guidance.previews.addresses import Preview
from guidance.previews.pieces import Headline, stamp
from hierniet.languages import site_address
from signatories.models import Logo, Signatory

from .strips import SignedStrip


def preview_of(text: RuleText, signatory: Signatory, logo: Logo | None) -> Preview:
    headline = Headline.of_rule(text)
    with translation.override(text.language):
        digest = stamp(headline, SignedStrip.of(signatory.name, signatory.slug, logo))
        alt = _("%(headline)s On the page of %(name)s.") % {"headline": headline, "name": signatory.name}
    words = {"language": text.language, "word": text.slug, "signatory": signatory.slug, "digest": digest}
    return Preview(site_address(text.language) + reverse("preview_on_behalf", kwargs=words), alt)
