"""Lists and sources as people type them: one a line. And long texts without the line ends of one's own machine."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.db.models import Model
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from guidance.enums import Region
from guidance.models import HouseRule
from guidance.models.aids import validate_targets
from guidance.models.facts import validate_sources

SPOKEN_LANGUAGES = ("nl", "fr", "de", "en", "ar", "es", "it", "pl", "pt", "ro", "ru", "tr", "uk")
SEPARATOR = "|"


class LongTextField(forms.CharField):
    """A text of several lines. Browsers send `\\r\\n` for a line end; files and comparisons know `\\n`."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).replace("\r\n", "\n").replace("\r", "\n")


class MomentField(forms.DateTimeField):
    """A day and a time in one field of the browser's own."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        super().__init__(**kwargs | {"show_hidden_initial": False, "widget": widget})


class LinesField(forms.Field):
    """A list of texts, one a line; empty lines do not count."""

    widget = forms.Textarea

    def __init__(self, *, encoder: Any = None, decoder: Any = None, **kwargs: Any) -> None:
        """`encoder` and `decoder` are what a JSON model field hands over; a list of texts needs neither."""
        super().__init__(**kwargs | {"show_hidden_initial": False})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(self.line(item) for item in value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[Any]:
        if isinstance(value, list):
            return value
        text = str(value or "")
        ProhibitNullCharactersValidator()(text)
        lines = enumerate(text.splitlines(), start=1)
        return [self.item(line.strip(), number) for number, line in lines if line.strip()]

    def line(self, item: Any) -> str:
        return str(item)

    def item(self, line: str, number: int) -> Any:
        return line


class SourcesField(LinesField):
    """Sources as `Title | https://…`, one a line."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.help_text = self.help_text or gettext_lazy("One source a line: its title, then | and its address.")
        self.widget.attrs["rows"] = 5

    def line(self, item: Any) -> str:
        return f"{item['title']} {SEPARATOR} {item['url']}" if isinstance(item, dict) else str(item)

    def item(self, line: str, number: int) -> dict[str, str]:
        title, _separator, url = (part.strip() for part in line.rpartition(SEPARATOR))
        source = {"title": title or url, "url": url}
        try:
            validate_sources([source])
        except ValidationError as error:
            message = _("Line %(number)s: write the title, then | and the address, which starts with https://.")
            raise ValidationError(message, code="line", params={"number": number}) from error
        return source


class TargetsField(LinesField):
    """Where the answers of a question lead, one a line."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.attrs["rows"] = 4

    def validate(self, value: Any) -> None:
        super().validate(value)
        validate_targets(value)


class TickBoxesField(forms.TypedMultipleChoiceField):
    """What an array holds, by tick boxes. `choices` may be a function: they are then asked for with every form."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, *, base_field: Any = None, max_length: int | None = None, **kwargs: Any) -> None:
        """`base_field` and `max_length` are what an array's model field hands over."""
        super().__init__(empty_value=[], **kwargs | {"show_hidden_initial": False})


class SpokenLanguagesField(TickBoxesField):
    """Languages."""

    def __init__(self, **kwargs: Any) -> None:
        names = [(code, get_language_info(code)["name_translated"]) for code in SPOKEN_LANGUAGES]
        super().__init__(choices=names, **kwargs)


class RegionsField(forms.TypedMultipleChoiceField):
    """Regions by tick boxes."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, *, base_field: Any = None, max_length: int | None = None, **kwargs: Any) -> None:
        """`base_field` and `max_length` are what an array's model field hands over."""
        super().__init__(choices=Region.choices, empty_value=[], **kwargs | {"show_hidden_initial": False})


class RuleKeysField(TickBoxesField):
    """House rules, by the names that they have in the back office."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=keys_of(HouseRule), **kwargs)


def keys_of(model: type[Model]) -> Callable[[], list[tuple[str, str]]]:
    def keys() -> list[tuple[str, str]]:
        return [(key, key) for key in model._default_manager.values_list("key", flat=True)]

    return keys
