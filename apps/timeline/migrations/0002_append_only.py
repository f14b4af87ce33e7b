"""Nothing on the timeline is changed or removed, whoever asks."""

from django.db import migrations

REFUSE = """
CREATE FUNCTION timeline_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the timeline is append-only';
END $$;
CREATE TRIGGER timeline_append_only BEFORE UPDATE OR DELETE ON timeline_event
    FOR EACH ROW EXECUTE FUNCTION timeline_refuse();
"""
ALLOW = "DROP TRIGGER timeline_append_only ON timeline_event; DROP FUNCTION timeline_refuse();"


class Migration(migrations.Migration):
    dependencies = [("timeline", "0001_initial")]
    operations = [migrations.RunSQL(REFUSE, ALLOW)]
