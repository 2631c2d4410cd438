"""Whom the limits do not count, and who is set apart at once: the allow and the block list, each entry with its why."""

from datetime import date, timedelta
from ipaddress import ip_network
from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import DomainNameValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from signatories.enums import Listable, Listing
from signatories.mailboxes import one_mailbox
from signatories.validators import validate_mailbox

USUAL_PERIOD = timedelta(days=90)
LONGEST_PERIOD = timedelta(days=366)
WIDEST_NETWORK = {4: 8, 6: 16}  # what is wider is a mistake: it would be half of a continent
HOUSEHOLD = 64  # what one household or machine has of IPv6; see also limits.py
validate_domain = DomainNameValidator(accept_idna=False, message=_("This is not a domain, such as voorbeeld.be."))


class ListedQuerySet(models.QuerySet["Listed"]):
    def in_force(self) -> Self:
        return self.filter(Q(until__isnull=True) | Q(until__gte=timezone.localdate()))

    def ended(self) -> Self:
        return self.filter(until__lt=timezone.localdate())


class Listed(models.Model):
    """One entry. The value is stored in the one spelling by which `signatories/lists.py` looks it up."""

    listing = models.CharField(_("list"), max_length=5, choices=Listing)
    what = models.CharField(_("what"), max_length=10, choices=Listable)
    value = models.CharField(
        _("value"),
        max_length=254,
        help_text=_("For example 192.0.2.1, 192.0.2.0/24, voorbeeld.example or lies@voorbeeld.example."),
    )
    comment = models.CharField(
        _("why"), max_length=200, help_text=_("For your colleagues, in a year too. No names of people.")
    )
    until = models.DateField(
        _("until and with"),
        null=True,
        blank=True,
        help_text=_(
            "After that it does nothing any more, and is erased. Empty: an internet address or a mailbox stays for "
            "90 days, a network or a domain until somebody takes it off."
        ),
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, verbose_name=_("by"), related_name="+"
    )
    created_at = models.DateTimeField(_("since"), auto_now_add=True)

    objects = ListedQuerySet.as_manager()

    class Meta:
        ordering = ["listing", "what", "value"]
        verbose_name = _("entry of the lists")
        verbose_name_plural = _("entries to allow and to block")
        constraints = [
            models.CheckConstraint(
                condition=Q(what__in=Listable.values, listing__in=Listing.values), name="listed_is_known"
            ),
            models.UniqueConstraint(
                fields=["value"], name="listed_once",
                violation_error_message=_("This stands on one of the lists already."),
            ),
            models.CheckConstraint(
                condition=~Q(comment=""), name="listed_with_a_reason",
                violation_error_message=_("Say why it is on the list."),
            ),
            models.CheckConstraint(
                condition=~Q(what__in=Listable.personal) | Q(until__isnull=False), name="listed_person_not_for_good",
                violation_error_message=_("An internet address or a mailbox needs a day on which it leaves the list."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        """Without the value: the log of the back office keeps this name when the entry has been erased."""
        return f"{Listing(self.listing).label} · {Listable(self.what).label}" if self.listing and self.what else ""

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.value = normalise(self.what, self.value)
        self.until = self.until or usual_end(self.what)
        super().save(*args, **kwargs)

    def clean(self) -> None:
        super().clean()
        self.until = self.until or usual_end(self.what)
        if not self.what or not self.value:
            return  # these fields have said already what is wrong
        try:
            self.value = normalise(self.what, self.value)
        except ValidationError as error:
            raise ValidationError({"value": error}) from error
        if not self.is_in_force:
            raise ValidationError({"until": _("This day is past: the entry would do nothing.")})
        if self.until and self.what in Listable.personal and self.until > timezone.localdate() + LONGEST_PERIOD:
            raise ValidationError({"until": _("An internet address or a mailbox stays for a year at most.")})

    @property
    def is_in_force(self) -> bool:
        return self.until is None or self.until >= timezone.localdate()


def usual_end(what: str) -> date | None:
    return timezone.localdate() + USUAL_PERIOD if what in Listable.personal else None


def normalise(what: str, value: str) -> str:
    """The one spelling, or a ValidationError that says what is wrong."""
    text = value.strip().lower()
    if what == Listable.MAILBOX:
        validate_mailbox(text)
        return one_mailbox(text)
    if what == Listable.DOMAIN:
        domain = text.removeprefix("@").rstrip(".")
        validate_domain(domain)
        return domain
    return _network(what, text)


def _network(what: str, text: str) -> str:
    try:
        network = ip_network(text, strict=False)
    except ValueError as error:
        raise ValidationError(_NOT_AN_ADDRESS[Listable(what)]) from error
    single = 32 if network.version == 4 else HOUSEHOLD
    if network.prefixlen < WIDEST_NETWORK[network.version]:
        raise ValidationError(_("This network is too wide: half of a continent would be in it."))
    if what == Listable.ADDRESS and network.prefixlen < single:
        raise ValidationError(_NOT_AN_ADDRESS[Listable.ADDRESS])
    if what == Listable.NETWORK and network.prefixlen >= single:
        raise ValidationError(_("This is a single address; choose “Internet address”."))
    return str(network.supernet(new_prefix=single) if network.prefixlen > single else network)


_NOT_AN_ADDRESS = {
    Listable.ADDRESS: _("This is not an internet address, such as 192.0.2.1 or 2001:db8::1."),
    Listable.NETWORK: _("This is not a network, such as 192.0.2.0/24 or 2001:db8::/48."),
}
