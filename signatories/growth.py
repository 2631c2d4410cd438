"""How many stood in the list at the end of each month: of those who are in it today, by when they signed."""

from collections import Counter
from datetime import date

from django.db.models import Count
from django.db.models.functions import TruncMonth

from signatories.models import Signatory


def signed_until(months: list[date]) -> list[int]:
    """One query. `months` are their first days, the oldest first; who signed before the first one counts in all of them."""
    signed = Signatory.objects.public().order_by().annotate(month=TruncMonth("approved_at"))
    by_month: Counter[date] = Counter()
    for month, number in signed.values_list("month").annotate(number=Count("pk")):
        by_month[month.date()] += number
    return [sum(number for month, number in by_month.items() if month <= last) for last in months]
