"""Filters that live in the address. What makes no sense is read as nothing: a broken link still shows something."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import get_language_info, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from guidance.enums import Language, Length, Need, Region, Tone
from guidance.lengths import PLATFORMS
from guidance.maker.choice import CHANNELS, PARAMETERS, Choice, Hours, Moderation, Organisation, Voice
from guidance.maker.words import blocks, words
from guidance.search.words import clean

LONGEST_QUESTION = 200  # characters


class OwnNameForm(forms.Form):
    """Filled in and used by a script on the page alone; it is in no form that can be sent."""

    short_name = forms.CharField(
        label=_("Your short name in our list"),
        required=False,
        help_text=_("As in the address of your page here. The link then says on whose page it happened."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )
    signature = forms.CharField(
        label=_("Name under the reply"), required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )


class DayForm(forms.Form):
    """A day of which somebody wants to know what stood there; written as in the address, 2026-11-25."""

    day = forms.DateField(
        label=_("How did it read on"),
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )


class HelplineFilterForm(forms.Form):
    """Who can help: with what, where, in which language, and now."""

    need = forms.ChoiceField(label=_("What do you need?"), choices=[("", _("Anything")), *Need.choices], required=False)
    region = forms.ChoiceField(
        label=pgettext_lazy("label", "Region"),
        choices=[("", _("Every region")), *((one.value, one.label) for one in Region if one not in Region.everywhere)],
        required=False,
    )
    language = forms.ChoiceField(label=_("In which language?"), required=False)
    open = forms.BooleanField(label=_("Open now"), required=False)

    def __init__(self, *args: Any, languages: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [(code, str(get_language_info(code)["name_local"]).capitalize()) for code in languages]
        self.fields["language"].choices = [("", _("Every language")), *names]  # type: ignore[attr-defined]

    def chosen(self) -> dict[str, str]:
        """What was chosen, each empty when nothing or nonsense was."""
        self.is_valid()
        chosen = {name: str(self.cleaned_data.get(name) or "") for name in self.fields}
        return chosen | {"open": "1" if chosen["open"] else ""}


class ReplyFilterForm(forms.Form):
    """Which ready replies somebody wants to see; `rules` are the public ones in the reader's language."""

    rule = forms.ChoiceField(label=_("What happened?"), required=False)
    tone = forms.ChoiceField(label=_("Tone"), choices=[("", _("Every tone")), *Tone.choices], required=False)
    platform = forms.ChoiceField(
        label=_("Where?"),
        choices=[("", _("Anywhere")), *((platform.key, platform.name) for platform in PLATFORMS)],
        required=False,
    )
    length = forms.ChoiceField(label=_("Length"), choices=[("", _("Every length")), *Length.choices], required=False)

    def __init__(self, *args: Any, rules: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rule"].choices = [("", _("Every house rule")), *rules]  # type: ignore[attr-defined]

    def chosen(self) -> dict[str, str]:
        """What was chosen, each empty when nothing or nonsense was."""
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in self.fields}


WEB_ADDRESS = re.compile(r"(https?://)?([a-z0-9-]{1,63}\.)+[a-z]{2,24}(/[\w~!$&'()*+,;=:@%/?.#-]*)?", re.IGNORECASE)
MOST_OF_A_LINE = 100
LOOKED_AT = 1_000  # of what somebody sends; nobody means more than that


class LineField(forms.CharField):
    """One line without what cannot be seen: no line breaks, no marks that turn the direction of what follows."""

    def to_python(self, value: Any) -> str:
        seen = (
            " " if letter.isspace() else letter
            for letter in str(value or "")[:LOOKED_AT]
            if letter.isspace() or not unicodedata.category(letter).startswith("C")
        )
        return " ".join("".join(seen).split())[: self.max_length].strip()


class SeveralField(forms.MultipleChoiceField):
    """Takes what it knows, and is silent about the rest."""

    def clean(self, value: Any) -> list[str]:
        return [key for key, _label in self.choices if key in set(value or ())]  # type: ignore[misc, union-attr]


class ShownTextForm(forms.Form):
    """Which of the long texts of the maker is shown: all of them in three languages would make a heavy page."""

    v = forms.ChoiceField(choices=[("web", ""), ("council", "")], required=False)

    def shown(self) -> str:
        self.is_valid()
        return self.cleaned_data.get("v") or "web"


class MakerForm(forms.Form):
    """What house rules are made of. The names are short because the whole choice stands in the address."""

    k = forms.ChoiceField(label=_("Kind of organisation"), choices=Organisation.choices, required=False)
    n = LineField(
        label=_("Name of your organisation"),
        help_text=_("As people know it, for example “Gemeente Voorbeeld”."),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    c = SeveralField(
        label=_("For which channels?"),
        choices=list(CHANNELS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    m = LineField(
        label=_("Where people can turn to with questions and objections"),
        help_text=_("An e-mail address of a department, or a web page. Better no address of one person."),
        max_length=MOST_OF_A_LINE,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )
    d = forms.IntegerField(
        label=_("Working days within which they get an answer"), min_value=1, max_value=60, required=False
    )
    w = LineField(
        label=_("Web address where the full rules will stand"),
        help_text=_("For the short post, for example voorbeeld.be/huisregels."),
        max_length=MOST_OF_A_LINE + 1,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )
    h = forms.ChoiceField(label=_("When do you read the comments?"), choices=Hours.choices, required=False)
    f = forms.TimeField(
        label=pgettext_lazy("time", "From"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    u = forms.TimeField(
        label=pgettext_lazy("time", "Until"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    a = forms.ChoiceField(label=_("When do you moderate?"), choices=Moderation.choices, required=False)
    b = SeveralField(label=_("Parts"), required=False, widget=forms.CheckboxSelectMultiple)
    t = forms.ChoiceField(label=_("Tone"), choices=Voice.choices, required=False, widget=forms.RadioSelect)
    l = SeveralField(  # noqa: E741  it stands in the address
        label=_("Languages"), choices=Language.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    s = forms.BooleanField(label=_("Also a version to vote on, for a board or a council"), required=False)

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.language = language
        said = words(language)["blocks"]
        self.fields["b"].choices = [(block.key, said[block.key]["title"]) for block in blocks()]  # type: ignore[attr-defined]

    @classmethod
    def for_choice(cls, choice: Choice, language: str) -> "MakerForm":
        """Shows a choice as it was understood."""
        return cls(initial=dict(choice.data), language=language)

    def clean_w(self) -> str:
        """Half an address, or a word, is worse than none."""
        address = str(self.cleaned_data["w"])
        return address if WEB_ADDRESS.fullmatch(address) and len(address) <= MOST_OF_A_LINE else ""

    def choice(self) -> Choice:
        self.is_valid()
        given = {name: self.cleaned_data.get(parameter) for name, parameter in PARAMETERS.items()}
        several = {name: tuple(value) for name, value in given.items() if isinstance(value, list)}
        plain = {name: value for name, value in given.items() if value not in ("", None) and name not in several}
        return Choice(**plain | several | {"languages": several["languages"] or (self.language,)})


def says_something_to_the_maker(parameters: Iterable[str]) -> bool:
    """Whether an address has a choice in it: others hang parameters of their own on it."""
    return not set(PARAMETERS.values()).isdisjoint(parameters)


class QuestionField(forms.CharField):
    """One line of what can be seen, cut where a question cannot be meant any more. Nothing that is typed is refused."""

    def to_python(self, value: Any) -> str:
        return clean(str(value or "")[: 5 * LONGEST_QUESTION])[:LONGEST_QUESTION].strip()

    def bound_data(self, data: Any, initial: Any) -> Any:  # noqa: ARG002  Django's signature
        """What was understood is what the page shows again."""
        return self.to_python(data)


class SearchForm(forms.Form):
    q = QuestionField(
        label=_("What are you looking for?"),
        required=False,
        widget=forms.TextInput(
            attrs={"type": "search", "autocomplete": "off", "autocapitalize": "none", "enterkeyhint": "search"}
        ),
    )

    def question(self) -> str:
        self.is_valid()
        return str(self.cleaned_data.get("q", ""))
