"""Administrators too set the limits, the lists, what was agreed, and the words of mails. See also 0018."""

from django.db import migrations

from hierniet.rights import give_and_take

SET = [f"{verb}_{model}" for model in ("limit", "listed", "moderationsettings") for verb in ("view", "add", "change")]
RIGHTS = {"administrators": [*SET, "delete_listed", "view_wording", "change_wording"]}


class Migration(migrations.Migration):
    dependencies = [("signatories", "0022_close_contested_files")]

    operations = [migrations.RunPython(*give_and_take("signatories", RIGHTS))]
