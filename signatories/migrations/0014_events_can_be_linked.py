"""Room for the number and the digest of each entry of the history, and for what proves them.

What is not linked yet has number 0. Linking is the next step, and refusing what is not linked the one after, so that a
site which is running goes on writing entries all the time.
"""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

# The first form, as the texts of signatories/history/form.py has it; a test compares the two.
DIGEST = """
    CREATE FUNCTION signatories_event_digest(
        receipt text, number bigint, at timestamptz, by_id bigint, what text, from_status text, to_status text, why text,
        before text
    ) RETURNS text LANGUAGE sql STABLE AS $$
        SELECT encode(sha256(convert_to(
            '["HierNiet event 1",' || to_json(receipt)::text || ',' || number::text || ',"'
            || to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || '",' || coalesce(by_id::text, 'null')
            || ',' || to_json(what)::text || ',' || to_json(from_status)::text || ',' || to_json(to_status)::text || ',"'
            || encode(sha256(convert_to(why, 'UTF8')), 'hex') || '","' || before || '"]',
        'UTF8')), 'hex')
    $$;
"""
# One row is looked up each time. A plan made while the table was small would read all of it, thousands of times over.
# For one signatory: everything that is not linked yet, in the order in which it happened, after what is.
LINK = """
    CREATE FUNCTION signatories_link_events(whose bigint) RETURNS void LANGUAGE plpgsql SET enable_seqscan = off AS $$
    DECLARE
        receipt text;
        last_number bigint := 0;
        last_digest text := '';
        entry record;
    BEGIN
        SELECT receipt_number INTO receipt FROM signatories_signatory WHERE id = whose FOR NO KEY UPDATE;
        SELECT number, digest INTO last_number, last_digest FROM signatories_historyhead WHERE signatory_id = whose;
        last_number := coalesce(last_number, 0);
        last_digest := coalesce(last_digest, '');
        FOR entry IN SELECT * FROM signatories_event WHERE signatory_id = whose AND number = 0 ORDER BY at, id LOOP
            last_number := last_number + 1;
            last_digest := signatories_event_digest(
                receipt, last_number, entry.at, entry.by_id, entry.what, entry.from_status, entry.to_status, entry.why,
                last_digest
            );
            UPDATE signatories_event SET number = last_number, digest = last_digest WHERE id = entry.id;
        END LOOP;
        IF last_number > 0 THEN
            INSERT INTO signatories_historyhead (signatory_id, number, digest) VALUES (whose, last_number, last_digest)
            ON CONFLICT (signatory_id) DO UPDATE SET number = excluded.number, digest = excluded.digest;
        END IF;
    END
    $$;
"""
DROP_DIGEST = """
    DROP FUNCTION signatories_event_digest(text, bigint, timestamptz, bigint, text, text, text, text, text);
"""
DROP_LINK = "DROP FUNCTION signatories_link_events(bigint);"


class Migration(migrations.Migration):
    dependencies = [("signatories", "0013_wording_and_refusals_of_mails")]

    operations = [
        migrations.AlterField(
            model_name="event",
            name="at",
            field=models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="when"),
        ),
        migrations.AddField(
            model_name="event",
            name="number",
            field=models.PositiveIntegerField(db_default=0, editable=False, verbose_name="number"),
        ),
        migrations.AddField(
            model_name="event",
            name="digest",
            field=models.CharField(db_default="", editable=False, max_length=64, verbose_name="digest"),
        ),
        migrations.CreateModel(
            name="HistoryHead",
            fields=[
                (
                    "signatory",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="history_head",
                        serialize=False,
                        to="signatories.signatory",
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("digest", models.CharField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name="HistorySeal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(unique=True, verbose_name="number")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="when")),
                ("last_event", models.BigIntegerField()),
                ("events", models.PositiveIntegerField(verbose_name="entries in all")),
                ("digest", models.CharField(max_length=64, verbose_name="digest")),
            ],
            options={
                "verbose_name": "seal over the history",
                "verbose_name_plural": "seals over the history",
                "ordering": ["-number"],
            },
        ),
        migrations.CreateModel(
            name="HistoryCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("started_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="started")),
                ("finished_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="finished")),
                ("events", models.PositiveIntegerField(verbose_name="entries")),
                ("findings", models.JSONField(default=list, verbose_name="findings")),
                ("findings_in_all", models.PositiveIntegerField(default=0, verbose_name="findings in all")),
            ],
            options={
                "verbose_name": "check of the history",
                "verbose_name_plural": "checks of the history",
                "ordering": ["-started_at", "-pk"],
            },
        ),
        migrations.RunSQL(DIGEST, DROP_DIGEST),
        migrations.RunSQL(LINK, DROP_LINK),
    ]
