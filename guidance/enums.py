from enum import nonmember

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Language(models.TextChoices):
    DUTCH = "nl", _("Dutch")
    FRENCH = "fr", _("French")
    ENGLISH = "en", _("English")


class Moment(models.TextChoices):
    """When somebody needs an article of the guide, in the order in which they are shown."""

    BEFORE = "before", _("Before it happens")
    DURING = "during", _("While it happens")
    AFTER = "after", _("Afterwards")
    PLATFORMS = "platforms", _("Platform by platform")


class Tone(models.TextChoices):
    """How a ready reply speaks, from the first time to the last."""

    FRIENDLY = "friendly", pgettext_lazy("tone of a reply", "friendly")
    NEUTRAL = "neutral", pgettext_lazy("tone of a reply", "neutral")
    FIRM = "firm", pgettext_lazy("tone of a reply", "firm")
    FINAL = "final", pgettext_lazy("tone of a reply", "final")


class Length(models.TextChoices):
    """The three sizes in which a reply comes; lengths.py says how long each may be."""

    SHORT = "short", pgettext_lazy("length of a reply", "short")
    MEDIUM = "medium", pgettext_lazy("length of a reply", "medium")
    LONG = "long", pgettext_lazy("length of a reply", "long")


class Move(models.TextChoices):
    """The rungs of the ladder, from the lightest to the heaviest."""

    LEAVE = "leave", pgettext_lazy("what to do with a comment", "leave")
    ANSWER = "answer", pgettext_lazy("what to do with a comment", "answer")
    REFER = "refer", pgettext_lazy("what to do with a comment", "refer")
    HIDE = "hide-or-delete", pgettext_lazy("what to do with a comment", "hide or delete")
    BLOCK = "block", pgettext_lazy("what to do with a comment", "block")
    REPORT = "report", pgettext_lazy("what to do with a comment", "report")
    COMPLAINT = "complaint", pgettext_lazy("what to do with a comment", "complaint")


class Evidence(models.TextChoices):
    """Whether and when to keep evidence of a comment."""

    BEFORE = "before", _("first keep evidence, then remove")
    AFTER = "after", _("first remove, and keep as little as possible")
    NEVER = "never", _("never make a copy")
    NONE = "none", _("not needed")


class Situation(models.TextChoices):
    """What a note of evidence is about; the first is the only one of which anything is copied."""

    COMMENT = "comment", _("A comment: insults, threats, hate, slander, spam")
    EXPOSED = "exposed", _("An intimate image or private data of somebody")
    MINOR = "minor", _("A sexual image of a minor, or of somebody who may be one")


class Region(models.TextChoices):
    """Where in Belgium somebody helps."""

    FLANDERS = "flanders", pgettext_lazy("region", "Flanders")
    BRUSSELS = "brussels", pgettext_lazy("region", "Brussels")
    WALLONIA = "wallonia", pgettext_lazy("region", "Wallonia")
    GERMAN_SPEAKING = "german-speaking-community", pgettext_lazy("region", "German-speaking Community")
    BELGIUM = "belgium", pgettext_lazy("region", "the whole of Belgium")
    INTERNATIONAL = "international", pgettext_lazy("region", "everywhere")

    everywhere = nonmember(("belgium", "international"))


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


class SearchKind(models.TextChoices):
    """What can be found; the label stands above each result."""

    RULE = "rule", pgettext_lazy("kind of search result", "House rule")
    OUTCOME = "outcome", pgettext_lazy("kind of search result", "What to do")
    AID = "aid", pgettext_lazy("kind of search result", "Decision aid")
    ARTICLE = "article", pgettext_lazy("kind of search result", "Guide")
    PAGE = "page", pgettext_lazy("kind of search result", "Page")
    HELPLINE = "helpline", pgettext_lazy("kind of search result", "Helpline")
    QUESTION = "question", pgettext_lazy("kind of search result", "Question of a decision aid")
    REPLY = "reply", pgettext_lazy("kind of search result", "Ready reply")
