from django.db import models
from django.utils.translation import gettext_lazy as _


class Language(models.TextChoices):
    DUTCH = "nl", _("Dutch")
    FRENCH = "fr", _("French")
    ENGLISH = "en", _("English")


class Need(models.TextChoices):
    """What somebody needs a helpline for, in the order in which they are shown."""

    EMERGENCY = "emergency", _("Danger now")
    DISCRIMINATION = "discrimination", _("Hate and discrimination")
    SEXUAL = "sexual", _("Sexual violence and intimate images")
    MINORS = "minors", _("Children and young people")
    TALK = "talk", _("Somebody to talk to")
    VICTIMS = "victims", _("Help for victims")
    FRAUD = "fraud", _("Fraud and fake profiles")
    PRIVACY = "privacy", _("Private data")
    PLATFORMS = "platforms", _("A platform that does not answer")
