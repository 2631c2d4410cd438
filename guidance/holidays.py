"""Public holidays in Belgium: the ten of the law (Royal Decree of 18 April 1974)."""

from datetime import date, timedelta

FIXED = ((1, 1), (5, 1), (7, 21), (8, 15), (11, 1), (11, 11), (12, 25))
AFTER_EASTER = (1, 39, 50)  # Easter Monday, Ascension Day, Whit Monday


def easter(year: int) -> date:
    """Sunday by the Gregorian calendar (Meeus, Jones and Butcher)."""
    golden = year % 19
    century, rest = divmod(year, 100)
    leap, since_leap = divmod(century, 4)
    moon = (19 * golden + century - leap - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    week = (32 + 2 * since_leap + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (golden + 11 * moon + 22 * week) // 451
    month, day = divmod(moon + week - 7 * late + 114, 31)
    return date(year, month, day + 1)


def is_public_holiday(day: date) -> bool:
    return (day.month, day.day) in FIXED or (day - easter(day.year)).days in AFTER_EASTER


def public_holidays(year: int) -> list[date]:
    moving = [easter(year) + timedelta(days=days) for days in AFTER_EASTER]
    return sorted([*(date(year, month, day) for month, day in FIXED), *moving])
