"""Dates as they are written out: French says “1er janvier”, and no format of Django's can."""

import re
from datetime import date

from django.utils import translation
from django.utils.formats import date_format, get_format

DAY = "j F Y"
DAY_OF_MONTH = re.compile(r"(?<!\\)j")


def written(moment: date, form: str = DAY) -> str:
    """In the language of the reader. `form` is one of Django's date formats, or the name of one; local time is the caller's."""
    chosen = get_format(form)
    if moment.day == 1 and (translation.get_language() or "").startswith("fr"):
        chosen = DAY_OF_MONTH.sub(r"j\\e\\r", chosen)
    return date_format(moment, chosen)
