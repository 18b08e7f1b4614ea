from django.db import migrations

from ftrportal.common.database.rls import TenantTable

# The policies' SQL as it was when this migration was written; row_policies.py has today's.
WAITING_CONNECTIONS = (
    "current_setting('app.sweeper', true) = 'on' AND status IN ('draft', 'probing', 'active', 'degraded')"
)
UNFINISHED_JOBS = "current_setting('app.sweeper', true) = 'on' AND status IN ('queued', 'running')"

KEEP_EXTERNAL_ID = """
CREATE FUNCTION scanners_keep_external_id() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.external_id IS DISTINCT FROM OLD.external_id THEN
        RAISE EXCEPTION 'the external id of a connection never changes' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.account_id IS DISTINCT FROM OLD.account_id OR NEW.role_name IS DISTINCT FROM OLD.role_name THEN
        RAISE EXCEPTION 'the role of a connection never changes' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep_external_id BEFORE UPDATE ON scanners_connection
    FOR EACH ROW EXECUTE FUNCTION scanners_keep_external_id();
"""
DROP = """
DROP TRIGGER keep_external_id ON scanners_connection;
DROP FUNCTION scanners_keep_external_id();
"""


class Migration(migrations.Migration):
    dependencies = [("scanners", "0001_initial"), ("organizations", "0002_row_level_security")]

    operations = [
        TenantTable("Connection", read_also=WAITING_CONNECTIONS),
        TenantTable("ScanRun", read_also=UNFINISHED_JOBS),
        TenantTable("Finding"),
        migrations.RunSQL(KEEP_EXTERNAL_ID, DROP),
    ]
