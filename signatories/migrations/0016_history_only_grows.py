"""From here on the database links each new entry itself, and refuses to change or delete any.

Entries that came in while the ones before were being linked are linked now, with the door closed for a moment.
"""

from django.db import migrations, models

LINK_THE_LAST = """
    LOCK TABLE signatories_event IN SHARE ROW EXCLUSIVE MODE;
    SELECT signatories_link_events(whose)
        FROM (SELECT DISTINCT signatory_id AS whose FROM signatories_event WHERE number = 0) AS unlinked;
    SET CONSTRAINTS ALL IMMEDIATE;
"""
# The row of the signatory is locked first, as every action does: who comes second waits, and links to what the first wrote.
LINK_NEW_ONES = """
    CREATE FUNCTION signatories_event_is_linked() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$
    DECLARE
        receipt text;
        before text;
    BEGIN
        SELECT receipt_number INTO receipt FROM signatories_signatory WHERE id = NEW.signatory_id FOR NO KEY UPDATE;
        IF receipt IS NULL THEN
            RAISE EXCEPTION 'An entry of the history needs a signatory that exists.';
        END IF;
        SELECT number + 1, digest INTO NEW.number, before
            FROM signatories_historyhead WHERE signatory_id = NEW.signatory_id;
        NEW.number := coalesce(NEW.number, 1);
        NEW.digest := signatories_event_digest(
            receipt, NEW.number, NEW.at, NEW.by_id, NEW.what, NEW.from_status, NEW.to_status, NEW.why,
            coalesce(before, '')
        );
        INSERT INTO signatories_historyhead (signatory_id, number, digest)
            VALUES (NEW.signatory_id, NEW.number, NEW.digest)
            ON CONFLICT (signatory_id) DO UPDATE SET number = excluded.number, digest = excluded.digest;
        RETURN NEW;
    END
    $$;
    CREATE TRIGGER event_is_linked BEFORE INSERT ON signatories_event
        FOR EACH ROW EXECUTE FUNCTION signatories_event_is_linked();
"""
REFUSE = """
    CREATE FUNCTION signatories_history_never_changes() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'The history only grows: nothing in it is changed, deleted or emptied.';
    END
    $$;
    CREATE FUNCTION signatories_head_follows_the_history() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' OR pg_trigger_depth() < 2 THEN
            RAISE EXCEPTION 'Where the history of a signatory ends is written with each entry, and by nobody else.';
        END IF;
        RETURN NEW;
    END
    $$;
    CREATE TRIGGER event_never_changes BEFORE UPDATE OR DELETE ON signatories_event
        FOR EACH ROW EXECUTE FUNCTION signatories_history_never_changes();
    CREATE TRIGGER event_never_emptied BEFORE TRUNCATE ON signatories_event
        FOR EACH STATEMENT EXECUTE FUNCTION signatories_history_never_changes();
    CREATE TRIGGER head_follows_the_history BEFORE INSERT OR UPDATE OR DELETE ON signatories_historyhead
        FOR EACH ROW EXECUTE FUNCTION signatories_head_follows_the_history();
    CREATE TRIGGER head_never_emptied BEFORE TRUNCATE ON signatories_historyhead
        FOR EACH STATEMENT EXECUTE FUNCTION signatories_history_never_changes();
    CREATE TRIGGER seal_never_changes BEFORE UPDATE OR DELETE ON signatories_historyseal
        FOR EACH ROW EXECUTE FUNCTION signatories_history_never_changes();
    CREATE TRIGGER seal_never_emptied BEFORE TRUNCATE ON signatories_historyseal
        FOR EACH STATEMENT EXECUTE FUNCTION signatories_history_never_changes();
"""
STOP_LINKING = """
    DROP TRIGGER event_is_linked ON signatories_event;
    DROP FUNCTION signatories_event_is_linked();
"""
ALLOW = """
    DROP TRIGGER seal_never_emptied ON signatories_historyseal;
    DROP TRIGGER seal_never_changes ON signatories_historyseal;
    DROP TRIGGER head_never_emptied ON signatories_historyhead;
    DROP TRIGGER head_follows_the_history ON signatories_historyhead;
    DROP TRIGGER event_never_emptied ON signatories_event;
    DROP TRIGGER event_never_changes ON signatories_event;
    DROP FUNCTION signatories_head_follows_the_history();
    DROP FUNCTION signatories_history_never_changes();
"""


class Migration(migrations.Migration):
    dependencies = [("signatories", "0015_link_the_events_there_are")]

    operations = [
        migrations.RunSQL(LINK_THE_LAST, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.UniqueConstraint(fields=["signatory", "number"], name="one_event_a_number"),
        ),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.CheckConstraint(
                condition=models.Q(number__gte=1, digest__regex=r"^[0-9a-f]{64}$"), name="event_is_linked"
            ),
        ),
        migrations.RunSQL(LINK_NEW_ONES, STOP_LINKING),
        migrations.RunSQL(REFUSE, ALLOW),
    ]
