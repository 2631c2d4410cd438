import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("signatories", "0020_rights_for_what_is_new"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="outgoingmail",
            name="seen_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="seen"),
        ),
        migrations.AddField(
            model_name="signatory",
            name="contested_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="contact person contested since"),
        ),
        migrations.AddConstraint(
            model_name="signatory",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("contested_at__isnull", True),
                    models.Q(("status__in", ("withdrawn", "expired")), _negated=True),
                    _connector="OR",
                ),
                name="nobody_is_contested_at_the_end",
                violation_error_message="Who has left or expired has no contact person who could be contested.",
            ),
        ),
        migrations.AddField(
            model_name="contactchange",
            name="begun_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="begun by",
            ),
        ),
    ]
