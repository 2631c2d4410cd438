"""Moderators may read and write the words of mails. See also 0002, which made the groups."""

from django.db import migrations

from hierniet.rights import give_and_take

RIGHTS = {"moderators": ["view_wording", "change_wording"]}


class Migration(migrations.Migration):
    dependencies = [("signatories", "0019_every_kind_of_event")]

    operations = [migrations.RunPython(*give_and_take("signatories", RIGHTS))]
