"""What was read and may have been cited can be neither changed nor taken away; what still waits for its time can be both."""

from django.db import migrations

# The time by the clock, not that of the beginning of the transaction: one that began before may end long after.
REFUSE_CHANGES = """
    CREATE OR REPLACE FUNCTION guidance_ruleversion_never_changes() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'TRUNCATE' THEN
            RAISE EXCEPTION 'Versions of house rules are never emptied: somebody has cited them.';
        ELSIF OLD.published_at <= clock_timestamp() THEN
            RAISE EXCEPTION 'A version of a house rule never changes: somebody has cited it.';
        ELSIF TG_OP = 'DELETE' THEN
            RETURN OLD;
        END IF;
        RETURN NEW;
    END
    $$;
    DROP TRIGGER ruleversion_never_changes ON guidance_ruleversion;
    CREATE TRIGGER ruleversion_never_changes BEFORE UPDATE OR DELETE ON guidance_ruleversion
        FOR EACH ROW EXECUTE FUNCTION guidance_ruleversion_never_changes();
    CREATE TRIGGER ruleversion_never_emptied BEFORE TRUNCATE ON guidance_ruleversion
        FOR EACH STATEMENT EXECUTE FUNCTION guidance_ruleversion_never_changes();
"""
# As 0007 made it.
REFUSE_UPDATES_ONLY = """
    DROP TRIGGER ruleversion_never_emptied ON guidance_ruleversion;
    DROP TRIGGER ruleversion_never_changes ON guidance_ruleversion;
    CREATE OR REPLACE FUNCTION guidance_ruleversion_never_changes() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'A version of a house rule never changes: somebody has cited it.';
    END
    $$;
    CREATE TRIGGER ruleversion_never_changes BEFORE UPDATE ON guidance_ruleversion
        FOR EACH ROW EXECUTE FUNCTION guidance_ruleversion_never_changes();
"""


class Migration(migrations.Migration):
    dependencies = [("guidance", "0011_search_waits_for_the_time")]

    operations = [migrations.RunSQL(REFUSE_CHANGES, REFUSE_UPDATES_ONLY)]
