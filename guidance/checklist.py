"""The steps of the evidence checklist and the fields of the incident note.

All of it is ticked and filled in on the reader's own device: nothing here has a model or a form, for nothing comes back.
The note follows the statement for the register of facts by third parties; see docs/decisions/0032-….md.
"""

from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guidance.enums import Situation

Words = str | Promise


@dataclass(frozen=True)
class Step:
    """Something to tick. `copies`: it makes or keeps a copy of what was posted."""

    key: str
    title: Words
    hint: Words = ""
    copies: bool = False


@dataclass(frozen=True)
class Field:
    """One field of the note.

    `situation`: the only one in which it is asked. `behind`: the key of the tick box that opens it. `lines`: how many dotted
    lines stand in its place on paper.
    """

    key: str
    label: Words
    hint: Words = ""
    kind: Literal["text", "date", "time", "url", "rule", "long", "toggle"] = "text"
    situation: str = ""
    behind: str = ""
    lines: int = 1

    @property
    def is_written(self) -> bool:
        """Typed letter by letter: then style alone can see that nothing is, through an empty placeholder."""
        return self.kind in ("text", "url", "long")

    @property
    def empty_lines(self) -> range:
        return range(self.lines)


@dataclass(frozen=True)
class Part:
    title: Words
    fields: tuple[Field, ...]


STEPS = {
    Situation.COMMENT: (
        Step(
            "link",
            _("The direct link to the comment, not to the page"),
            _("On a computer: right-click the date or the time of the comment and copy the address."),
            copies=True,
        ),
        Step(
            "screenshot",
            _("A screenshot with the context"),
            _("The post, the comments before it, and the comment itself."),
            copies=True,
        ),
        Step("time", _("The date and the time can be read in the picture"), copies=True),
        Step(
            "pdf",
            _("The whole conversation as a PDF"),
            _("On a computer: unfold all the comments first, then print the page to PDF."),
            copies=True,
        ),
        Step("who", _("Who: the name shown, the user name and the link to the profile"), copies=True),
        Step("text", _("The exact text, copied or typed over"), copies=True),
        Step(
            "own",
            _("Your own answers too"),
            _("Also the ones you are less proud of. Leave nothing out."),
            copies=True,
        ),
        Step("witnesses", _("Witnesses, if things were also said aloud")),
        Step(
            "store",
            _("Stored in one place that few people can open"),
            _("With a date for erasing, and without names of people in the file names."),
            copies=True,
        ),
    ),
    Situation.EXPOSED: (
        Step("address", _("The address, the date and the time are noted in the note below")),
        Step("account", _("The name of the account that posted it is noted")),
        Step("away", _("Taken away at once: hidden if possible, otherwise deleted")),
        Step("nothing", _("The image or the data themselves are not with us anywhere")),
        Step("platform", _("Reported to the platform")),
        Step(
            "person",
            _("The person concerned knows, and knows who can help"),
            _("Tell it calmly and discreetly, or let somebody whom the person trusts do it."),
        ),
    ),
    Situation.MINOR: (
        Step(
            "address",
            _("The address, the date and the time are noted in the note below"),
            _("Nothing else: the people you report it to find the rest themselves."),
        ),
        Step("away", _("Out of sight: hidden if possible, otherwise deleted")),
        Step(
            "report",
            _("Reported to Child Focus or the police"),
            _("At once. Is a child in danger now? Call 101."),
        ),
        Step("platform", _("Reported to the platform"), _("Choose the reason that is about minors.")),
        Step("manager", _("My manager knows, in words"), _("Show the image to nobody.")),
        Step("stop", _("I stopped looking, and took a break"), _("Ask for support: you need not carry this alone.")),
    ),
}  # fmt: skip

PARTS = (
    Part(
        _("The facts"),
        (
            Field("date", pgettext_lazy("incident note", "Date"), kind="date"),
            Field("time", pgettext_lazy("incident note", "Time"), kind="time"),
            Field("channel", _("Channel and post"), _("For example: Facebook, post about the roadworks.")),
            Field("rule", _("What kind of comment?"), kind="rule"),
            Field("link", _("Direct link"), kind="url", lines=2),
            Field(
                "facts",
                _("What happened?"),
                _("In your own words, without names. Do not describe intimate or sexual images, and do not repeat private data."),
                kind="long", lines=5,
            ),
            Field(
                "text",
                _("The exact text of the comment"),
                _("Only of a comment in words. Never private data, and never anything about an intimate image."),
                kind="long", situation=Situation.COMMENT, lines=4,
            ),
        ),
    ),
    Part(
        _("What was done"),
        (
            Field("done", _("What was done?"), _("For example: hidden, reported to the platform, manager called."), kind="long", lines=2),
            Field("done_when", _("When?"), _("For example: 12 March, 20:25.")),
            Field("done_by", _("By whom?"), _("The function is enough: web editor, on call.")),
            Field("done_by_named", _("Add the name of this colleague"), kind="toggle"),
            Field("done_by_name", _("Name of who acted"), behind="done_by_named"),
            Field("witnesses", _("Witnesses"), _("Functions rather than names.")),
        ),
    ),
    Part(
        _("What it does, and what could help"),
        (
            Field("effect", _("What does it do to the worker?"), _("For example: fear, bad sleep, not daring to open the page."), kind="long", lines=2),
            Field("wish", _("What could prevent this?"), _("For example: two people on call, stricter filters, a moderator in the evening."), kind="long", lines=2),
            Field(
                "agreed",
                _("The worker agrees that the name is in this statement"),
                _("Normally the name is left out."),
                kind="toggle",
            ),
            Field("worker", _("Name of the worker"), behind="agreed"),
            Field("drawn_up", _("Drawn up on"), kind="date"),
        ),
    ),
)  # fmt: skip
