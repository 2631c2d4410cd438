from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _


class JobRun(models.Model):
    """One run of a job that is due every day; `/readyz` looks at the last one of each. See also daily.py."""

    name = models.CharField(_("job"), max_length=40)
    started_at = models.DateTimeField(_("started"), auto_now_add=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    result = models.JSONField(_("result"), default=dict)

    class Meta:
        ordering = ["-started_at"]
        verbose_name = _("run of a job")
        verbose_name_plural = _("runs of jobs")
        indexes = [models.Index(fields=["name", "-started_at"], name="last_run_of_a_job")]

    def __str__(self) -> str:
        return f"{self.name} {self.started_at:%Y-%m-%d %H:%M}"

    @classmethod
    def last_finished(cls, name: str) -> "JobRun | None":
        return cls.objects.filter(name=name, finished_at__isnull=False).first()

    @classmethod
    def last_start(cls, name: str) -> datetime | None:
        """When the last run that came to its end began."""
        last = cls.last_finished(name)
        return last.started_at if last else None
