"""Who asked for the link to a file again. Kept until the worker has looked, a few seconds."""

from django.db import models


class LinkRequest(models.Model):
    """One press on “send me my link”, for a mailbox that we may know or not: the page never says, and need not look."""

    email = models.EmailField()
    receipt_number = models.CharField(max_length=12, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.created_at:%Y-%m-%d %H:%M}"
