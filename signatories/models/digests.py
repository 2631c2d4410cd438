"""One mail a day to each moderator, and how they want it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class DigestPreference(models.Model):
    """Of one colleague; who has none gets the mail in Dutch, the first of our languages."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="digest_preference")
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, default="nl")
    wants_digest = models.BooleanField(_("Send me the daily summary"), default=True)

    def __str__(self) -> str:
        return f"{self.user} ({self.language})"


class Digest(models.Model):
    """That a colleague's day has been looked after: with a mail, or without because there was nothing to say.

    The row comes before the mail, in one transaction. So however many workers run, and however often, nobody gets two.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    day = models.DateField()
    is_mailed = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "day"], name="one_digest_a_day")]

    def __str__(self) -> str:
        return str(self.day)
